using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Moderation.Service.Hosting;
using Moderation.Store;

namespace Moderation.Service.Access;

/// <summary>What people may do, asked of the database each time: a cookie and an open page remember longer than somebody is welcome.</summary>
public sealed class Rights(IDbContextFactory<ModerationDb> contexts, ModerationOptions options, TimeProvider time)
{
    /// <summary>Sessions that began until then have ended of age.</summary>
    internal DateTimeOffset Oldest => time.GetUtcNow() - TimeSpan.FromDays(options.SessionDays);

    /// <summary>The person, or null who is unknown or shut out.</summary>
    /// <param name="who">Id of the person, as cookies carry it.</param>
    /// <param name="cancellation">Ends the query.</param>
    public async Task<UserRow?> OfAsync(string? who, CancellationToken cancellation = default)
    {
        if (!Guid.TryParse(who, out var id))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == id && user.DisabledAt == null, cancellation);
    }

    /// <summary>Who is signed in, or null where the session has ended, the person is shut out, or may do something else by now.</summary>
    /// <param name="caller">As a cookie says.</param>
    /// <param name="cancellation">Ends the query.</param>
    public async Task<UserRow?> OfSessionAsync(ClaimsPrincipal? caller, CancellationToken cancellation = default)
    {
        if (!Guid.TryParse(caller?.FindFirstValue(SignIn.SessionClaim), out var id))
        {
            return null;
        }

        var oldest = Oldest;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var user = await db.Sessions.AsNoTracking().Where(session => session.Id == id && session.BeganAt > oldest && session.User!.DisabledAt == null)
            .Select(session => session.User!).SingleOrDefaultAsync(cancellation);
        return user is not null && caller!.IsInRole(user.Role.ToString()) ? user : null;
    }

    /// <summary>The owner or admin.</summary>
    /// <exception cref="StoreException">The person is none any more.</exception>
    public async Task<UserRow> OwnerAsync(string who) =>
        await OfAsync(who) is { Role: UserRole.Owner or UserRole.Admin } owner ? owner
        : throw new StoreException("You are no owner here any more, and nothing was changed. Ask an admin.");

    /// <summary>The owner or admin of a site.</summary>
    /// <exception cref="StoreException">The person is none any more, or looks after other sites.</exception>
    public async Task<UserRow> OwnerAsync(string who, string site) =>
        await OwnerAsync(who) is var owner && owner.Minds(site) ? owner
        : throw new StoreException($"You do not look after the site '{site}', and nothing was changed. Ask an admin.");
}
