using Moderation.Service.Retraining;
using Moderation.Service.Verbs;

// Ctrl+C asks the verb to stop; it leaves nothing half-written. The main job's host listens for the signal itself.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};

if (args is ["retrain", ..])
{
    // Whoever screens on this machine goes first.
    LastInLine.Stand();
}

return await CommandLine.RunAsync(args, Console.Out, Console.Error, stop.Token);
