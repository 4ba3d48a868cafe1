using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Moderation.Store;

namespace Moderation.Service.Verbs;

/// <summary>API keys from the command line; scripts need no page.</summary>
internal static class KeysVerb
{
    private static readonly Option<string> Site = new("--site") { Description = "The site the key speaks for; added where it is new.", Required = true };
    private static readonly Option<string> Name = new("--name") { Description = "A name, to tell keys apart.", Required = true };

    private static readonly Option<string[]> Scopes = new("--scope")
    {
        Description = $"What it may do: {string.Join(", ", KeyScopes.All)} (default: screen, read and label).", AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> Akismet = new("--akismet") { Description = "Make a key of 12 characters, the only length Akismet's clients take." };

    private static readonly Argument<Guid> Id = new("id") { Description = "Id of the key, as 'keys list' prints it." };

    public static Verb Verb { get; } = new(
        "keys", "Makes, lists and revokes the API keys of sites.",
        [
            CommandLine.Sub("create", "Prints a new key and nothing else; it cannot be shown again.", [Site, Name, Scopes, Akismet], CreateAsync),
            CommandLine.Sub("list", "Lists the keys: id, beginning, site, name, scopes, last use.", [], ListAsync),
            CommandLine.Sub("revoke", "Shuts a key out.", [Id], RevokeAsync),
        ],
        Run: null);

    private static Task<int> CreateAsync(VerbContext context, CancellationToken ct) => StoreVerb.WithStoreAsync(context, async services =>
    {
        var site = context.Get(Site)!;
        await services.GetRequiredService<Sites>().AddAsync(site, site, "command-line", ct);
        var scopes = context.Get(Scopes) is { Length: > 0 } given ? given : [KeyScopes.Screen, KeyScopes.Read, KeyScopes.Label];
        var key = await services.GetRequiredService<ApiKeys>().CreateAsync(site, context.Get(Name)!, scopes, "command-line", context.Get(Akismet), ct);
        context.Out.WriteLine(key.Key);
        return ExitCode.Ok;
    }, ct);

    private static Task<int> ListAsync(VerbContext context, CancellationToken ct) => StoreVerb.WithStoreAsync(context, async services =>
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync(ct);
        foreach (var key in await db.ApiKeys.AsNoTracking().OrderBy(key => key.Site).ThenBy(key => key.Name).ToListAsync(ct))
        {
            var state = key.RevokedAt is { } at ? $"revoked {at:yyyy-MM-dd}" : key.LastUsedAt is { } used ? $"used {used:yyyy-MM-dd HH:mm}" : "never used";
            context.Out.WriteLine($"{key.Id}  {key.Prefix}…  {key.Site}  {key.Name}  {string.Join(',', key.Scopes)}  {state}");
        }

        return ExitCode.Ok;
    }, ct);

    private static Task<int> RevokeAsync(VerbContext context, CancellationToken ct) => StoreVerb.WithStoreAsync(context, async services =>
    {
        var id = context.Get(Id);
        if (await services.GetRequiredService<ApiKeys>().RevokeAsync(id, "command-line", ct))
        {
            context.Out.WriteLine($"{id} is revoked.");
            return ExitCode.Ok;
        }

        context.Error.WriteLine($"There is no key {id} in force. 'moderation keys list' shows the keys.");
        return ExitCode.Failed;
    }, ct);
}
