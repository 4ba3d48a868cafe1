using Moderation.Policies;

namespace Moderation.Store;

/// <summary>A site that has its comments moderated here.</summary>
public sealed class SiteRow
{
    /// <summary>Id, chosen by the owner; part of every comment's identity.</summary>
    public required string Id { get; init; }

    /// <summary>Name shown to moderators.</summary>
    public required string Name { get; set; }

    /// <summary>The site's policy, with its choice to fail open or closed; null: the champion's own thresholds, failing closed.</summary>
    public Policy? Policy { get; set; }

    /// <summary>What its comments read like; null: not known yet, and each is read alone.</summary>
    public SiteDomains? Domains { get; set; }

    /// <summary>Requests a second that each of the site's keys may make; null: no limit.</summary>
    public int? RequestsPerSecond { get; set; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
