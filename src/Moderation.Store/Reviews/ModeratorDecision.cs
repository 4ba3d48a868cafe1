using Moderation.Policies;

namespace Moderation.Store;

/// <summary>What a moderator's decision leaves behind, added to a transaction that the caller commits.</summary>
internal static class ModeratorDecision
{
    internal static DecisionRow Add(ModerationDb db, CommentRow comment, Judgement judgement, Guid id, DateTimeOffset now)
    {
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
        if (judgement.Labels.Count > 0)
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
}
