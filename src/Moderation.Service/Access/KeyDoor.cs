using Moderation.Service.Telemetry;
using Moderation.Store;

namespace Moderation.Service.Access;

/// <summary>Why a key does not open, or that it does.</summary>
public enum DoorAnswer
{
    /// <summary>It opens.</summary>
    Open,

    /// <summary>No key was given.</summary>
    NoKey,

    /// <summary>The key is unknown or revoked.</summary>
    BadKey,

    /// <summary>The key is known, but not for this.</summary>
    NoScope,

    /// <summary>The key has made too many requests.</summary>
    TooMany,
}

/// <summary>What the door says to a key.</summary>
/// <param name="Answer">Whether it opens, and if not, why.</param>
/// <param name="Key">The key; null where it is not known.</param>
/// <param name="RetryAfter">After how long to try again; only for <see cref="DoorAnswer.TooMany"/>.</param>
public readonly record struct Door(DoorAnswer Answer, ApiKeyRow? Key = null, TimeSpan RetryAfter = default);

/// <summary>For wires that check keys themselves, because their clients carry the key elsewhere or want a refusal of their own shape.</summary>
public sealed class KeyDoor(ApiKeys keys, RequestLimits limits, ModerationMetrics metrics)
{
    /// <summary>Checks a key, its scope and its rate.</summary>
    /// <param name="key">As the client gave it, or null.</param>
    /// <param name="scope">What it must be allowed; see <see cref="KeyScopes"/>.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    public async ValueTask<Door> OpenAsync(string? key, string scope, CancellationToken cancellation)
    {
        var door = await AskAsync(key, scope, cancellation).ConfigureAwait(false);
        if (door.Answer != DoorAnswer.Open)
        {
            metrics.Refused(door.Answer switch { DoorAnswer.TooMany => "rate", DoorAnswer.NoScope => "scope", _ => "key" });
        }

        return door;
    }

    private async ValueTask<Door> AskAsync(string? key, string scope, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(key))
        {
            return new Door(DoorAnswer.NoKey);
        }

        if (await keys.FindAsync(key, cancellation).ConfigureAwait(false) is not { } row)
        {
            return new Door(DoorAnswer.BadKey);
        }

        return !row.Scopes.Contains(scope) ? new Door(DoorAnswer.NoScope, row)
            : limits.Refuse(row.Site, row.Id) is { } wait ? new Door(DoorAnswer.TooMany, row, wait)
            : new Door(DoorAnswer.Open, row);
    }
}
