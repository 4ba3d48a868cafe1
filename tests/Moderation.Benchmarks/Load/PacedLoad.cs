using System.Diagnostics;

namespace Moderation.Benchmarks.Load;

/// <summary>
/// How long requests take that come at a steady rate, whatever became of those before: nobody waits for an answer before the next
/// one is sent, so that a service that stands still for a second is seen by all that came in it.
/// <c>load-paced --address http://… --key KEY [--rate 1000] [--seconds 20]</c>; prints the number of requests, the median and the 99th
/// percentile.
/// </summary>
internal static class PacedLoad
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

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
        var answers = new Task<double>[(int)(rate * span.TotalSeconds)];
        var clock = Stopwatch.StartNew();
        // A thread of its own keeps better time than a timer of the pool.
        var sender = new Thread(() =>
        {
            for (var sent = 0; sent < answers.Length; Thread.Sleep(1))
            {
                for (; sent < answers.Length && clock.Elapsed.TotalSeconds * rate >= sent; sent++)
                {
                    answers[sent] = OneAsync(client, texts.Next());
                }
            }
        });
        sender.Start();
        await Task.Run(sender.Join);
        return [.. await Task.WhenAll(answers)];
    }

    private static async Task<double> OneAsync(ApiClient client, string text)
    {
        var began = Stopwatch.GetTimestamp();
        await client.AnalyzeAsync(text, doNotStore: false);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static double At(List<double> sorted, double share) => sorted[(int)((sorted.Count - 1) * share)];
}
