using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Moderation.Store;

namespace Moderation.Service.Telemetry;

/// <summary>What waits in the database, read now and then, because an instrument must not ask a database itself.</summary>
public sealed class QueueFigures : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private static readonly Action<ILogger, Exception?> Unreadable = LoggerMessage.Define(
        LogLevel.Warning, new EventId(1, "QueueFiguresUnreadable"), "The queues could not be counted; the metrics show the last count");

    private readonly ReviewQueue _queue;
    private readonly PendingComments _pending;
    private readonly IDbContextFactory<ModerationDb> _contexts;
    private readonly TimeProvider _time;
    private readonly ILogger<QueueFigures> _logger;
    private int _review;
    private int _waiting;
    private int _dead;
    private double _oldest;

    /// <summary>Makes the instruments.</summary>
    public QueueFigures(
        IMeterFactory meters, ReviewQueue queue, PendingComments pending, IDbContextFactory<ModerationDb> contexts, TimeProvider time, ILogger<QueueFigures> logger)
    {
        (_queue, _pending, _contexts, _time, _logger) = (queue, pending, contexts, time, logger);
        var meter = meters.Create(ModerationMetrics.MeterName);
        meter.CreateObservableUpDownCounter("moderation.review_queue.open", () => Volatile.Read(ref _review), "{comment}", "Comments that wait for a person.");
        meter.CreateObservableGauge("moderation.review_queue.oldest", () => Volatile.Read(ref _oldest), "s", "How long the comment that waits longest has waited for a person.");
        meter.CreateObservableUpDownCounter("moderation.comments.pending", () => Volatile.Read(ref _waiting), "{comment}", "Comments that wait for a model.");
        meter.CreateObservableUpDownCounter("moderation.webhooks.dead", () => Volatile.Read(ref _dead), "{delivery}", "Webhook deliveries that were given up.");
    }

    /// <summary>Counts once.</summary>
    public async Task RunOnceAsync(CancellationToken ct)
    {
        var review = await _queue.CountAsync(new QueueFilter(), ct);
        var (waiting, _) = await _pending.WaitingAsync(ct);
        await using var db = await _contexts.CreateDbContextAsync(ct);
        Volatile.Write(ref _dead, await db.WebhookDeliveries.CountAsync(row => row.DeadAt != null, ct));
        Volatile.Write(ref _review, review.Open);
        Volatile.Write(ref _oldest, review.Oldest is { } oldest ? (_time.GetUtcNow() - oldest).TotalSeconds : 0);
        Volatile.Write(ref _waiting, waiting);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, _time);
        do
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Unreadable(_logger, fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
