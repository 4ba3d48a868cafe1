using Microsoft.EntityFrameworkCore;
using Moderation.Scoring;
using Moderation.Service.Access;
using Moderation.Store;

namespace Moderation.Service.Places;

/// <summary>
/// Learns what the comments of each site read like. It writes that to the site's row, so that it outlives the process and holds on
/// all machines, from where <see cref="SiteDirectory"/> brings it into force.
/// </summary>
public sealed partial class PriorWorker(
    PlaceMemory memory, SiteDirectory directory, Sites sites, IDbContextFactory<ModerationDb> contexts, TimeProvider time, ILogger<PriorWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>Estimates anew for the sites with enough new comments.</summary>
    /// <returns>For how many sites something changed.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var due = memory.Sites.Where(site => site.Value.New >= PriorPlan.Wanted(directory.PriorOf(site.Key))).ToList();
        if (due.Count == 0)
        {
            return 0;
        }

        // From the store: another machine may have been faster, and what is in force here is some seconds old.
        await using var db = await contexts.CreateDbContextAsync(ct);
        var ids = due.ConvertAll(site => site.Key);
        var known = await db.Sites.AsNoTracking().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Domains, ct);
        var changed = 0;
        foreach (var (site, guesses) in due.Where(site => known.ContainsKey(site.Key)))
        {
            changed += await LearnAsync(site, guesses, known[site]?.Prior, ct) ? 1 : 0;
        }

        return changed;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Failed(logger, fault);
            }
        }
    }

    private async Task<bool> LearnAsync(string site, SiteGuesses guesses, DomainPrior? inForce, CancellationToken ct)
    {
        if (inForce is null && guesses.WasKnown)
        {
            // An owner wants it forgotten, and what it was learnt from with it.
            guesses.WasKnown = false;
            guesses.Clear();
            return false;
        }

        guesses.WasKnown = inForce is not null;
        if (guesses.New < PriorPlan.Wanted(inForce) || DomainPrior.Estimate(guesses.Take()) is not { } estimate || !PriorPlan.Replaces(inForce, estimate))
        {
            return false;
        }

        guesses.WasKnown = await sites.SetDomainsAsync(site, new SiteDomains(estimate.Shares, estimate.Comments, time.GetUtcNow()), ct);
        if (guesses.WasKnown)
        {
            var distance = inForce?.DistanceTo(estimate) ?? 1;
            Learnt(logger, site, estimate.Comments, distance);
        }

        return guesses.WasKnown;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "What the comments of site {Site} read like was estimated from {Comments} of them; it differs by {Distance:0.00} from before")]
    private static partial void Learnt(ILogger logger, string site, int comments, float distance);

    [LoggerMessage(Level = LogLevel.Error, Message = "What sites' comments read like could not be estimated; what is known stays in force, and it is tried again")]
    private static partial void Failed(ILogger logger, Exception fault);
}
