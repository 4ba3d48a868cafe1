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

    private static readonly Option<string?> Address = new("--address")
    {
        Description = "Where the service answers, for the link (default: the first of Urls).", HelpName = "URL",
    };

    public static Verb Verb { get; } = new(
        "users", "Invites people, lists them and shuts them out.",
        [
            CommandLine.Sub("invite", "Prints a sign-in link that works once.", [Name, Role, Address], InviteAsync),
            CommandLine.Sub("list", "Lists the people: name, role, state.", [], ListAsync),
            CommandLine.Sub("disable", "Shuts a person out at the next request.", [Name], (context, ct) => SetAsync(context, disabled: true, ct)),
            CommandLine.Sub("enable", "Lets a person in again.", [Name], (context, ct) => SetAsync(context, disabled: false, ct)),
        ],
        Run: null);

    /// <summary>The first address the settings name.</summary>
    public static string FirstAddress(IConfiguration configuration) =>
        (configuration["Urls"] ?? "http://localhost:5080").Split(';')[0].Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal);

    private static Task<int> InviteAsync(VerbContext context, CancellationToken ct) => StoreVerb.WithStoreAsync(context, async services =>
    {
        var invitation = await services.GetRequiredService<Users>().InviteAsync(context.Get(Name)!, context.Get(Role), "command-line", cancellation: ct);
        context.Out.WriteLine(SignIn.Link(context.Get(Address) ?? FirstAddress(context.Configuration), invitation.Token));
        return ExitCode.Ok;
    }, ct);

    private static Task<int> ListAsync(VerbContext context, CancellationToken ct) => StoreVerb.WithStoreAsync(context, async services =>
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync(ct);
        foreach (var user in await db.Users.AsNoTracking().OrderBy(user => user.Name).ToListAsync(ct))
        {
            var state = user.DisabledAt is not null ? "shut out" : user.JoinedAt is not null ? "joined" : "invited";
            context.Out.WriteLine($"{user.Name}  {user.Role.ToString().ToLowerInvariant()}  {state}");
        }

        return ExitCode.Ok;
    }, ct);

    private static Task<int> SetAsync(VerbContext context, bool disabled, CancellationToken ct) => StoreVerb.WithStoreAsync(context, async services =>
    {
        var name = context.Get(Name)!;
        await using var db = await services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync(ct);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Name == name, ct);
        if (user is null)
        {
            context.Error.WriteLine($"There is no user '{name}'. 'moderation users list' shows them.");
            return ExitCode.Failed;
        }

        await services.GetRequiredService<Users>().DisableAsync(user.Id, disabled, "command-line", ct);
        context.Out.WriteLine(disabled ? $"{name} is shut out." : $"{name} may sign in again.");
        return ExitCode.Ok;
    }, ct);
}
