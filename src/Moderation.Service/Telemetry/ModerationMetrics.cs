using System.Diagnostics;
using System.Diagnostics.Metrics;
using Moderation.Policies;
using Moderation.Service.Screening;
using Moderation.Store;

namespace Moderation.Service.Telemetry;

/// <summary>What the service counts. Costs next to nothing while nobody listens.</summary>
public sealed class ModerationMetrics
{
    /// <summary>Name of the meter, and beginning of every instrument's name.</summary>
    public const string MeterName = "moderation";

    private readonly Counter<long> _comments;
    private readonly Counter<long> _unscored;
    private readonly Counter<long> _lost;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _webhooks;

    /// <param name="meters">Where the meter is made.</param>
    /// <param name="log">Whose queue is shown.</param>
    /// <param name="load">Whose comments in hand are shown.</param>
    public ModerationMetrics(IMeterFactory meters, DecisionLog log, Load load)
    {
        var meter = meters.Create(MeterName);
        _comments = meter.CreateCounter<long>("moderation.comments", "{comment}", "Comments screened, by source and verdict.");
        _unscored = meter.CreateCounter<long>("moderation.comments.unscored", "{comment}", "Comments that were answered without a score, by source.");
        _lost = meter.CreateCounter<long>("moderation.comments.lost", "{comment}", "Comments whose decision could not be recorded, by source; their senders heard of it.");
        _duration = meter.CreateHistogram<double>("moderation.screening.duration", "s", "Time from a comment's arrival until its decision is durable, by source.");
        _refused = meter.CreateCounter<long>("moderation.requests.refused", "{request}", "Requests that were not let in, by reason.");
        _webhooks = meter.CreateCounter<long>("moderation.webhooks.attempts", "{attempt}", "Attempts to deliver a webhook, by outcome.");
        meter.CreateObservableUpDownCounter("moderation.decision_log.waiting", () => log.Waiting, "{comment}", "Comments that wait to be written to the decision log.");
        meter.CreateObservableUpDownCounter("moderation.comments.in_flight", () => load.InFlight, "{comment}", "Comments being screened.");
    }

    /// <summary>When a screening began; 0 while nobody listens.</summary>
    public long Begin() => _duration.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>Counts a screened comment.</summary>
    public void Screened(string source, in Screened screened, long began)
    {
        if (!_comments.Enabled)
        {
            return;
        }

        var tag = KeyValuePair.Create<string, object?>("source", source);
        _comments.Add(1, tag, KeyValuePair.Create<string, object?>("verdict", NameOf(screened.Verdict)));
        if (!screened.Ruling.Assessment.IsScored)
        {
            _unscored.Add(1, tag);
        }

        if (screened.Recorded is { IsKept: false })
        {
            _lost.Add(1, tag);
        }

        if (began != 0)
        {
            _duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, tag);
        }
    }

    /// <summary>Counts a request that was not let in: <c>key</c>, <c>scope</c> or <c>rate</c>.</summary>
    public void Refused(string reason) => _refused.Add(1, KeyValuePair.Create<string, object?>("reason", reason));

    /// <summary>Counts an attempt at a webhook: <c>delivered</c>, <c>failed</c> or <c>dead</c>.</summary>
    public void WebhookSent(string outcome) => _webhooks.Add(1, KeyValuePair.Create<string, object?>("outcome", outcome));

    private static string NameOf(Verdict verdict) => verdict switch
    {
        Verdict.Approve => "approve",
        Verdict.Reject => "reject",
        _ => "review",
    };
}
