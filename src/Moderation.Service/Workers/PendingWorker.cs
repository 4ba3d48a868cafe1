using Moderation.Service.Hosting;
using Moderation.Service.Screening;
using Moderation.Store;

namespace Moderation.Service.Workers;

/// <summary>Decides the comments that wait for a model: imported ones, and those that were answered unscored.</summary>
public sealed class PendingWorker(
    PendingComments pending, Screener screener, DecisionLog log, ModerationOptions options, TimeProvider time, ILogger<PendingWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private static readonly Action<ILogger, int, double, Exception?> Decided = LoggerMessage.Define<int, double>(
        LogLevel.Information, new EventId(1, "Decided"), "Decided {Count} comments in {Milliseconds:0} ms");

    private static readonly Action<ILogger, Exception?> Failed = LoggerMessage.Define(
        LogLevel.Error, new EventId(2, "PendingFailed"), "Comments could not be decided; they stay waiting and are tried again");

    private readonly string _name = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}"[..40];

    /// <summary>Takes what waits, decides it and records it.</summary>
    /// <returns>How many were decided; 0 where none waits or no model is in force.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        if (screener.Model is null)
        {
            return 0;
        }

        var rows = await pending.LeaseAsync(_name, options.WorkerBatch, Lease, ct);
        if (rows.Count == 0)
        {
            return 0;
        }

        var began = time.GetTimestamp();
        var incoming = new Incoming[rows.Count];
        Parallel.For(0, rows.Count, i =>
        {
            var comment = rows[i].ToComment();
            incoming[i] = new Incoming(comment, screener.Judge(comment)) { RevisionGiven = true };
        });
        var recorded = await log.RecordAsync(incoming);
        var kept = recorded.Count(result => result.IsKept);
        Decided(logger, kept, time.GetElapsedTime(began).TotalMilliseconds, null);
        return kept;
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
                Failed(logger, fault);
            }

            if (decided == 0)
            {
                await Task.Delay(idle, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await pending.ReleaseAsync(_name, cancellationToken);
    }
}
