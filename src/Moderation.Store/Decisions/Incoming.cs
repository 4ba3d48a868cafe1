using Moderation.Comments;
using Moderation.Labels;
using Moderation.Policies;

namespace Moderation.Store;

/// <summary>A comment to be kept, with the ruling on it where there is one already.</summary>
/// <param name="Comment">One revision. Its ids are checked against <see cref="Limits"/>.</param>
/// <param name="Ruling">What the policy said; null: the comment waits for a worker.</param>
public sealed record Incoming(Comment Comment, Ruling? Ruling = null)
{
    /// <summary>
    /// Whether the sender numbers revisions. If not (the default), a known id with another text becomes the next revision.
    /// </summary>
    public bool RevisionGiven { get; init; }

    /// <summary>Whether the texts may be kept; default true. If not, ids and decision are kept without them.</summary>
    public bool KeepText { get; init; } = true;

    /// <summary><see cref="StorableText.Hash"/> of the comment's text where it was worked out already; it is worked out if null, the default.</summary>
    public byte[]? TextHash { get; init; }

    /// <summary>Whether a worker shall score it again later, though there is a ruling: for comments answered unscored under load.</summary>
    public bool ScoreLater { get; init; }

    /// <summary>Place in the review queue, 0 to 1; null: <see cref="ReviewPriority"/> of the ruling.</summary>
    public double? Priority { get; init; }

    /// <summary>Judgements that came with the comment; one that repeats the rater's newest is passed over.</summary>
    public IReadOnlyList<Annotation> Annotations { get; init; } = [];
}
