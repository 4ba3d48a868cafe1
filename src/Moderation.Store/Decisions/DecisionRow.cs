using Moderation.Policies;
using Moderation.Reviews;

namespace Moderation.Store;

/// <summary>A <see cref="Decision"/> as kept. Append-only: triggers on both databases forbid to change or delete one.</summary>
public sealed class DecisionRow
{
    /// <summary>UUID version 7: in order of time.</summary>
    public required Guid Id { get; init; }

    /// <summary>The revision that was decided: <see cref="CommentRow.Key"/>.</summary>
    public required long CommentKey { get; init; }

    /// <summary>The revision that was decided.</summary>
    public CommentRow? Comment { get; init; }

    /// <summary>Approve, review or reject.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The rules that spoke; empty for a moderator's decision.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>Probability by label; empty where unscored or decided by a person.</summary>
    public required IReadOnlyDictionary<string, float> Probabilities { get; init; }

    /// <summary>The model that scored, or null for a person.</summary>
    public string? Model { get; init; }

    /// <summary>The policy version that judged, or null for a person.</summary>
    public string? PolicyVersion { get; init; }

    /// <summary>Id of the moderator, or null for the program.</summary>
    public string? Moderator { get; init; }

    /// <summary>The moderator's reason, or why the comment is unscored.</summary>
    public string? Reason { get; init; }

    /// <summary>When it came into force; milliseconds.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The decision as the core knows it.</summary>
    /// <param name="comment">The revision it is about, where <see cref="Comment"/> was not loaded with it.</param>
    public Decision ToDecision(CommentRow? comment = null)
    {
        comment ??= Comment ?? throw new InvalidOperationException("The decision's comment was not loaded. Include it in the query.");
        return new Decision
        {
            Id = Id,
            Site = comment.Site,
            Section = comment.Section,
            CommentId = comment.CommentId,
            Revision = comment.Revision,
            Verdict = Verdict,
            Rules = Rules,
            Probabilities = Probabilities,
            Model = Model,
            PolicyVersion = PolicyVersion,
            Moderator = Moderator,
            Reason = Reason,
            At = At,
        };
    }
}
