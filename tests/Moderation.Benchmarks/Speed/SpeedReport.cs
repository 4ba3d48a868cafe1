namespace Moderation.Benchmarks.Speed;

/// <summary>
/// The speed table in half a minute, ours and the peers' in one run.
/// <c>speed [--models models] [--texts FILE] [--program PATH] [--rows 200000] [--output FILE]</c>; <c>--program</c> is the
/// published program, for start and memory.
/// </summary>
internal static class SpeedReport
{
    public static async Task RunAsync(Arguments args)
    {
        var samples = Texts.Read(args);
        var count = (int)args.Number("--rows", 200_000);
        var champion = new Champion(args.Find("--models") ?? "models");
        List<string> lines = ["| what | measured |", "|---|---:|"];
        void Add(string what, string measured)
        {
            lines.Add($"| {what} | {measured} |");
            Console.WriteLine($"{what}: {measured}");
        }

        Console.WriteLine($"{champion.Id}; {samples.Count:N0} texts of {samples.Average(sample => sample.Text.Length):0} characters on average");
        var texts = Texts.OfLength(samples, 200, 2000);
        foreach (var (name, set) in new[] { ("one comment of 200 characters", texts), ("one comment of 1,000 characters", Texts.OfLength(samples, 1000, 500)) })
        {
            var latency = Latency.Of(set, champion.Judge, 20_000);
            Add($"{name}, all labels with verdict: median (p99)", $"{latency.Median:0.0} µs ({latency.P99:0} µs)");
        }

        var cost = await BatchAsync(champion, Texts.AsLines(samples, count), count, Add);
        var (words, letters) = FastTextPeer.Measure(samples, Math.Min(count, 50_000));
        Add("fastText `predict-prob`, one label, one core: words (words and letter groups)", $"{1e6 / words:N0}/s ({1e6 / letters:N0}/s)");
        Add("ours on two cores beside it", $"{2 * words / cost:0.0} times ({2 * letters / cost:0.0} times)");
        var (one, batch) = StockPath.Measure(samples, texts);
        Add("ML.NET's own text featurizer, one label: one comment of 200 characters, rows a second", $"{one:0} µs, {batch:N0}/s");
        Add("model on the disk", $"{champion.Megabytes:0.0} MB");
        if (args.Find("--program") is { } program)
        {
            Program(program, samples, count, Add);
        }

        if (args.Find("--output") is { } output)
        {
            File.WriteAllLines(output, lines);
        }
    }

    /// <summary>The pipeline of <c>score</c>, warm; the result is microseconds of processor time a comment.</summary>
    private static async Task<double> BatchAsync(Champion champion, byte[] lines, int count, Action<string, string> add)
    {
        await champion.ScoreAsync(new MemoryStream(lines), 2);
        var allocated = GC.GetTotalAllocatedBytes();
        var spent = await Spent.OnAsync(() => champion.ScoreAsync(new MemoryStream(lines), 2));
        var cost = spent.Processor.TotalMicroseconds / count;
        add("`score`, two workers, by the clock (by processor time on two free cores)", $"{count / spent.Clock.TotalSeconds:N0}/s ({2e6 / cost:N0}/s)");
        add("… allocated a comment", $"{(GC.GetTotalAllocatedBytes() - allocated) / (double)count:N0} bytes");
        return cost;
    }

    private static void Program(string program, List<Sample> samples, int count, Action<string, string> add)
    {
        var folder = Directory.CreateTempSubdirectory("moderation-speed-");
        try
        {
            var (one, many) = (Path.Combine(folder.FullName, "one.jsonl"), Path.Combine(folder.FullName, "many.jsonl"));
            File.WriteAllBytes(one, Texts.AsLines(samples, 1));
            File.WriteAllBytes(many, Texts.AsLines(samples, count));
            var starts = Enumerable.Range(0, 9).Select(_ => Score(program, one).Spent).ToArray();
            add("start to first score: median by the clock (of processor time)",
                $"{Median(starts.Select(start => start.Clock)):0} ms ({Median(starts.Select(start => start.Processor)):0} ms)");
            var run = Score(program, many);
            add($"{count:N0} comments with the published program, start included: processor time, most memory",
                $"{run.Spent.Processor.TotalSeconds:0.0} s, {run.PeakMegabytes:0} MB");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ProgramRun Score(string program, string file) => program.EndsWith(".dll", StringComparison.Ordinal)
        ? ProgramRun.Of("dotnet", program, "score", "--input", file, "--output", "/dev/null")
        : ProgramRun.Of(program, "score", "--input", file, "--output", "/dev/null");

    private static double Median(IEnumerable<TimeSpan> spans)
    {
        var sorted = spans.Order().ToArray();
        return sorted[sorted.Length / 2].TotalMilliseconds;
    }
}
