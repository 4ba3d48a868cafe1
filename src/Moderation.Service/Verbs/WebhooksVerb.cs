using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Moderation.Service.Delivery;
using Moderation.Store;

namespace Moderation.Service.Verbs;

/// <summary>Webhooks from the command line.</summary>
internal static class WebhooksVerb
{
    private static readonly Option<string> Site = new("--site") { Description = "The site whose decisions are told.", Required = true };
    private static readonly Option<string> Url = new("--url") { Description = "Where to send, an absolute http or https address.", Required = true };
    private static readonly Argument<Guid> Id = new("id") { Description = "Id of the endpoint, as 'webhooks list' prints it." };
    private static readonly Argument<long> Key = new("key") { Description = "Key of the dead letter, as 'webhooks dead' prints it." };

    public static Verb Verb { get; } = new(
        "webhooks", "Tells sites when a decision changes: adds, lists and removes their addresses, shows what could not be delivered.",
        [
            CommandLine.Sub("add", "Adds an address and prints the secret that signs what is sent to it.", [Site, Url], AddAsync),
            CommandLine.Sub("list", "Lists the addresses in use: id, site, address, and what waits or is dead.", [], ListAsync),
            CommandLine.Sub("remove", "Takes an address out of use.", [Id], RemoveAsync),
            CommandLine.Sub("dead", "Lists what could not be delivered: key, endpoint, decision, attempts, last error.", [], DeadAsync),
            CommandLine.Sub("retry", "Sends a dead letter again.", [Key], RetryAsync),
        ],
        Run: null);

    private static Task<int> AddAsync(VerbContext context, CancellationToken ct) => StoreVerb.WithStoreAsync(context, async services =>
    {
        var site = context.Get(Site)!;
        await using (var db = await Db(services, ct))
        {
            if (!await db.Sites.AnyAsync(row => row.Id == site, ct))
            {
                context.Error.WriteLine($"There is no site '{site}'. 'moderation keys create --site {site} --name NAME' adds it.");
                return ExitCode.Failed;
            }
        }

        if (!context.Options.PrivateWebhooks && OwnNetwork.Has(context.Get(Url)!))
        {
            return Failed(context, OwnNetwork.Refusal);
        }

        var endpoint = await services.GetRequiredService<Webhooks>().AddAsync(site, context.Get(Url)!, "command-line", ct);
        context.Out.WriteLine(endpoint.Secret);
        return ExitCode.Ok;
    }, ct);

    private static Task<int> ListAsync(VerbContext context, CancellationToken ct) => StoreVerb.WithStoreAsync(context, async services =>
    {
        await using var db = await Db(services, ct);
        var endpoints = await db.WebhookEndpoints.AsNoTracking().Where(row => row.DisabledAt == null).OrderBy(row => row.Site).ThenBy(row => row.Id)
            .Select(row => new
            {
                row.Id, row.Site, row.Url,
                Waiting = db.WebhookDeliveries.Count(delivery => delivery.EndpointId == row.Id && delivery.DueAt != null),
                Dead = db.WebhookDeliveries.Count(delivery => delivery.EndpointId == row.Id && delivery.DeadAt != null),
            }).ToListAsync(ct);
        foreach (var endpoint in endpoints)
        {
            context.Out.WriteLine($"{endpoint.Id}  {endpoint.Site}  {endpoint.Url}  {endpoint.Waiting} waiting  {endpoint.Dead} dead");
        }

        return ExitCode.Ok;
    }, ct);

    private static Task<int> RemoveAsync(VerbContext context, CancellationToken ct) => StoreVerb.WithStoreAsync(context, async services =>
    {
        var id = context.Get(Id);
        return await services.GetRequiredService<Webhooks>().RemoveAsync(id, "command-line", ct)
            ? Done(context, $"{id} is out of use.")
            : Failed(context, $"There is no endpoint {id} in use. 'moderation webhooks list' shows them.");
    }, ct);

    private static Task<int> DeadAsync(VerbContext context, CancellationToken ct) => StoreVerb.WithStoreAsync(context, async services =>
    {
        await using var db = await Db(services, ct);
        foreach (var row in await db.WebhookDeliveries.AsNoTracking().Where(row => row.DeadAt != null).OrderBy(row => row.Key).ToListAsync(ct))
        {
            context.Out.WriteLine($"{row.Key}  {row.EndpointId}  {row.DecisionId}  {row.Attempts} attempts  {row.LastError}");
        }

        return ExitCode.Ok;
    }, ct);

    private static Task<int> RetryAsync(VerbContext context, CancellationToken ct) => StoreVerb.WithStoreAsync(context, async services =>
    {
        var key = context.Get(Key);
        return await services.GetRequiredService<Webhooks>().RetryAsync(key, ct)
            ? Done(context, $"{key} is sent again.")
            : Failed(context, $"There is no dead letter {key} to an endpoint in use. 'moderation webhooks dead' shows them.");
    }, ct);

    private static Task<ModerationDb> Db(IServiceProvider services, CancellationToken ct) =>
        services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync(ct);

    private static int Done(VerbContext context, string sentence)
    {
        context.Out.WriteLine(sentence);
        return ExitCode.Ok;
    }

    private static int Failed(VerbContext context, string sentence)
    {
        context.Error.WriteLine(sentence);
        return ExitCode.Failed;
    }
}
