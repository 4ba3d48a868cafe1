using BenchmarkDotNet.Attributes;

namespace Moderation.Benchmarks.Speed;

/// <summary>The speed of scoring, precisely: <c>--filter *Scoring*</c>, in a few minutes. Started from the repository's folder.</summary>
[MemoryDiagnoser]
public class ScoringBenchmark
{
    private const int Rows = 20_000;

    private Champion champion = null!;
    private string[] short200 = null!;
    private string[] long1000 = null!;
    private byte[] lines = null!;
    private int next;

    /// <summary>Opens the champion and prepares the texts.</summary>
    [GlobalSetup]
    public void Open()
    {
        var root = Environment.GetEnvironmentVariable("MODERATION_ROOT") ?? FindRoot();
        champion = new Champion(Path.Combine(root, "models"));
        var samples = Texts.Read(new Arguments(["--training-data", Path.Combine(root, "training-data")]));
        (short200, long1000) = (Texts.OfLength(samples, 200, 2000), Texts.OfLength(samples, 1000, 500));
        lines = Texts.AsLines(samples, Rows);
    }

    /// <summary>One comment of 200 characters with verdict.</summary>
    [Benchmark]
    public float Comment200() => champion.Judge(short200[next++ % short200.Length]);

    /// <summary>One comment of 1,000 characters with verdict.</summary>
    [Benchmark]
    public float Comment1000() => champion.Judge(long1000[next++ % long1000.Length]);

    /// <summary>A comment of a batch through the pipeline of <c>score</c>, with two workers.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public Task<long> Batch() => champion.ScoreAsync(new MemoryStream(lines), 2);

    // BenchmarkDotNet runs in a folder of its own below the build output.
    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Moderation.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The repository was not found above the program. Set MODERATION_ROOT to its folder.");
    }
}
