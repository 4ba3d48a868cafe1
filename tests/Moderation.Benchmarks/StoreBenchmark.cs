using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Comments;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Store;

namespace Moderation.Benchmarks;

/// <summary>
/// How many comments with their decisions a store records in a second, each acknowledged after its commit.
/// <c>store [--connection STRING] [--seconds 10] [--callers 256] [--array 512] [--ids text]</c>;
/// <c>--ids text</c> gives ids that are hashes of the text, as for clients of Perspective, which fall all over the index. Without a connection, SQLite in a temporary folder.
/// </summary>
internal static class StoreBenchmark
{
    private static readonly LabelSet Labels = LabelSet.Full;
    private static readonly float[] Clean = [0.0021f, 0.0134f, 0.0042f, 0.0371f, 0.0009f, 0.0215f, 0.0187f, 0.0011f];
    private static readonly float[] Harmful = [0.0921f, 0.8134f, 0.0442f, 0.9371f, 0.1009f, 0.4215f, 0.8187f, 0.0311f];

    internal static async Task RunAsync(string[] args)
    {
        var seconds = int.Parse(Option(args, "--seconds", "10"), CultureInfo.InvariantCulture);
        var callers = int.Parse(Option(args, "--callers", "256"), CultureInfo.InvariantCulture);
        var array = int.Parse(Option(args, "--array", "512"), CultureInfo.InvariantCulture);
        var byText = Option(args, "--ids", "") == "text";
        var folder = Directory.CreateTempSubdirectory("moderation-bench-");
        try
        {
            var options = new StoreOptions { ConnectionString = Option(args, "--connection", ""), DataFolder = folder.FullName };
            var services = new ServiceCollection().AddStore(options).BuildServiceProvider();
            await using (services)
            {
                await services.GetRequiredService<StoreMigration>().MigrateAsync();
                var log = services.GetRequiredService<DecisionLog>();
                await MeasureAsync("warm-up", log, callers, TimeSpan.FromSeconds(2), one: true, array, byText);
                await MeasureAsync($"{callers} callers, one comment each", log, callers, TimeSpan.FromSeconds(seconds), one: true, array, byText);
                await MeasureAsync($"4 callers, arrays of {array}", log, 4, TimeSpan.FromSeconds(seconds), one: false, array, byText);
                await using var db = await services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync();
                Console.WriteLine($"in the database: {await db.Comments.CountAsync()} comments, {await db.Decisions.CountAsync()} decisions, {await db.ReviewItems.CountAsync()} to review");
            }

            Console.WriteLine($"on the disk: {folder.EnumerateFiles().Sum(file => file.Length) / 1e6:0.0} MB");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(string name, DecisionLog log, int callers, TimeSpan span, bool one, int array, bool byText)
    {
        var run = Guid.NewGuid().ToString("N")[..6];
        var waits = new List<double>[callers];
        var clock = Stopwatch.StartNew();
        var allocated = GC.GetTotalAllocatedBytes();
        var processor = Environment.CpuUsage.TotalTime;
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var mine = waits[caller] = [];
            var count = 0;
            while (clock.Elapsed < span)
            {
                var began = Stopwatch.GetTimestamp();
                var kept = one
                    ? (await log.RecordAsync(Make(run, caller, count, byText))).IsKept
                    : (await log.RecordAsync([.. Enumerable.Range(count, array).Select(i => Make(run, caller, i, byText))])).All(result => result.IsKept);
                mine.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                count += one ? 1 : array;
                if (!kept)
                {
                    throw new InvalidOperationException("A comment was not kept: the figures would mean nothing.");
                }
            }

            return count;
        })));
        var elapsed = clock.Elapsed;
        var total = counts.Sum();
        processor = Environment.CpuUsage.TotalTime - processor;
        var sorted = waits.SelectMany(wait => wait).Order().ToArray();
        Console.WriteLine(
            $"{name}: {total / elapsed.TotalSeconds:0} comments/s; wait p50 {At(sorted, 0.5):0.0} ms, p99 {At(sorted, 0.99):0.0} ms; {processor.TotalMicroseconds / total:0.0} µs of processor time and " +
            $"{(GC.GetTotalAllocatedBytes() - allocated) / (double)total:0} bytes allocated a comment");
    }

    private static double At(double[] sorted, double share) => sorted[(int)((sorted.Length - 1) * share)];

    // 200 characters, each text distinct; one comment in ten goes to review.
    private static Incoming Make(string run, int caller, int number, bool byText)
    {
        var id = $"{run}-{caller}-{number}";
        var review = number % 10 == 0;
        var comment = new Comment
        {
            Site = "bench",
            Section = $"article-{number % 97}",
            Id = byText ? $"text-{Convert.ToHexStringLower(StorableText.Hash(id).AsSpan(0, 16))}" : id,
            Text = $"{run} {caller} {number} ".PadRight(200, "the quick brown fox jumps over the lazy dog "[number % 44]),
            Author = $"author-{number % 1009}",
            WrittenAt = DateTimeOffset.UnixEpoch.AddSeconds(number),
        };
        var assessment = new Assessment { Model = "2026-11-24-sdca-9f3c1a", Labels = Labels, Probabilities = review ? Harmful : Clean };
        return new Incoming(comment, review
            ? new Ruling(Verdict.Review, ["review-harm:harassment"], assessment, "default-1")
            : new Ruling(Verdict.Approve, ["clean"], assessment, "default-1"));
    }

    private static string Option(string[] args, string name, string otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : otherwise;
    }
}
