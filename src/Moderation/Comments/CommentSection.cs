using Moderation.Labels;

namespace Moderation.Comments;

/// <summary>The place whose policy applies (an article, a page, a forum thread) with its comments: the unit of training data.</summary>
public sealed record CommentSection
{
    /// <summary>Id, unique within the site; splits are drawn by a hash of it, so that none cuts a thread.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the site, or null.</summary>
    public string? Site { get; init; }

    /// <summary>Address of the article or thread.</summary>
    public string? Url { get; init; }

    /// <summary>Headline.</summary>
    public string? Title { get; init; }

    /// <summary>The article's text, or a summary.</summary>
    public string? Article { get; init; }

    /// <summary>The comments, parents before their answers where the source had them so.</summary>
    public required IReadOnlyList<LabelledComment> Comments { get; init; }
}

/// <summary>A comment of a <see cref="CommentSection"/> with its raters' judgements (none where it is not labelled).</summary>
public sealed record LabelledComment(Comment Comment, IReadOnlyList<Annotation> Annotations);
