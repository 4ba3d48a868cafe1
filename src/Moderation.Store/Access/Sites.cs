using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Moderation.Policies;

namespace Moderation.Store;

/// <summary>Sites and their sections. Safe where several processes do the same at once.</summary>
public sealed class Sites(IDbContextFactory<ModerationDb> contexts, StoreDialect dialect, TimeProvider time)
{
    /// <summary>Adds a site.</summary>
    /// <returns>False where there is one with the id already; it stays as it is.</returns>
    /// <exception cref="StoreException">The id is too long, or holds what has a meaning in addresses and settings.</exception>
    public async Task<bool> AddAsync(string id, string name, string who, CancellationToken cancellation = default)
    {
        using var turn = await dialect.Gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        // A site from before there was this rule goes on working.
        if (!IsSound(id) && !await db.Sites.AnyAsync(row => row.Id == id, cancellation).ConfigureAwait(false))
        {
            throw new StoreException(
                $"'{id}' cannot be a site's id, which stands in addresses and settings. Choose up to {Limits.Site} letters, digits, '-', '_' and '.', beginning with a letter or digit, such as 'town-paper'.");
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var at = dialect.Time(now);
        var added = await db.Database.ExecuteSqlAsync(
            $"INSERT INTO sites (id, name, created_at) VALUES ({id}, {name}, {at}) ON CONFLICT (id) DO NOTHING", cancellation).ConfigureAwait(false);
        if (added == 0)
        {
            return false;
        }

        db.Audit.Add(new AuditRow { At = now, Who = who, What = "site-add", Subject = id });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>Puts a policy in force for a site, or for one section of it.</summary>
    /// <param name="site">The site.</param>
    /// <param name="section">The section; null: the whole site, except for sections that have their own.</param>
    /// <param name="policy">The policy; null: the one above it (of the site, or of the champion).</param>
    /// <param name="who">Who wants it, for the audit.</param>
    /// <param name="cancellation">Ends the wait before anything is written.</param>
    /// <returns>False where there is no such site.</returns>
    public async Task<bool> SetPolicyAsync(string site, string? section, Policy? policy, string who, CancellationToken cancellation = default)
    {
        using var turn = await dialect.Gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        if (await db.Sites.SingleOrDefaultAsync(row => row.Id == site, cancellation).ConfigureAwait(false) is not { } siteRow)
        {
            return false;
        }

        if (section is null)
        {
            siteRow.Policy = policy;
        }
        else
        {
            (await FindOrAddAsync(db, site, section, cancellation).ConfigureAwait(false)).Policy = policy;
        }

        var subject = section is null ? site : $"{site}/{section}";
        db.Audit.Add(new AuditRow { At = time.GetUtcNow(), Who = who, What = "policy-set", Subject = subject, Detail = policy?.Version });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>Sets how many requests a second each of a site's keys may make.</summary>
    /// <param name="site">The site.</param>
    /// <param name="requestsPerSecond">The figure, above 0; null: that of the service.</param>
    /// <param name="who">Who wants it, for the audit.</param>
    /// <param name="cancellation">Ends the wait before anything is written.</param>
    /// <returns>False where there is no such site.</returns>
    public async Task<bool> SetLimitAsync(string site, int? requestsPerSecond, string who, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        if (await db.Sites.SingleOrDefaultAsync(row => row.Id == site, cancellation).ConfigureAwait(false) is not { } row)
        {
            return false;
        }

        row.RequestsPerSecond = requestsPerSecond;
        db.Audit.Add(new AuditRow { At = time.GetUtcNow(), Who = who, What = "limit-set", Subject = site, Detail = requestsPerSecond?.ToString(CultureInfo.InvariantCulture) });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>Keeps what a site's comments read like. The program finds that out by itself, so it stands in no audit.</summary>
    /// <returns>False where there is no such site.</returns>
    public async Task<bool> SetDomainsAsync(string site, SiteDomains domains, CancellationToken cancellation = default)
    {
        using var turn = await dialect.Gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return await db.Sites.Where(row => row.Id == site)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.Domains, domains), cancellation).ConfigureAwait(false) == 1;
    }

    /// <summary>Forgets what a site's comments read like; it is learnt anew.</summary>
    /// <param name="site">The site.</param>
    /// <param name="who">Who wants it, for the audit.</param>
    /// <param name="cancellation">Ends the wait before anything is written.</param>
    /// <returns>False where there was nothing to forget.</returns>
    public async Task<bool> ForgetDomainsAsync(string site, string who, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        if (await db.Sites.SingleOrDefaultAsync(row => row.Id == site && row.Domains != null, cancellation).ConfigureAwait(false) is not { } row)
        {
            return false;
        }

        row.Domains = null;
        db.Audit.Add(new AuditRow { At = time.GetUtcNow(), Who = who, What = "domains-forget", Subject = site });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>Keeps what is known of a section; what is null here and known already stays.</summary>
    public async Task DescribeAsync(
        string site, string section, string? title, string? url, string? article, CancellationToken cancellation = default)
    {
        using var turn = await dialect.Gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var row = await FindOrAddAsync(db, site, section, cancellation).ConfigureAwait(false);
        row.Title = RecordEntry.Clean(title) ?? row.Title;
        row.Url = RecordEntry.Clean(url) ?? row.Url;
        row.Article = RecordEntry.Clean(article) ?? row.Article;
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task<SectionRow> FindOrAddAsync(ModerationDb db, string site, string section, CancellationToken cancellation)
    {
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO sections (site, id) VALUES ({site}, {section}) ON CONFLICT (site, id) DO NOTHING", cancellation).ConfigureAwait(false);
        return await db.Sections.SingleAsync(row => row.Site == site && row.Id == section, cancellation).ConfigureAwait(false);
    }

    // A slash would end the id in an address, a colon in a setting's name.
    private static bool IsSound(string id) =>
        id.Length is > 0 and <= Limits.Site && char.IsLetterOrDigit(id[0]) && id.All(unit => char.IsLetterOrDigit(unit) || unit is '-' or '_' or '.');
}
