using Moderation.Service.Hosting;
using Moderation.Service.Telemetry;
using Moderation.Store;

namespace Moderation.Service.Delivery;

/// <summary>Delivers what the decision log has written down for webhooks, again and again until it arrives or is a dead letter.</summary>
public sealed class WebhookWorker : BackgroundService
{
    private const int MostAtOnce = 32;
    private const int Gone = StatusCodes.Status410Gone;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly TimeSpan BetweenPrunes = TimeSpan.FromHours(1);

    private readonly Webhooks _webhooks;
    private readonly WebhookSender _sender;
    private readonly ModerationOptions _options;
    private readonly ModerationMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<WebhookWorker> _logger;
    private DateTimeOffset _pruned;

    internal WebhookWorker(
        Webhooks webhooks, WebhookSender sender, ModerationOptions options, ModerationMetrics metrics, TimeProvider time, ILogger<WebhookWorker> logger) =>
        (_webhooks, _sender, _options, _metrics, _time, _logger) = (webhooks, sender, options, metrics, time, logger);

    /// <summary>Makes one attempt at everything that is due.</summary>
    /// <returns>How many were attempted.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        await PruneAsync(ct);
        var due = await _webhooks.LeaseDueAsync(MostAtOnce, Lease, ct);
        // Receivers do not wait for each other.
        await Task.WhenAll(due.Select(delivery => DeliverAsync(delivery, ct)));
        return due.Count;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var attempted = 0;
            try
            {
                attempted = await RunOnceAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Log.Unreadable(_logger, fault);
            }

            if (attempted < MostAtOnce)
            {
                await Task.Delay(TimeSpan.FromSeconds(_options.PollSeconds), _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task DeliverAsync(WebhookDeliveryRow delivery, CancellationToken ct)
    {
        var outcome = await _sender.SendAsync(delivery, ct);
        if (outcome.Error is null)
        {
            await _webhooks.DeliveredAsync(delivery.Key, outcome.Status!.Value, ct);
            _metrics.WebhookSent("delivered");
            return;
        }

        var wait = outcome.Status == Gone ? null : WebhookBackoff.After(delivery.Attempts, Random.Shared.NextDouble(), outcome.RetryAfter);
        await _webhooks.FailedAsync(delivery.Key, outcome.Status, outcome.Error, wait is null ? null : _time.GetUtcNow() + wait, ct);
        _metrics.WebhookSent(wait is null ? "dead" : "failed");
        Log.Failed(_logger, delivery.Key, delivery.EndpointId, delivery.Attempts, outcome.Status, wait is null);
        if (outcome.Status == Gone)
        {
            // The receiver says that it will never take another one.
            await _webhooks.RemoveAsync(delivery.EndpointId, "webhooks", ct);
        }
    }

    private async Task PruneAsync(CancellationToken ct)
    {
        var now = _time.GetUtcNow();
        if (now - _pruned >= BetweenPrunes)
        {
            _pruned = now;
            await _webhooks.PruneAsync(now - Kept, ct);
        }
    }

    private static class Log
    {
        private static readonly Action<ILogger, long, Guid, int, int?, bool, Exception?> FailedMessage =
            LoggerMessage.Define<long, Guid, int, int?, bool>(LogLevel.Warning, new EventId(1, "WebhookFailed"),
                "Webhook delivery {Delivery} to endpoint {Endpoint} failed at attempt {Attempt} with status {Status}; dead: {Dead}");

        private static readonly Action<ILogger, Exception?> UnreadableMessage = LoggerMessage.Define(
            LogLevel.Error, new EventId(2, "WebhooksUnreadable"), "Webhook deliveries could not be read or noted; they are tried again");

        public static void Failed(ILogger logger, long delivery, Guid endpoint, int attempt, int? status, bool dead) =>
            FailedMessage(logger, delivery, endpoint, attempt, status, dead, null);

        public static void Unreadable(ILogger logger, Exception fault) => UnreadableMessage(logger, fault);
    }
}
