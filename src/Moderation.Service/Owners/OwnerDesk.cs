using Microsoft.EntityFrameworkCore;
using Moderation.Policies;
using Moderation.Service.Access;
using Moderation.Service.Delivery;
using Moderation.Service.Hosting;
using Moderation.Service.Retraining;
using Moderation.Store;

namespace Moderation.Service.Owners;

/// <summary>A site as the list shows it.</summary>
/// <param name="Id">Id of the site.</param>
/// <param name="Name">Its name.</param>
/// <param name="Keys">Keys in force.</param>
/// <param name="Webhooks">Webhook endpoints in use.</param>
/// <param name="Dead">Webhook deliveries that were given up.</param>
/// <param name="Waiting">Comments that wait for a person.</param>
public sealed record SiteEntry(string Id, string Name, int Keys, int Webhooks, int Dead, int Waiting);

/// <summary>What owners see of their sites and change of them. Every change asks the database whether they still are.</summary>
public sealed class OwnerDesk(
    IDbContextFactory<ModerationDb> contexts, ApiKeys keys, Webhooks webhooks, Sites sites, SiteDirectory directory, ActiveModel active, Rights rights,
    ModerationOptions options)
{
    /// <summary>How many of a site's latest comments a policy is tried on.</summary>
    public const int Replayed = 1000;

    private const int MostDeliveries = 100;
    private const int MostRuns = 20;

    /// <summary>The model in force, or null while there is none.</summary>
    public ModelInForce? Model => active.Current;

    /// <summary>The sites that an owner looks after.</summary>
    public async Task<IReadOnlyList<SiteEntry>> SitesAsync(string who)
    {
        var owner = await rights.OwnerAsync(who);
        await using var db = await contexts.CreateDbContextAsync();
        var all = db.Sites.AsNoTracking();
        var own = owner.Sites is { } some ? all.Where(site => some.Contains(site.Id)) : all;
        return await own.OrderBy(site => site.Id).Select(site => new SiteEntry(
            site.Id, site.Name,
            db.ApiKeys.Count(key => key.Site == site.Id && key.RevokedAt == null),
            db.WebhookEndpoints.Count(endpoint => endpoint.Site == site.Id && endpoint.DisabledAt == null),
            db.WebhookDeliveries.Count(delivery => delivery.Endpoint!.Site == site.Id && delivery.DeadAt != null),
            db.ReviewItems.Count(item => item.Site == site.Id && item.ResolvedAt == null))).ToListAsync();
    }

    /// <summary>Adds a site.</summary>
    /// <exception cref="StoreException">The id cannot be one, is taken, or the person is no owner any more.</exception>
    public async Task AddSiteAsync(string who, string id)
    {
        if ((await rights.OwnerAsync(who)).Sites is not null)
        {
            throw new StoreException("You look after some sites only, and a new one would be none of them. Ask an admin to add it.");
        }

        if (!await sites.AddAsync(id, id, who))
        {
            throw new StoreException($"There is a site '{id}' already. Choose another id.");
        }

        await directory.RefreshAsync(CancellationToken.None);
    }

    /// <summary>A site, or null where there is none that the owner looks after.</summary>
    public async Task<SiteRow?> SiteAsync(string who, string site)
    {
        if (!(await rights.OwnerAsync(who)).Minds(site))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync();
        return await db.Sites.AsNoTracking().SingleOrDefaultAsync(row => row.Id == site);
    }

    /// <summary>A site's keys: those in force first, the newest first.</summary>
    public async Task<IReadOnlyList<ApiKeyRow>> KeysAsync(string site)
    {
        await using var db = await contexts.CreateDbContextAsync();
        return await db.ApiKeys.AsNoTracking().Where(key => key.Site == site)
            .OrderBy(key => key.RevokedAt != null).ThenByDescending(key => key.CreatedAt).ToListAsync();
    }

    /// <inheritdoc cref="ApiKeys.CreateAsync" />
    public async Task<NewApiKey> AddKeyAsync(string who, string site, string name, IReadOnlyList<string> scopes, bool forAkismet)
    {
        await rights.OwnerAsync(who, site);
        return await keys.CreateAsync(site, name, scopes, who, forAkismet);
    }

    /// <inheritdoc cref="ApiKeys.RevokeAsync" />
    public async Task<bool> RevokeKeyAsync(string who, ApiKeyRow key)
    {
        await rights.OwnerAsync(who, key.Site);
        return await keys.RevokeAsync(key.Id, who);
    }

    /// <summary>A site's webhook endpoints in use.</summary>
    public async Task<IReadOnlyList<WebhookEndpointRow>> EndpointsAsync(string site)
    {
        await using var db = await contexts.CreateDbContextAsync();
        return await db.WebhookEndpoints.AsNoTracking().Where(row => row.Site == site && row.DisabledAt == null).OrderBy(row => row.Id).ToListAsync();
    }

    /// <summary>What a site was to be told and was not yet, or not at all: dead letters first, the newest first.</summary>
    public async Task<IReadOnlyList<WebhookDeliveryRow>> DeliveriesAsync(string site)
    {
        await using var db = await contexts.CreateDbContextAsync();
        return await db.WebhookDeliveries.AsNoTracking().Include(row => row.Endpoint).Include(row => row.Decision!.Comment)
            .Where(row => row.Endpoint!.Site == site).OrderBy(row => row.DeadAt == null).ThenBy(row => row.DeliveredAt != null).ThenByDescending(row => row.Key)
            .Take(MostDeliveries).ToListAsync();
    }

    /// <inheritdoc cref="Webhooks.AddAsync" />
    public async Task<WebhookEndpointRow> AddEndpointAsync(string who, string site, string url)
    {
        await rights.OwnerAsync(who, site);
        return options.PrivateWebhooks || !OwnNetwork.Has(url) ? await webhooks.AddAsync(site, url, who) : throw new StoreException(OwnNetwork.Refusal);
    }

    /// <inheritdoc cref="Webhooks.RemoveAsync" />
    public async Task<bool> RemoveEndpointAsync(string who, WebhookEndpointRow endpoint)
    {
        await rights.OwnerAsync(who, endpoint.Site);
        return await webhooks.RemoveAsync(endpoint.Id, who);
    }

    /// <inheritdoc cref="Webhooks.RetryAsync" />
    public async Task<bool> RetryAsync(string who, WebhookDeliveryRow delivery)
    {
        await rights.OwnerAsync(who, delivery.Endpoint!.Site);
        return await webhooks.RetryAsync(delivery.Key);
    }

    /// <summary>The policy in force for a site's sections that have none of their own; null while there is no model.</summary>
    public async Task<Policy?> PolicyAsync(string site)
    {
        await directory.RefreshAsync(CancellationToken.None);
        // No section has an empty id, so this is the site's own answer.
        return active.Current is { } model ? directory.PolicyOf(site, "", model) : null;
    }

    /// <summary>A site's latest comments, to try policies on.</summary>
    /// <exception cref="StoreException">No model is in force.</exception>
    internal async Task<LatestComments> LatestAsync(string site, CancellationToken ct)
    {
        var model = active.Current ?? throw new StoreException("No model is in force. 'moderation train' makes one.");
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await LatestComments.ReadAsync(db, site, Replayed, model.Moderator.Classifier, directory.PriorOf(site), ct);
    }

    /// <summary>Puts a policy in force, or takes the site's own away where it is null.</summary>
    public async Task SetPolicyAsync(string who, string site, Policy? policy)
    {
        await rights.OwnerAsync(who, site);
        await sites.SetPolicyAsync(site, null, policy, who);
        await directory.RefreshAsync(CancellationToken.None);
    }

    /// <summary>Sets how many requests a second each of a site's keys may make; null: the service's own figure.</summary>
    public async Task SetLimitAsync(string who, string site, int? requestsPerSecond)
    {
        await rights.OwnerAsync(who, site);
        await sites.SetLimitAsync(site, requestsPerSecond, who);
        await directory.RefreshAsync(CancellationToken.None);
    }

    /// <summary>Forgets what a site's comments read like; until it is learnt anew each is read alone.</summary>
    /// <returns>False where there was nothing to forget.</returns>
    public async Task<bool> ForgetDomainsAsync(string who, string site)
    {
        await rights.OwnerAsync(who, site);
        var forgotten = await sites.ForgetDomainsAsync(site, who);
        await directory.RefreshAsync(CancellationToken.None);
        return forgotten;
    }

    /// <summary>The latest runs of retraining, the newest first. Reasons name sites and raters, so they are for those who look after every site.</summary>
    public async Task<IReadOnlyList<RetrainingRecord>> RunsAsync(string who)
    {
        var owner = await rights.OwnerAsync(who);
        await using var db = await contexts.CreateDbContextAsync();
        var runs = await RetrainingRecord.ReadAsync(db, MostRuns, CancellationToken.None);
        return owner.Sites is null ? runs : [.. runs.Select(run => run.Reasons.Count == 0 ? run : run with { Reasons = ["Ask an admin for the reasons."] })];
    }
}
