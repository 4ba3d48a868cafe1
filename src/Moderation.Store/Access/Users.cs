using Microsoft.EntityFrameworkCore;

namespace Moderation.Store;

/// <summary>A user with the token of a sign-in link; the only time the token is seen.</summary>
/// <param name="User">Whom it signs in.</param>
/// <param name="Token">What the link carries.</param>
public sealed record Invitation(UserRow User, string Token);

/// <summary>Somebody who has just signed in.</summary>
/// <param name="User">Who it is.</param>
/// <param name="Session">Id of the session that began.</param>
public sealed record SignedIn(UserRow User, Guid Session);

/// <summary>People who sign in, by links that work once.</summary>
public sealed class Users(IDbContextFactory<ModerationDb> contexts, StoreDialect dialect, TimeProvider time)
{
    /// <summary>Default life of a sign-in link.</summary>
    public static readonly TimeSpan LinkLife = TimeSpan.FromDays(2);

    /// <summary>Longest name, in UTF-16 units.</summary>
    public const int LongestName = 100;

    /// <summary>Makes a sign-in link for a person, who is added where the name is new; the role and sites of a known person stay.</summary>
    /// <param name="name">The person's name.</param>
    /// <param name="role">What a new person may do.</param>
    /// <param name="who">Who invites, for the audit.</param>
    /// <param name="sites">The sites a new person looks after; null: every site.</param>
    /// <param name="cancellation">Ends the wait before anything is written.</param>
    /// <exception cref="StoreException">The person is shut out, the name cannot be one, or there is no such site.</exception>
    public async Task<Invitation> InviteAsync(
        string name, UserRole role, string who, IReadOnlyList<string>? sites = null, CancellationToken cancellation = default)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName || !StorableText.IsStorable(name) || name.Any(char.IsControl))
        {
            throw new StoreException($"The name is empty, malformed or longer than {LongestName} characters. Give one by which colleagues know the person.");
        }

        using var turn = await dialect.Gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var (id, at, roleName) = (Guid.CreateVersion7(now), dialect.Time(now), StoredNames.Of(role));
        await CheckSitesAsync(db, sites, cancellation).ConfigureAwait(false);
        var added = await db.Database.ExecuteSqlAsync(
            $"INSERT INTO users (id, name, role, invited_at) VALUES ({id}, {name}, {roleName}, {at}) ON CONFLICT (name) DO NOTHING", cancellation)
            .ConfigureAwait(false);
        var user = await db.Users.SingleAsync(row => row.Name == name, cancellation).ConfigureAwait(false);
        if (user.DisabledAt is not null)
        {
            throw new StoreException($"The user '{name}' is shut out. Enable the user first.");
        }

        user.Sites = added == 1 ? sites : user.Sites;
        var token = Secret.Random(40);
        db.SignInLinks.Add(new SignInLinkRow { TokenHash = Secret.Hash(token), UserId = user.Id, ExpiresAt = now + LinkLife });
        db.Audit.Add(new AuditRow { At = now, Who = who, What = "user-invite", Subject = user.Id.ToString() });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return new Invitation(user, token);
    }

    /// <summary>Uses a link up and begins a session.</summary>
    /// <returns>The user with the session, or null where the link is unknown, old or used, or the user shut out.</returns>
    public async Task<SignedIn?> SignInAsync(string token, CancellationToken cancellation = default)
    {
        var hash = Secret.Hash(token);
        var now = time.GetUtcNow();
        using var turn = await dialect.Gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var used = await db.SignInLinks
            .Where(link => link.TokenHash == hash && link.UsedAt == null && link.ExpiresAt > now && link.User!.DisabledAt == null)
            .ExecuteUpdateAsync(link => link.SetProperty(l => l.UsedAt, now), cancellation).ConfigureAwait(false);
        if (used == 0)
        {
            return null;
        }

        var user = await db.SignInLinks.Where(link => link.TokenHash == hash).Select(link => link.User!)
            .SingleAsync(cancellation).ConfigureAwait(false);
        user.JoinedAt ??= now;
        var session = new SessionRow { Id = Guid.NewGuid(), UserId = user.Id, BeganAt = now };
        db.Sessions.Add(session);
        db.Audit.Add(new AuditRow { At = now, Who = user.Id.ToString(), What = "sign-in", Subject = user.Id.ToString() });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return new SignedIn(user, session.Id);
    }

    /// <summary>Takes away the sessions that ended of age.</summary>
    /// <param name="oldest">Those that began until then.</param>
    /// <param name="cancellation">Ends the wait before anything is written.</param>
    public async Task ForgetSessionsAsync(DateTimeOffset oldest, CancellationToken cancellation = default)
    {
        using var turn = await dialect.Gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await db.Sessions.Where(row => row.BeganAt <= oldest).ExecuteDeleteAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends a session: whoever still has its cookie is signed out too.</summary>
    /// <returns>False where it has ended already.</returns>
    public async Task<bool> SignOutAsync(Guid session, CancellationToken cancellation = default)
    {
        using var turn = await dialect.Gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var user = await db.Sessions.Where(row => row.Id == session).Select(row => (Guid?)row.UserId).SingleOrDefaultAsync(cancellation).ConfigureAwait(false);
        if (await db.Sessions.Where(row => row.Id == session).ExecuteDeleteAsync(cancellation).ConfigureAwait(false) == 0)
        {
            return false;
        }

        db.Audit.Add(new AuditRow { At = time.GetUtcNow(), Who = $"{user}", What = "sign-out", Subject = $"{user}" });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>Changes what a person may do and for which sites. It ends the person's sessions; a new link begins the next.</summary>
    /// <param name="id">The person.</param>
    /// <param name="role">What the person may do from now on.</param>
    /// <param name="sites">The sites the person looks after from now on; null: every site.</param>
    /// <param name="who">Who wants it, for the audit.</param>
    /// <param name="cancellation">Ends the wait before anything is written.</param>
    /// <returns>False where there is no such user.</returns>
    /// <exception cref="StoreException">There is no such site.</exception>
    public async Task<bool> ChangeAsync(Guid id, UserRole role, IReadOnlyList<string>? sites, string who, CancellationToken cancellation = default)
    {
        using var turn = await dialect.Gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        if (await db.Users.FindAsync([id], cancellation).ConfigureAwait(false) is not { } user)
        {
            return false;
        }

        await CheckSitesAsync(db, sites, cancellation).ConfigureAwait(false);
        if (user.Role == role && SameSites(user.Sites, sites))
        {
            return true;
        }

        (user.Role, user.Sites) = (role, sites);
        await EndSessionsAsync(db, id, cancellation).ConfigureAwait(false);
        db.Audit.Add(new AuditRow
        {
            At = time.GetUtcNow(), Who = who, What = "user-change", Subject = id.ToString(),
            Detail = $"{StoredNames.Of(role)} of {(sites is null ? "every site" : string.Join(", ", sites))}",
        });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>Shuts a user out, or lets the user in again, by a new link: to be shut out ends the sessions and spoils the links of before.</summary>
    /// <returns>False where there is no such user.</returns>
    public async Task<bool> DisableAsync(Guid id, bool disabled, string who, CancellationToken cancellation = default)
    {
        using var turn = await dialect.Gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        if (await db.Users.FindAsync([id], cancellation).ConfigureAwait(false) is not { } user)
        {
            return false;
        }

        var now = time.GetUtcNow();
        user.DisabledAt = disabled ? user.DisabledAt ?? now : null;
        if (disabled)
        {
            await EndSessionsAsync(db, id, cancellation).ConfigureAwait(false);
            await db.SignInLinks.Where(link => link.UserId == id && link.UsedAt == null).ExecuteDeleteAsync(cancellation).ConfigureAwait(false);
        }

        db.Audit.Add(new AuditRow { At = now, Who = who, What = disabled ? "user-disable" : "user-enable", Subject = id.ToString() });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return true;
    }

    private static Task<int> EndSessionsAsync(ModerationDb db, Guid user, CancellationToken cancellation) =>
        db.Sessions.Where(session => session.UserId == user).ExecuteDeleteAsync(cancellation);

    private static bool SameSites(IReadOnlyList<string>? some, IReadOnlyList<string>? others) =>
        some is null || others is null ? some is null && others is null : some.ToHashSet(StringComparer.Ordinal).SetEquals(others);

    private static async Task CheckSitesAsync(ModerationDb db, IReadOnlyList<string>? sites, CancellationToken cancellation)
    {
        if (sites is { Count: 0 })
        {
            throw new StoreException("The person would look after no site. Name one, or every site.");
        }

        foreach (var site in sites ?? [])
        {
            if (!await db.Sites.AnyAsync(row => row.Id == site, cancellation).ConfigureAwait(false))
            {
                throw new StoreException($"There is no site '{site}'. Add the site first.");
            }
        }
    }
}
