using System.Diagnostics;

namespace Moderation.Benchmarks.Load;

/// <summary>
/// How long requests take that come at a steady rate, whatever became of those before: each is timed from the moment when it was
/// due, so that a service that stands still for a second is seen by all that were due in it.
/// <c>load-paced --address http://… --key KEY [--rate 1000] [--seconds 20]</c>; prints the median and the 99th percentile in milliseconds.
/// </summary>
internal static class PacedLoad
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(Arguments args)
    {
        var rate = args.Number("--rate", 1000);
        using var client = new ApiClient(args["--address"], args["--key"]);
        await SendAsync(client, new LoadTexts(901), rate, WarmUp);
        var waits = await SendAsync(client, new LoadTexts(902), rate, TimeSpan.FromSeconds(args.Number("--seconds", 20)));
        waits.Sort();
        Console.WriteLine($"{waits.Count} {At(waits, 0.5):0.00}ms {At(waits, 0.99):0.00}ms");
    }

    private static async Task<List<double>> SendAsync(ApiClient client, LoadTexts texts, double rate, TimeSpan span)
    {
        var count = (int)(rate * span.TotalSeconds);
        var answers = new Task<double>[count];
        var clock = Stopwatch.StartNew();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (var sent = 0; sent < count;)
        {
            for (; sent < count && clock.Elapsed.TotalSeconds * rate >= sent; sent++)
            {
                answers[sent] = OneAsync(client, texts.Next(), clock, TimeSpan.FromSeconds(sent / rate));
            }

            await tick.WaitForNextTickAsync();
        }

        return [.. await Task.WhenAll(answers)];
    }

    private static async Task<double> OneAsync(ApiClient client, string text, Stopwatch clock, TimeSpan due)
    {
        await client.AnalyzeAsync(text, doNotStore: false);
        return (clock.Elapsed - due).TotalMilliseconds;
    }

    private static double At(List<double> sorted, double share) => sorted[(int)((sorted.Count - 1) * share)];
}
