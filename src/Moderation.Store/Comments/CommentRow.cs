using Moderation.Comments;

namespace Moderation.Store;

/// <summary>
/// One revision of a comment, as kept. The row says where the comment stands: <see cref="PendingSince"/> while no
/// model has spoken, <see cref="DecisionId"/> for the decision in force. Everything that was decided, and by whom, is
/// in the append-only <see cref="DecisionRow"/>s.
/// </summary>
public sealed class CommentRow
{
    /// <summary>Our own key; ascending, never reused.</summary>
    public long Key { get; init; }

    /// <summary>The site's id. At most <see cref="Limits.Site"/> characters.</summary>
    public required string Site { get; init; }

    /// <summary>The section's id. At most <see cref="Limits.Section"/> characters.</summary>
    public required string Section { get; init; }

    /// <summary>The site's own id of the comment. At most <see cref="Limits.CommentId"/> characters.</summary>
    public required string CommentId { get; init; }

    /// <summary>1 for the first version, higher after each edit. Unique with site, section and comment id.</summary>
    public required int Revision { get; init; }

    /// <summary>The text; null where the sender asked us not to keep it, or it was erased.</summary>
    public string? Text { get; set; }

    /// <summary>SHA-256 of the text's UTF-16 units, to tell an edit from a repetition; null where the text is not kept.</summary>
    public byte[]? TextHash { get; set; }

    /// <summary>Id of the comment this one answers. It may be unknown here, or part of a loop.</summary>
    public string? ParentId { get; init; }

    /// <summary>Text of the comment this one answers, where the sender gave it.</summary>
    public string? ParentText { get; set; }

    /// <summary>Title of the article or thread, where given.</summary>
    public string? Title { get; set; }

    /// <summary>The site's pseudonym of the author.</summary>
    public string? Author { get; set; }

    /// <summary>When the author wrote it.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>How it came here: <c>import:FILE</c>, <c>api</c>, <c>perspective</c> …</summary>
    public required string Source { get; init; }

    /// <summary>When we took it.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Since when it waits for a model; null once decided, superseded by a newer revision, or erased.</summary>
    public DateTimeOffset? PendingSince { get; set; }

    /// <summary>The worker that has taken it, until <see cref="LeasedUntil"/>.</summary>
    public string? LeasedBy { get; set; }

    /// <summary>When the lease ends and another worker may take the comment.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }

    /// <summary>How often a worker has taken it; a comment that brings workers down is found by this.</summary>
    public int Attempts { get; set; }

    /// <summary>The decision in force, or null where there is none yet.</summary>
    public Guid? DecisionId { get; set; }

    /// <summary>When its text was erased, or null.</summary>
    public DateTimeOffset? ErasedAt { get; set; }

    /// <summary>The comment as the core knows it. An absent text becomes the empty string.</summary>
    public Comment ToComment() => new()
    {
        Site = Site,
        Section = Section,
        Id = CommentId,
        Revision = Revision,
        Text = Text ?? "",
        ParentId = ParentId,
        ParentText = ParentText,
        Title = Title,
        Author = Author,
        WrittenAt = WrittenAt,
        Source = Source,
    };
}
