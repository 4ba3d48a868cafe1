using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Moderation.Store;

namespace Moderation.Tests.Store;

public sealed class DecisionLogTests
{
    [Fact]
    public async Task What_comes_while_a_group_is_written_makes_up_the_next_group()
    {
        var writer = new ScriptedWriter { Hold = true };
        await using var log = Log(writer);
        var first = log.RecordAsync(SomeIncoming.Judged("first")).AsTask();
        await writer.Entered;
        var others = Enumerable.Range(0, 100).Select(i => log.RecordAsync(SomeIncoming.Judged($"c{i}")).AsTask()).ToArray();
        Assert.False(first.IsCompleted);
        Assert.Equal(101, log.Waiting);
        writer.Release();
        await first;
        await Task.WhenAll(others);

        Assert.Equal([1, 100], writer.Groups);
        Assert.Equal(0, log.Waiting);
    }

    [Fact]
    public async Task A_group_is_never_larger_than_the_option_says()
    {
        var writer = new ScriptedWriter();
        await using var log = Log(writer, new() { BatchSize = 40 });
        await log.RecordAsync([.. Enumerable.Range(0, 100).Select(i => SomeIncoming.Judged($"c{i}"))]);

        Assert.Equal([40, 40, 20], writer.Groups);
    }

    [Fact]
    public async Task Comments_beyond_the_capacity_are_told_so_at_once_and_are_not_written()
    {
        var writer = new ScriptedWriter { Hold = true };
        await using var log = Log(writer, new() { Capacity = 3 });
        var taken = log.RecordAsync([SomeIncoming.Judged("a"), SomeIncoming.Judged("b"), SomeIncoming.Judged("c")]).AsTask();
        await writer.Entered;
        var beyond = await log.RecordAsync(SomeIncoming.Judged("d"));
        writer.Release();

        Assert.Equal(RecordStatus.Overloaded, beyond.Status);
        Assert.Null(beyond.Decision);
        Assert.All(await taken, recorded => Assert.True(recorded.IsKept));
        Assert.Equal([3], writer.Groups);
        Assert.Equal(RecordStatus.New, (await log.RecordAsync(SomeIncoming.Judged("d"))).Status);
    }

    [Fact]
    public async Task A_locked_database_is_tried_again_until_it_opens()
    {
        var writer = new ScriptedWriter { Failures = { Busy, Busy } };
        await using var log = Log(writer);

        Assert.Equal(RecordStatus.New, (await log.RecordAsync(SomeIncoming.Judged())).Status);
        Assert.Equal([1], writer.Groups);
    }

    [Fact]
    public async Task A_full_disk_is_surfaced_when_patience_ends_and_the_log_goes_on()
    {
        var writer = new ScriptedWriter { Failures = { Full } };
        await using var log = Log(writer, new() { Patience = TimeSpan.Zero });
        var failed = await log.RecordAsync(SomeIncoming.Judged());

        Assert.Equal((RecordStatus.Failed, null), (failed.Status, failed.Decision));
        Assert.Contains("Free some space", failed.Because, StringComparison.Ordinal);
        Assert.Equal(RecordStatus.New, (await log.RecordAsync(SomeIncoming.Judged())).Status);
    }

    [Fact]
    public async Task One_comment_that_the_database_refuses_takes_no_other_with_it()
    {
        var writer = new ScriptedWriter { Refuses = "c13" };
        await using var log = Log(writer);
        var results = await log.RecordAsync([.. Enumerable.Range(0, 50).Select(i => SomeIncoming.Judged($"c{i}"))]);

        Assert.Equal([13], Enumerable.Range(0, 50).Where(i => results[i].Status == RecordStatus.Failed));
        Assert.Equal(49, results.Count(result => result.Status == RecordStatus.New));
    }

    [Fact]
    public async Task Who_waits_behind_a_group_that_is_given_up_hears_the_same_at_once()
    {
        var writer = new ScriptedWriter { Hold = true, Failures = { Busy } };
        await using var log = Log(writer, new() { Patience = TimeSpan.Zero });
        var first = log.RecordAsync(SomeIncoming.Judged("first")).AsTask();
        await writer.Entered;
        var one = log.RecordAsync(SomeIncoming.Judged("one")).AsTask();
        var many = log.RecordAsync([.. Enumerable.Range(0, 1000).Select(i => SomeIncoming.Judged($"c{i}"))]).AsTask();
        writer.Release();

        Assert.All([await first, await one, .. await many], told => Assert.Equal((RecordStatus.Failed, null), (told.Status, told.Decision)));
        Assert.Empty(writer.Groups);
        Assert.Equal(0, log.Waiting);
        Assert.Equal(RecordStatus.New, (await log.RecordAsync(SomeIncoming.Judged("later"))).Status);
    }

