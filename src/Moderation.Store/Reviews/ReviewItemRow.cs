namespace Moderation.Store;

/// <summary>A comment that waits, or waited, for a human. One open item a comment, whatever its revisions; the review queue is a query over these.</summary>
public sealed class ReviewItemRow
{
    /// <summary>Our own key.</summary>
    public long Key { get; init; }

    /// <summary>The site of the comment.</summary>
    public required string Site { get; init; }

    /// <summary>The section of the comment.</summary>
    public required string Section { get; init; }

    /// <summary>The site's id of the comment.</summary>
    public required string CommentId { get; init; }

    /// <summary>The revision to look at; moves on when the author edits the comment while it waits.</summary>
    public required long CommentKey { get; set; }

    /// <summary>The revision to look at.</summary>
    public CommentRow? Comment { get; init; }

    /// <summary>The decision that sent it here.</summary>
    public required Guid DecisionId { get; set; }

    /// <summary>0 to 1; the highest is looked at first.</summary>
    public required double Priority { get; set; }

    /// <summary>The labels that sent it here, each between bars: <c>|slur|hate_speech|</c>; empty where no label did.</summary>
    public required string Labels { get; set; }

    /// <summary>Since when it waits.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>The moderator who has it on the screen, until <see cref="ClaimedUntil"/>.</summary>
    public string? ClaimedBy { get; set; }

    /// <summary>When the claim ends and another moderator may take the item.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }

    /// <summary>When it was dealt with; null while open.</summary>
    public DateTimeOffset? ResolvedAt { get; set; }

    /// <summary>The decision that dealt with it; null while open, and where the comment was erased.</summary>
    public Guid? ResolutionId { get; set; }

    /// <summary>The names in <see cref="Labels"/>.</summary>
    public IReadOnlyList<string> LabelNames => Labels.Split('|', StringSplitOptions.RemoveEmptyEntries);
}
