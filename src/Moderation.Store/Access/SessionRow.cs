namespace Moderation.Store;

/// <summary>A browser in which somebody is signed in. The row is there as long as the session is: without it a copied cookie opens nothing.</summary>
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
