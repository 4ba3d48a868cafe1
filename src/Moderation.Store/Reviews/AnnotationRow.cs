using Moderation.Labels;

namespace Moderation.Store;

/// <summary>One rater's <see cref="Annotation"/> of one revision. Append-only; a rater's newest is the one that counts.</summary>
public sealed class AnnotationRow
{
    /// <summary>Our own key, ascending.</summary>
    public long Key { get; init; }

    /// <summary>The revision that was judged: <see cref="CommentRow.Key"/>.</summary>
    public required long CommentKey { get; init; }

    /// <summary>The revision that was judged.</summary>
    public CommentRow? Comment { get; init; }

    /// <summary>Pseudonymous id of the rater.</summary>
    public required string Rater { get; init; }

    /// <summary>1 has the label, 0 has it not; a missing label is unknown.</summary>
    public required IReadOnlyDictionary<string, float> Labels { get; init; }

    /// <summary>When it was given, where known.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>When we took it.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The moderator's decision it came with, or null.</summary>
    public Guid? DecisionId { get; init; }

    /// <summary>Whether it came with a file, wherever its comment came from: learnt from, but nothing that was judged here.</summary>
    public bool Imported { get; init; }

    /// <summary>The annotation as the core knows it.</summary>
    public Annotation ToAnnotation() => new(Rater, Labels, At);
}
