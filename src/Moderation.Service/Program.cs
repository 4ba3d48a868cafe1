using System.Runtime.InteropServices;
using Moderation.Service.Retraining;
using Moderation.Service.Verbs;

// Ctrl+C and the system's wish to end ask the verb to stop; it leaves nothing half-written. Said again they change nothing. The main
// job's host listens for both itself. Never disposed: a signal may still come when everything else is over.
var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};
var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stop.Cancel();
});

if (args is ["retrain", ..])
{
    // Whoever screens on this machine goes first.
    LastInLine.Stand();
}

var code = await CommandLine.RunAsync(args, Console.Out, Console.Error, stop.Token);
GC.KeepAlive(terminate);
return code;
