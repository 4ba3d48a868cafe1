namespace Moderation.Store;

/// <summary>A browser in which somebody is signed in. Without the row, or when it is too old, a copied cookie opens nothing.</summary>
public sealed class SessionRow
{
    /// <summary>Random id, which the cookie carries sealed.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who is signed in.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Who is signed in.</summary>
    public UserRow? User { get; init; }

    /// <summary>When the person signed in.</summary>
    public required DateTimeOffset BeganAt { get; init; }
}
