namespace Moderation.Store;

/// <summary>What a user may do; each role may do what the ones before it may.</summary>
public enum UserRole
{
    /// <summary>Decides comments.</summary>
    Moderator,

    /// <summary>Also changes a site's policy, keys and people.</summary>
    Owner,

    /// <summary>Also invites and shuts out admins.</summary>
    Admin,
}

/// <summary>A person who signs in.</summary>
public sealed class UserRow
{
    /// <summary>Id; its text is the moderator of a decision and the rater of an annotation.</summary>
    public required Guid Id { get; init; }

    /// <summary>Unique name.</summary>
    public required string Name { get; set; }

    /// <summary>What the person may do.</summary>
    public required UserRole Role { get; set; }

    /// <summary>The sites the person looks after; null: every site, those to come too.</summary>
    public IReadOnlyList<string>? Sites { get; set; }

    /// <summary>When the person was invited.</summary>
    public required DateTimeOffset InvitedAt { get; init; }

    /// <summary>When the person first signed in; null: not yet.</summary>
    public DateTimeOffset? JoinedAt { get; set; }

    /// <summary>When the person was shut out; null while welcome.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>Whether the person looks after a site.</summary>
    public bool Minds(string site) => Sites is null || Sites.Contains(site);
}

/// <summary>A link that signs a user in once.</summary>
public sealed class SignInLinkRow
{
    /// <summary>SHA-256 of the token in the link.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>Whom it signs in.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Whom it signs in.</summary>
    public UserRow? User { get; init; }

    /// <summary>When it stops working.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was used; it works once.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}
