using Microsoft.EntityFrameworkCore;
using Moderation.Policies;

namespace Moderation.Store;

/// <summary>What a moderator's decision leaves behind, added to a transaction that the caller commits.</summary>
internal static class ModeratorDecision
{
    internal static async Task<DecisionRow> AddAsync(
        ModerationDb db, CommentRow comment, Judgement judgement, Guid id, DateTimeOffset now, CancellationToken cancellation)
    {
        await TellAsync(db, comment, judgement.Verdict, id, now, cancellation).ConfigureAwait(false);
        var decision = new DecisionRow
        {
            Id = id,
            CommentKey = comment.Key,
            Verdict = judgement.Verdict,
            Rules = [],
            Probabilities = new Dictionary<string, float>(),
            Moderator = judgement.Moderator,
            Reason = RecordEntry.Clean(judgement.Reason),
            At = now,
        };
        db.Decisions.Add(decision);
        db.Audit.Add(new AuditRow
        {
            At = now,
            Who = judgement.Moderator,
            What = judgement.Verdict switch { Verdict.Approve => "approve", Verdict.Reject => "reject", _ => "send-to-review" },
            Subject = id.ToString(),
        });
        // Who puts a comment back takes back what they said of its labels: the empty judgement is the newest of theirs.
        if (judgement.Labels.Count > 0 || judgement.Verdict == Verdict.Review)
        {
            db.Annotations.Add(new AnnotationRow
            {
                CommentKey = comment.Key,
                Rater = judgement.Moderator,
                Labels = judgement.Labels,
                At = now,
                ReceivedAt = now,
                DecisionId = id,
            });
        }

        // A person has spoken: no model is to speak after.
        comment.DecisionId = id;
        comment.PendingSince = null;
        comment.LeasedBy = null;
        comment.LeasedUntil = null;
        return decision;
    }

    private static async Task TellAsync(
        ModerationDb db, CommentRow comment, Verdict verdict, Guid id, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await db.Decisions.AnyAsync(row => row.Id == comment.DecisionId && row.Verdict == verdict, cancellation).ConfigureAwait(false))
        {
            return;
        }

        var endpoints = await db.WebhookEndpoints.Where(row => row.Site == comment.Site && row.DisabledAt == null)
            .Select(row => row.Id).ToListAsync(cancellation).ConfigureAwait(false);
        db.WebhookDeliveries.AddRange(endpoints.Select(endpoint =>
            new WebhookDeliveryRow { EndpointId = endpoint, DecisionId = id, CreatedAt = now, DueAt = now }));
    }
}
