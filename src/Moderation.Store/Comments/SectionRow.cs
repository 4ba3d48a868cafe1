using Moderation.Policies;

namespace Moderation.Store;

/// <summary>What is known of a comment section beyond its id. Comments may come before their section is known, or without it.</summary>
public sealed class SectionRow
{
    /// <summary>The site's id.</summary>
    public required string Site { get; init; }

    /// <summary>The section's id, unique within the site.</summary>
    public required string Id { get; init; }

    /// <summary>Headline.</summary>
    public string? Title { get; set; }

    /// <summary>Address of the article or thread.</summary>
    public string? Url { get; set; }

    /// <summary>The article's text, or a summary.</summary>
    public string? Article { get; set; }

    /// <summary>The policy of this section; null: the site's.</summary>
    public Policy? Policy { get; set; }
}