    [Fact]
    public async Task What_a_failed_attempt_left_behind_is_never_taken_for_kept()
    {
        // Refused as a whole, then no room for the first half: the second half is not tried, and was not kept either.
        var writer = new ScriptedWriter { Failures = { new SqliteException("constraint", 19), Full } };
        await using var log = Log(writer, new() { Patience = TimeSpan.Zero });
        var results = await log.RecordAsync([.. Enumerable.Range(0, 10).Select(i => SomeIncoming.Judged($"c{i}"))]);

        Assert.All(results, result => Assert.Equal((RecordStatus.Failed, null), (result.Status, result.Decision)));
        Assert.Empty(writer.Groups);
    }

    [Fact]
    public async Task Nobody_is_answered_before_the_flush_and_what_comes_meanwhile_is_one_group()
    {
        var writer = new ScriptedWriter();
        using var disk = writer.Disk = new SemaphoreSlim(0);
        await using var log = Log(writer);
        var first = log.RecordAsync(SomeIncoming.Judged("first")).AsTask();
        await writer.WrittenAsync(1);
        var second = log.RecordAsync(SomeIncoming.Judged("second")).AsTask();
        var third = log.RecordAsync(SomeIncoming.Judged("third")).AsTask();
        Assert.False(first.IsCompleted);
        disk.Release();
        await first;
        await writer.WrittenAsync(2);
        Assert.False(second.IsCompleted);
        disk.Release();
        await Task.WhenAll(second, third);

        Assert.Equal(["write", "flush", "write", "flush"], writer.Done);
        Assert.Equal([1, 2], writer.Groups);
    }

    [Fact]
    public async Task What_was_committed_but_could_not_be_flushed_is_not_acknowledged()
    {
        var writer = new ScriptedWriter { FlushFailures = { new SqliteException("fsync", 10) } };
        await using var log = Log(writer);
        var failed = await log.RecordAsync(SomeIncoming.Judged());

        Assert.Equal((RecordStatus.Failed, null), (failed.Status, failed.Decision));
        Assert.Contains("Check the disk", failed.Because, StringComparison.Ordinal);
        Assert.Equal(RecordStatus.New, (await log.RecordAsync(SomeIncoming.Judged("later"))).Status);
    }

    [Theory]
    [InlineData(0, 512, 5)]
    [InlineData(1_000_001, 512, 5)]
    [InlineData(1, 0, 5)]
    [InlineData(1, 10_001, 5)]
    [InlineData(1, 1, -1)]
    [InlineData(1, 1, 61)]
    public void An_option_out_of_range_is_refused(int capacity, int batchSize, int seconds)
    {
        var options = new DecisionLogOptions { Capacity = capacity, BatchSize = batchSize, Patience = TimeSpan.FromSeconds(seconds) };
        Assert.Contains("out of range", Assert.Throws<StoreException>(options.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_are_in_range() => new DecisionLogOptions().Validate();

    private static SqliteException Busy => new("busy", 5);

    private static SqliteException Full => new("full", 13);

    private static DecisionLog Log(RecordWriter writer, DecisionLogOptions? options = null) =>
        new(writer, options ?? new(), TimeProvider.System, NullLogger<DecisionLog>.Instance);

    /// <summary>A writer that keeps nothing and fails as it is told.</summary>
    private sealed class ScriptedWriter : RecordWriter
    {
        private readonly TaskCompletionSource _entered = new();
        private readonly TaskCompletionSource _released = new();

        public List<int> Groups { get; } = [];

        public List<Exception> Failures { get; } = [];

        public List<Exception> FlushFailures { get; } = [];

        public ConcurrentQueue<string> Done { get; } = [];

        public SemaphoreSlim? Disk { get; set; }

        public string? Refuses { get; init; }

        public bool Hold { get; init; }

        public Task Entered => _entered.Task;

        public void Release() => _released.SetResult();

        public async Task WrittenAsync(int groups)
        {
            while (Done.Count(what => what == "write") < groups)
            {
                await Task.Delay(1);
            }
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

        internal override async Task WriteAsync(IReadOnlyList<RecordEntry> entries, CancellationToken cancellation)
        {
            _entered.TrySetResult();
            if (Hold)
            {
                await _released.Task;
            }

            // As the real ones do, so that a failed attempt leaves results behind which mean nothing.
            foreach (var entry in entries)
            {
                entry.Result = entry.Kept(RecordStatus.New, 1);
            }

            if (Failures.Count > 0)
            {
                var failure = Failures[0];
                Failures.RemoveAt(0);
                throw failure;
            }

            if (entries.Any(entry => entry.Comment.Id == Refuses))
            {
                throw new SqliteException("constraint", 19);
            }

            Groups.Add(entries.Count);
            Done.Enqueue("write");
        }

        internal override void Flush()
        {
            Disk?.Wait();
            Done.Enqueue("flush");
            if (FlushFailures.Count > 0)
            {
                var failure = FlushFailures[0];
                FlushFailures.RemoveAt(0);
                throw failure;
            }
        }
    }
}
