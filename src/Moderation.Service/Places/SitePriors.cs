using Microsoft.EntityFrameworkCore;
using Moderation.Scoring;
using Moderation.Service.Hosting;
using Moderation.Store;

namespace Moderation.Service.Places;

/// <summary>What the sites' comments read like, for verbs that score comments of the store without the service.</summary>
internal static class SitePriors
{
    /// <summary>Reads what is in force.</summary>
    /// <returns>For a site's id what its comments read like; null where that is not known, or not asked for.</returns>
    public static async Task<Func<string, DomainPrior?>> ReadAsync(ModerationDb db, ModerationOptions options, CancellationToken ct)
    {
        var known = options.DomainPriors
            ? (await db.Sites.AsNoTracking().Where(site => site.Domains != null).ToListAsync(ct)).ToDictionary(site => site.Id, site => site.Domains!.Prior)
            : [];
        return known.GetValueOrDefault;
    }
}
