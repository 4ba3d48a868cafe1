using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Moderation.Comments;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Service.Hosting;
using Moderation.Store;

namespace Moderation.Service.Access;

/// <summary>The sites, in memory: every request asks for a policy. Refreshed by <see cref="AccessRefresh"/>.</summary>
public sealed class SiteDirectory(IDbContextFactory<ModerationDb> contexts, ModerationOptions options)
{
    private static readonly Policy WithoutModel = new() { Version = "none", Review = new Dictionary<string, float>() };

    private volatile FrozenDictionary<string, SiteRow> _sites = FrozenDictionary<string, SiteRow>.Empty;
    private volatile FrozenDictionary<(string Site, string Section), Policy> _sections = FrozenDictionary<(string, string), Policy>.Empty;

    /// <summary>The site, or null where there is none of this id.</summary>
    public SiteRow? Find(string site) => _sites.GetValueOrDefault(site);

    /// <summary>
    /// What the comments of a site read like, or null where that is not known, or not asked for: they are read alone. It is the
    /// site's, never a section's: sections of a site are alike in this, and most have too few comments to tell otherwise.
    /// </summary>
    public DomainPrior? PriorOf(string site) => options.DomainPriors ? Find(site)?.Domains?.Prior : null;

    /// <summary>The same for comments that came together: where nothing is known of a site yet, they say themselves what it is like.</summary>
    /// <param name="comments">The comments.</param>
    /// <param name="classifier">What reads them.</param>
    public Func<string, DomainPrior?> PriorsOf(IReadOnlyList<Comment> comments, IClassifier classifier)
    {
        var unknown = options.DomainPriors
            ? DomainPrior.ByPlace(classifier, comments.Where(comment => PriorOf(comment.Site) is null), comment => comment.Site, comment => CommentText.Of(comment))
            : [];
        return site => unknown.TryGetValue(site, out var prior) ? prior : PriorOf(site);
    }

    /// <summary>
    /// The policy for a section under a model: its own or its site's where that was made for this model, else the champion's
    /// card's. Thresholds never outlive the model they were chosen for; the choice to fail open or closed does.
    /// </summary>
    public Policy PolicyOf(string site, string section, ModelInForce? model)
    {
        var own = _sections.Count > 0 && _sections.TryGetValue((site, section), out var policy) ? policy : Find(site)?.Policy;
        if (model is null)
        {
            return own is { FailOpen: true } ? WithoutModel with { FailOpen = true } : WithoutModel;
        }

        return own is null ? model.Policy
            : own.Model is null || own.Model == model.Card.Id || model.Card.LevelWith.Contains(own.Model) ? own
            : model.Policy with { FailOpen = own.FailOpen };
    }

    /// <summary>Reads the sites, and the sections that have a policy of their own, anew.</summary>
    public async Task RefreshAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        _sections = (await db.Sections.Where(section => section.Policy != null).Select(section => new { section.Site, section.Id, section.Policy })
            .ToListAsync(ct)).ToFrozenDictionary(section => (section.Site, section.Id), section => section.Policy!);
        _sites = (await db.Sites.AsNoTracking().ToListAsync(ct)).ToFrozenDictionary(site => site.Id, StringComparer.Ordinal);
    }
}
