using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Moderation.Service.Access;
using Moderation.Store;

namespace Moderation.Service.Verbs;

/// <summary>People from the command line.</summary>
internal static class UsersVerb
{
    private static readonly Argument<string> Name = new("name") { Description = "The person's name." };

    private static readonly Option<UserRole> Role = new("--role")
    {
        Description = "moderator, owner or admin.", DefaultValueFactory = _ => UserRole.Moderator,
    };

    private static readonly Option<UserRole?> NewRole = new("--role") { Description = "moderator, owner or admin (default: as it is)." };

    private static readonly Option<string[]> Sites = new("--site")
    {
        Description = "A site the person looks after; may be given several times (default: every site).", HelpName = "SITE", AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string[]> NewSites = new("--site")
    {
        Description = "A site the person looks after; may be given several times (default: as it is).", HelpName = "SITE", AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> EverySite = new("--every-site") { Description = "The person looks after every site, those to come too." };

    private static readonly Option<string?> Address = new("--address")
    {
        Description = "Where the service answers, for the link (default: the first of Urls).", HelpName = "URL",
    };

    public static Verb Verb { get; } = new(
        "users", "Invites people, lists them, changes what they may do and shuts them out.",
        [
            CommandLine.Sub("invite", "Prints a sign-in link that works once.", [Name, Role, Sites, Address], InviteAsync),
            CommandLine.Sub("list", "Lists the people: name, role, sites, state.", [], ListAsync),
            CommandLine.Sub("change", "Changes a person's role and sites.", [Name, NewRole, NewSites, EverySite], ChangeAsync),
            CommandLine.Sub("disable", "Shuts a person out at the next request.", [Name], (context, ct) => SetAsync(context, disabled: true, ct)),
            CommandLine.Sub("enable", "Lets a person in again.", [Name], (context, ct) => SetAsync(context, disabled: false, ct)),
        ],
        Run: null);

    /// <summary>The first address the settings name.</summary>
    public static string FirstAddress(IConfiguration configuration) =>
        (configuration["Urls"] ?? "http://localhost:5080").Split(';')[0].Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal);

    private static Task<int> InviteAsync(VerbContext context, CancellationToken ct) => StoreVerb.WithStoreAsync(context, async services =>
    {
        // A link for somebody who is there already changes no rights; who asks for others must not believe that they were given.
        if (await KnownAsync(services, context.Get(Name)!, ct) is { } known && WantsOthers(context, known))
        {
            context.Error.WriteLine(
                $"{known.Name} is there already, as {known.Role.ToString().ToLowerInvariant()} of {SitesOf(known)}. Change that with 'moderation users change', or leave --role and --site out for a new link.");
            return ExitCode.Failed;
        }

        var invitation = await services.GetRequiredService<Users>().InviteAsync(context.Get(Name)!, context.Get(Role), "command-line", Given(context.Get(Sites)), ct);
        context.Out.WriteLine(SignIn.Link(context.Get(Address) ?? FirstAddress(context.Configuration), invitation.Token));
        return ExitCode.Ok;
    }, ct);

    private static Task<int> ListAsync(VerbContext context, CancellationToken ct) => StoreVerb.WithStoreAsync(context, async services =>
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync(ct);
        foreach (var user in await db.Users.AsNoTracking().OrderBy(user => user.Name).ToListAsync(ct))
        {
            var state = user.DisabledAt is not null ? "shut out" : user.JoinedAt is not null ? "joined" : "invited";
            context.Out.WriteLine($"{user.Name}  {user.Role.ToString().ToLowerInvariant()}  {SitesOf(user)}  {state}");
        }

        return ExitCode.Ok;
    }, ct);

    private static bool WantsOthers(VerbContext context, UserRow known) =>
        (context.Arguments.GetResult(Role) is { Implicit: false } && context.Get(Role) != known.Role)
        || (Given(context.Get(Sites)) is { } sites && known.Sites?.ToHashSet().SetEquals(sites) is not true);

    private static async Task<UserRow?> KnownAsync(IServiceProvider services, string name, CancellationToken ct)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync(ct);
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Name == name, ct);
    }

    private static string SitesOf(UserRow user) => user.Sites is null ? "every site" : string.Join(',', user.Sites);

    private static string[]? Given(string[]? sites) => sites is { Length: > 0 } ? sites : null;

    private static Task<int> ChangeAsync(VerbContext context, CancellationToken ct) => WithUserAsync(context, async (users, user) =>
    {
        var sites = context.Get(EverySite) ? null : Given(context.Get(NewSites)) ?? user.Sites;
        await users.ChangeAsync(user.Id, context.Get(NewRole) ?? user.Role, sites, "command-line", ct);
        context.Out.WriteLine($"What {user.Name} may do has changed. Who was signed in needs a new link: moderation users invite {user.Name}");
    }, ct);

    private static Task<int> SetAsync(VerbContext context, bool disabled, CancellationToken ct) => WithUserAsync(context, async (users, user) =>
    {
        await users.DisableAsync(user.Id, disabled, "command-line", ct);
        context.Out.WriteLine(disabled ? $"{user.Name} is shut out." : $"{user.Name} may sign in again, by a new link: moderation users invite {user.Name}");
    }, ct);

    private static Task<int> WithUserAsync(VerbContext context, Func<Users, UserRow, Task> run, CancellationToken ct) => StoreVerb.WithStoreAsync(context, async services =>
    {
        var name = context.Get(Name)!;
        if (await KnownAsync(services, name, ct) is not { } user)
        {
            context.Error.WriteLine($"There is no user '{name}'. 'moderation users list' shows them.");
            return ExitCode.Failed;
        }

        await run(services.GetRequiredService<Users>(), user);
        return ExitCode.Ok;
    }, ct);
}
