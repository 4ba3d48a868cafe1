namespace Moderation.Store;

/// <summary>An API key as kept: only its hash, so that a stolen database opens nothing.</summary>
public sealed class ApiKeyRow
{
    /// <summary>Id for lists and logs.</summary>
    public required Guid Id { get; init; }

    /// <summary>SHA-256 of the key. Unsalted on purpose: the key is random, and the hash must be found by an index.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The first characters, so that its owner can tell keys apart.</summary>
    public required string Prefix { get; init; }

    /// <summary>The site it speaks for.</summary>
    public required string Site { get; init; }

    /// <summary>The name its owner gave it.</summary>
    public required string Name { get; set; }

    /// <summary>What it may do; see <see cref="KeyScopes"/>.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used, to the minute; null: never.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>When it was revoked; null while it opens.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>What a key may do.</summary>
public static class KeyScopes
{
    /// <summary>Send comments and have them judged, through any wire.</summary>
    public const string Screen = "screen";

    /// <summary>Read comments, decisions and the review queue.</summary>
    public const string Read = "read";

    /// <summary>Send moderators' judgements.</summary>
    public const string Label = "label";

    /// <summary>Read the metrics.</summary>
    public const string Metrics = "metrics";

    /// <summary>All scopes.</summary>
    public static IReadOnlyList<string> All { get; } = [Screen, Read, Label, Metrics];
}
