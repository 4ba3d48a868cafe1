namespace Moderation.Comments;

/// <summary>One revision of what somebody wrote, with its place and its provenance.</summary>
public sealed record Comment
{
    /// <summary>The site's id; one installation serves many sites.</summary>
    public required string Site { get; init; }

    /// <summary>Id of the comment section (article, page, forum thread) within the site.</summary>
    public required string Section { get; init; }

    /// <summary>The site's own id of the comment, unique within the section.</summary>
    public required string Id { get; init; }

    /// <summary>1 for the first version, higher after each edit.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>The text as written; offsets of spans are UTF-16 units of this string.</summary>
    public required string Text { get; init; }

    /// <summary>Id of the comment this one answers, or null.</summary>
    public string? ParentId { get; init; }

    /// <summary>Text of the comment this one answers, where the sender gave it or the store knows it.</summary>
    public string? ParentText { get; init; }

    /// <summary>Title of the article or thread, where known.</summary>
    public string? Title { get; init; }

    /// <summary>The site's pseudonym or id of the author, or null.</summary>
    public string? Author { get; init; }

    /// <summary>When the author wrote it, where known.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>How the <see cref="Source"/> of what a file brought begins.</summary>
    public const string Imported = "import:";

    /// <summary>How it came here: <c>import:FILE</c>, <c>api</c>, <c>inbox:FILE</c>, <c>perspective</c> …</summary>
    public string Source { get; init; } = "api";

    /// <summary>Whether a file brought it.</summary>
    public bool IsImported => Source.StartsWith(Imported, StringComparison.Ordinal);
}
