using Moderation.Comments;
using Moderation.Policies;
using Moderation.Service.Hosting;
using Moderation.Service.Screening;
using Moderation.Store;

namespace Moderation.Service.Workers;

/// <summary>
/// Decides the comments that wait for a model: imported ones, and those that were answered unscored. One that fails again and
/// again is given up after <see cref="MostAttempts"/>: it is unscored, and a person looks at it.
/// </summary>
public sealed class PendingWorker(
    PendingComments pending, ParentTexts parents, Screener screener, DecisionLog log, ModerationOptions options, TimeProvider time, ILogger<PendingWorker> logger)
    : BackgroundService
{
    /// <summary>How often a comment is tried.</summary>
    public const int MostAttempts = 3;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private readonly string _name = NameOf(Environment.MachineName, Environment.ProcessId);

    /// <summary>A name for one worker, under which it leases comments: no other has it, not even one of the same process.</summary>
    internal static string NameOf(string machine, int process) => $"{machine}:{process}:{Guid.NewGuid():N}";

    /// <summary>Takes what waits, decides it and records it.</summary>
    /// <returns>How many were decided; 0 where none waits or no model is in force.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        if (screener.Model is null)
        {
            return 0;
        }

        var rows = await pending.LeaseAsync(_name, options.WorkerBatch, Lease, ct);
        var decided = await DecideAsync([.. rows.Where(row => row.Attempts == 1)], ct);
        // Taken before and not decided: one of these may have brought a whole worker down. The first is tried alone, the others
        // have their turns back, so that what one of them does costs none of the others.
        if (rows.Where(row => row.Attempts > 1).OrderBy(row => row.Key).ToList() is [var suspect, .. var others])
        {
            if (others.Count > 0)
            {
                await pending.ReleaseAsync(_name, [.. others.Select(row => row.Key)], ct);
            }

            decided += await DecideAsync([suspect], ct);
        }

        return decided;
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await pending.ReleaseAsync(_name, cancellation: cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var idle = TimeSpan.FromSeconds(options.PollSeconds);
        while (!stoppingToken.IsCancellationRequested)
        {
            var decided = 0;
            try
            {
                decided = await RunOnceAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Log.Failed(logger, fault);
            }

            if (decided == 0)
            {
                await Task.Delay(idle, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> DecideAsync(List<CommentRow> rows, CancellationToken ct)
    {
        if (rows.Count == 0)
        {
            return 0;
        }

        var began = time.GetTimestamp();
        var comments = await parents.CompleteAsync(rows.ConvertAll(row => row.ToComment()), ct);
        var (incoming, judge) = (new Incoming?[rows.Count], JudgeOf(comments));
        Parallel.For(0, rows.Count, i =>
        {
            if (Judge(rows[i], comments[i], judge) is { } ruling)
            {
                incoming[i] = new Incoming(comments[i], ruling) { RevisionGiven = true };
            }
        });
        var recorded = await log.RecordAsync([.. incoming.OfType<Incoming>()]);
        var kept = recorded.Count(result => result.IsKept);
        Log.Decided(logger, kept, time.GetElapsedTime(began).TotalMilliseconds);
        return kept;
    }

    private Func<Comment, Ruling> JudgeOf(IReadOnlyList<Comment> comments)
    {
        try
        {
            return screener.JudgeOf(comments);
        }
#pragma warning disable CA1031 // A comment that the model cannot even place must not keep the others waiting: each is judged by itself.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Log.Unplaced(logger, comments.Count, fault.GetType().Name);
            return comment => screener.Judge(comment);
        }
    }

    /// <returns>Null where it failed and is tried again when its lease ends.</returns>
    private Ruling? Judge(CommentRow row, Comment comment, Func<Comment, Ruling> judge)
    {
        if (row.Attempts <= MostAttempts)
        {
            try
            {
                return judge(comment);
            }
#pragma warning disable CA1031 // Whatever a model does with one comment must not keep the others waiting.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Log.Unjudged(logger, row.Key, row.Attempts, fault.GetType().Name);
                if (row.Attempts < MostAttempts)
                {
                    return null;
                }
            }
        }

        return screener.GiveUp(comment, $"The model failed on it {MostAttempts} times.");
    }

    private static class Log
    {
        private static readonly Action<ILogger, int, double, Exception?> DecidedMessage = LoggerMessage.Define<int, double>(
            LogLevel.Information, new EventId(1, "Decided"), "Decided {Count} comments in {Milliseconds:0} ms");

        private static readonly Action<ILogger, Exception?> FailedMessage = LoggerMessage.Define(
            LogLevel.Error, new EventId(2, "PendingFailed"), "Comments could not be decided; they stay waiting and are tried again");

        // Only the kind of the fault: its message may quote the comment.
        private static readonly Action<ILogger, long, int, string, Exception?> UnjudgedMessage = LoggerMessage.Define<long, int, string>(
            LogLevel.Error, new EventId(3, "Unjudged"), "The model failed on comment {Comment} at attempt {Attempt}: {Fault}");

        private static readonly Action<ILogger, int, string, Exception?> UnplacedMessage = LoggerMessage.Define<int, string>(
            LogLevel.Warning, new EventId(4, "Unplaced"), "The model failed to say what {Count} comments look like together: {Fault}; each is read by itself");

        public static void Decided(ILogger logger, int count, double milliseconds) => DecidedMessage(logger, count, milliseconds, null);

        public static void Failed(ILogger logger, Exception fault) => FailedMessage(logger, fault);

        public static void Unplaced(ILogger logger, int count, string fault) => UnplacedMessage(logger, count, fault, null);

        public static void Unjudged(ILogger logger, long comment, int attempt, string fault) => UnjudgedMessage(logger, comment, attempt, fault, null);
    }
}
