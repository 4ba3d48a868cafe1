using Microsoft.EntityFrameworkCore;

namespace Moderation.Store;

/// <summary>A user with the token of a sign-in link; the only time the token is seen.</summary>
/// <param name="User">Whom it signs in.</param>
/// <param name="Token">What the link carries.</param>
public sealed record Invitation(UserRow User, string Token);

/// <summary>People who sign in, by links that work once.</summary>
public sealed class Users(IDbContextFactory<ModerationDb> contexts, StoreDialect dialect, TimeProvider time)
{
    /// <summary>Default life of a sign-in link.</summary>
    public static readonly TimeSpan LinkLife = TimeSpan.FromDays(2);

    /// <summary>Makes a sign-in link for a person, who is added where the name is new; the role of a known person stays.</summary>
    /// <param name="name">The person's name.</param>
    /// <param name="role">What a new person may do.</param>
    /// <param name="who">Who invites, for the audit.</param>
    /// <param name="life">How long the link works; null: <see cref="LinkLife"/>.</param>
    /// <param name="cancellation">Ends the wait before anything is written.</param>
    /// <exception cref="StoreException">The person is shut out.</exception>
    public async Task<Invitation> InviteAsync(
        string name, UserRole role, string who, TimeSpan? life = null, CancellationToken cancellation = default)
    {
        using var turn = await dialect.Gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var (id, at, roleName) = (Guid.CreateVersion7(now), dialect.Time(now), StoredNames.Of(role));
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO users (id, name, role, invited_at) VALUES ({id}, {name}, {roleName}, {at}) ON CONFLICT (name) DO NOTHING", cancellation)
            .ConfigureAwait(false);
        var user = await db.Users.SingleAsync(row => row.Name == name, cancellation).ConfigureAwait(false);
        if (user.DisabledAt is not null)
        {
            throw new StoreException($"The user '{name}' is shut out. Enable the user first.");
        }

        var token = Secret.Random(40);
        db.SignInLinks.Add(new SignInLinkRow { TokenHash = Secret.Hash(token), UserId = user.Id, ExpiresAt = now + (life ?? LinkLife) });
        db.Audit.Add(new AuditRow { At = now, Who = who, What = "user-invite", Subject = user.Id.ToString() });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return new Invitation(user, token);
    }

    /// <summary>Uses a link up.</summary>
    /// <returns>The user, or null where the link is unknown, old or used, or the user shut out.</returns>
    public async Task<UserRow?> SignInAsync(string token, CancellationToken cancellation = default)
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
        db.Audit.Add(new AuditRow { At = now, Who = user.Id.ToString(), What = "sign-in", Subject = user.Id.ToString() });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return user;
    }

    /// <summary>Shuts a user out, or lets the user in again.</summary>
    /// <returns>False where there is no such user.</returns>
    public async Task<bool> DisableAsync(Guid id, bool disabled, string who, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        if (await db.Users.FindAsync([id], cancellation).ConfigureAwait(false) is not { } user)
        {
            return false;
        }

        var now = time.GetUtcNow();
        user.DisabledAt = disabled ? user.DisabledAt ?? now : null;
        db.Audit.Add(new AuditRow { At = now, Who = who, What = disabled ? "user-disable" : "user-enable", Subject = id.ToString() });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        return true;
    }
}
