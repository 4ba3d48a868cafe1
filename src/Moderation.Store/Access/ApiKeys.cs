using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Moderation.Store;

/// <summary>A new key; the only time it is seen.</summary>
/// <param name="Key">The key itself.</param>
/// <param name="Row">What is kept of it.</param>
public sealed record NewApiKey(string Key, ApiKeyRow Row);

/// <summary>
/// API keys. A key that opened once is remembered for <see cref="Memory"/>, so that the hot path asks no database; a
/// revocation is in force at once in this process and after that time in others.
/// </summary>
public sealed class ApiKeys(IDbContextFactory<ModerationDb> contexts, WriteGate gate, TimeProvider time)
{
    /// <summary>Length of a key made for Akismet clients, which refuse every other length. 62 random bits.</summary>
    public const int AkismetLength = 12;

    /// <summary>How long an opened key is remembered.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(15);

    private const int MostRemembered = 10_000;
    private static readonly TimeSpan UsedPrecision = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (ApiKeyRow Row, DateTimeOffset Until)> _remembered = new(StringComparer.Ordinal);

    /// <summary>Makes a key.</summary>
    /// <param name="site">The site it speaks for.</param>
    /// <param name="name">A name for its owner.</param>
    /// <param name="scopes">What it may do; see <see cref="KeyScopes"/>.</param>
    /// <param name="who">Who makes it, for the audit.</param>
    /// <param name="forAkismet">Whether Akismet clients shall take it: 12 characters instead of 40.</param>
    /// <param name="cancellation">Ends the wait before anything is written.</param>
    /// <exception cref="StoreException">There is no such site, or no such scope.</exception>
    public async Task<NewApiKey> CreateAsync(
        string site, string name, IReadOnlyList<string> scopes, string who, bool forAkismet = false, CancellationToken cancellation = default)
    {
        if (scopes.Except(KeyScopes.All).FirstOrDefault() is { } unknown)
        {
            throw new StoreException($"There is no scope '{unknown}'. Choose from {string.Join(", ", KeyScopes.All)}.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        if (!await db.Sites.AnyAsync(row => row.Id == site, cancellation).ConfigureAwait(false))
        {
            throw new StoreException($"There is no site '{site}'. Add the site first.");
        }

        var key = forAkismet ? Secret.Random(AkismetLength) : $"mod_{Secret.Random(36)}";
        var now = time.GetUtcNow();
        var row = new ApiKeyRow
        {
            Id = Guid.CreateVersion7(now),
            Hash = Secret.Hash(key),
            Prefix = key[..(forAkismet ? 3 : 8)],
            Site = site,
            Name = name,
            Scopes = scopes,
            CreatedAt = now,
        };
        db.ApiKeys.Add(row);
        db.Audit.Add(new AuditRow { At = now, Who = who, What = "key-create", Subject = row.Id.ToString(), Detail = site });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        return new NewApiKey(key, row);
    }

    /// <summary>The key's row, or null where it does not open.</summary>
    public ValueTask<ApiKeyRow?> FindAsync(string key, CancellationToken cancellation = default) =>
        _remembered.TryGetValue(key, out var known) && known.Until > time.GetUtcNow()
            ? new ValueTask<ApiKeyRow?>(known.Row)
            : new ValueTask<ApiKeyRow?>(LookUpAsync(key, cancellation));

    /// <summary>Revokes a key.</summary>
    /// <returns>False where there is none, or it was revoked before.</returns>
    public async Task<bool> RevokeAsync(Guid id, string who, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var row = await db.ApiKeys.SingleOrDefaultAsync(key => key.Id == id && key.RevokedAt == null, cancellation).ConfigureAwait(false);
        if (row is null)
        {
            return false;
        }

        var now = time.GetUtcNow();
        row.RevokedAt = now;
        db.Audit.Add(new AuditRow { At = now, Who = who, What = "key-revoke", Subject = id.ToString(), Detail = row.Site });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        _remembered.Clear();
        return true;
    }

    private async Task<ApiKeyRow?> LookUpAsync(string key, CancellationToken cancellation)
    {
        var hash = Secret.Hash(key);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var row = await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(row => row.Hash == hash && row.RevokedAt == null, cancellation)
            .ConfigureAwait(false);
        if (row is null)
        {
            _remembered.TryRemove(key, out _);
            return null;
        }

        var now = time.GetUtcNow();
        if (row.LastUsedAt is null || now - row.LastUsedAt >= UsedPrecision)
        {
            using var turn = await gate.EnterAsync(cancellation).ConfigureAwait(false);
            await db.ApiKeys.Where(other => other.Id == row.Id)
                .ExecuteUpdateAsync(other => other.SetProperty(r => r.LastUsedAt, now), cancellation).ConfigureAwait(false);
        }

        if (_remembered.Count >= MostRemembered)
        {
            _remembered.Clear();
        }

        _remembered[key] = (row, now + Memory);
        return row;
    }
}
