using Microsoft.EntityFrameworkCore;
using Moderation.Service.Access;
using Moderation.Store;

namespace Moderation.Service.Owners;

/// <summary>A person as an owner sees the person.</summary>
/// <param name="User">Who it is; of the person's sites only those that the owner looks after too.</param>
/// <param name="MayChange">Whether the owner may change what the person may do.</param>
/// <param name="HasOthers">Whether the person also looks after sites that the owner does not.</param>
public sealed record PersonEntry(UserRow User, bool MayChange, bool HasOthers);

/// <summary>
/// The people, as their owners invite and change them. Nobody gives more than they have: a role up to their own, for sites
/// that they look after themselves. Otherwise an owner could invite an admin and sign in as one.
/// </summary>
public sealed class PeopleDesk(IDbContextFactory<ModerationDb> contexts, Users users, Rights rights)
{
    /// <summary>The people who look after a site of the owner's, by name.</summary>
    public async Task<IReadOnlyList<PersonEntry>> PeopleAsync(string who)
    {
        var owner = await rights.OwnerAsync(who);
        await using var db = await contexts.CreateDbContextAsync();
        return [.. (await db.Users.AsNoTracking().OrderBy(user => user.Name).ToListAsync())
            .Where(user => owner.Sites is null || user.Sites is null || user.Sites.Any(owner.Minds))
            .Select(user => Seen(owner, user))];
    }

    /// <summary>The ids of the sites that the owner may give; null in place of the list gives every site.</summary>
    public async Task<(IReadOnlyList<string> Sites, bool Every)> SitesAsync(string who)
    {
        var owner = await rights.OwnerAsync(who);
        await using var db = await contexts.CreateDbContextAsync();
        return (owner.Sites ?? await db.Sites.Select(site => site.Id).OrderBy(id => id).ToListAsync(), owner.Sites is null);
    }

    /// <summary>The roles that the owner may give.</summary>
    public async Task<IReadOnlyList<UserRole>> RolesAsync(string who)
    {
        var owner = await rights.OwnerAsync(who);
        return [.. Enum.GetValues<UserRole>().Where(role => role <= owner.Role)];
    }

    /// <summary>Adds a person.</summary>
    /// <returns>The person with a sign-in link.</returns>
    /// <exception cref="StoreException">The name is taken, or the owner may not give so much.</exception>
    public async Task<Invitation> InviteAsync(string who, string name, UserRole role, IReadOnlyList<string>? sites)
    {
        await EnsureAsync(who, role, sites);
        await using var db = await contexts.CreateDbContextAsync();
        if (await db.Users.AnyAsync(user => user.Name == name))
        {
            throw new StoreException($"There is somebody of the name '{name}' already. Choose another name, or give that person a new link.");
        }

        return await users.InviteAsync(name, role, who, sites);
    }

    /// <summary>A new sign-in link for somebody who lost the last one, or has another browser.</summary>
    /// <exception cref="StoreException">The person is shut out, or may do more than the owner.</exception>
    public async Task<Invitation> LinkAsync(string who, Guid person)
    {
        var user = await PersonAsync(who, person);
        return await users.InviteAsync(user.Name, user.Role, who);
    }

    /// <summary>Changes what a person may do, and for which sites.</summary>
    /// <exception cref="StoreException">The owner may not take or give so much, or it is the owner.</exception>
    public async Task ChangeAsync(string who, Guid person, UserRole role, IReadOnlyList<string>? sites)
    {
        await OtherAsync(who, person);
        await EnsureAsync(who, role, sites);
        await users.ChangeAsync(person, role, sites, who);
    }

    /// <summary>Shuts a person out, or lets the person in again.</summary>
    /// <exception cref="StoreException">The person may do more than the owner, or is the owner.</exception>
    public async Task DisableAsync(string who, Guid person, bool disabled)
    {
        await OtherAsync(who, person);
        await users.DisableAsync(person, disabled, who);
    }

    // Which other sites there are is none of the owner's business.
    private static PersonEntry Seen(UserRow owner, UserRow user)
    {
        var mayChange = Covers(owner, user.Role, user.Sites);
        var all = user.Sites;
        user.Sites = all is null ? null : [.. all.Where(owner.Minds)];
        return new PersonEntry(user, mayChange, user.Sites?.Count < all?.Count);
    }

    private async Task EnsureAsync(string who, UserRole role, IReadOnlyList<string>? sites)
    {
        if (!Covers(await rights.OwnerAsync(who), role, sites))
        {
            throw new StoreException("That is more than you may give: a role up to your own, for the sites you look after. Ask an admin.");
        }
    }

    private async Task<UserRow> PersonAsync(string who, Guid person)
    {
        var owner = await rights.OwnerAsync(who);
        await using var db = await contexts.CreateDbContextAsync();
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == person) is { } found && Covers(owner, found.Role, found.Sites) ? found
            : throw new StoreException("This person is not there, or may do more than you, and nothing was changed. Ask an admin.");
    }

    // Who shuts themselves out, or gives their role away, leaves nobody to take it back.
    private async Task OtherAsync(string who, Guid person)
    {
        if ((await PersonAsync(who, person)).Id.ToString() == who)
        {
            throw new StoreException("That is you, and you would not get it back. Ask another owner or an admin.");
        }
    }

    private static bool Covers(UserRow owner, UserRole role, IReadOnlyList<string>? sites) =>
        role <= owner.Role && (owner.Sites is null || (sites is not null && sites.All(owner.Minds)));
}
