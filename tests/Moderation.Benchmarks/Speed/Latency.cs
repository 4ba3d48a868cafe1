using System.Diagnostics;

namespace Moderation.Benchmarks.Speed;

/// <summary>How long single calls take, warm.</summary>
/// <param name="Median">Microseconds that half of the calls stay under.</param>
/// <param name="P99">Microseconds that 99 of 100 stay under.</param>
internal readonly record struct Latency(double Median, double P99)
{
    private const int Warm = 20_000;
    private static readonly TimeSpan WarmTime = TimeSpan.FromSeconds(1);

    /// <summary>Calls with each text in turn, after so many that the compiler has done its work.</summary>
    public static Latency Of(string[] texts, Func<string, float> call, int calls)
    {
        var sum = 0f;
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Warm || clock.Elapsed < WarmTime; i++)
        {
            sum += call(texts[i % texts.Length]);
        }

        var spans = new List<long>(calls);
        for (var i = 0; i < calls; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            sum += call(texts[i % texts.Length]);
            spans.Add(Stopwatch.GetTimestamp() - begin);
        }

        // The sum is used, so that no call can be left out.
        if (float.IsNaN(sum))
        {
            throw new InvalidOperationException("A comment could not be scored: the figures would mean nothing.");
        }

        spans.Sort();
        return new Latency(Micro(spans[spans.Count / 2]), Micro(spans[(int)((spans.Count - 1) * 0.99)]));
    }

    private static double Micro(long ticks) => ticks * 1e6 / Stopwatch.Frequency;
}
