using Microsoft.EntityFrameworkCore;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Service.Access;
using Moderation.Service.Screening;
using Moderation.Store;

namespace Moderation.Service.Reviews;

/// <summary>Reads what the review pages show. What they change goes through <see cref="ReviewClaims"/>.</summary>
public sealed class ReviewDesk(
    IDbContextFactory<ModerationDb> contexts, ReviewQueue queue, CommentHistory history, ParentTexts parents, Screener screener, Rights rights, TimeProvider time)
{
    private const int ExcerptLength = 280;
    private const int TitleLength = 200;
    private const int MostSections = 100;

    /// <summary>The queue of a filter.</summary>
    /// <param name="who">The moderator, who sees the sites he looks after.</param>
    /// <param name="filter">Which part.</param>
    /// <param name="take">Items to give, at most.</param>
    /// <param name="ct">Ends the query.</param>
    public async Task<QueueView> ListAsync(string who, QueueFilter filter, int take, CancellationToken ct)
    {
        filter = filter with { Sites = await rights.OfAsync(who, ct) is { } moderator ? moderator.Sites : [] };
        await using var db = await contexts.CreateDbContextAsync(ct);
        var items = await ReviewQueue.Open(db, filter).Take(take + 1).Select(item => new Listed(
            item, item.Comment!.Title!.Substring(0, TitleLength), item.Comment.Text!.Substring(0, ExcerptLength))).AsNoTracking().ToListAsync(ct);
        var hasMore = items.Count > take;
        items = hasMore ? items[..take] : items;

        var ids = items.Select(row => row.Item.DecisionId).ToList();
        var decisions = await db.Decisions.AsNoTracking().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, ct);
        var names = await NamesAsync(db, items.Select(row => row.Item.ClaimedBy), ct);
        var places = await PlacesAsync(db, items.Select(row => row.Item.Section), ct);
        var now = time.GetUtcNow();
        return new QueueView(
            [.. items.Select(row => Entry(row, decisions.GetValueOrDefault(row.Item.DecisionId), names, places, now))],
            hasMore, await queue.CountAsync(filter, ct), await ChoicesAsync(db, filter, ct));
    }

    /// <summary>Whether there is an item of this key and the moderator looks after its site.</summary>
    public async Task<bool> IsForAsync(string who, long key, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var site = await db.ReviewItems.Where(row => row.Key == key).Select(row => row.Site).SingleOrDefaultAsync(ct);
        return site is not null && await rights.OfAsync(who, ct) is { } moderator && moderator.Minds(site);
    }

    /// <summary>An item in its conversation, or null where there is none of this key for the moderator.</summary>
    public async Task<ItemView?> OpenAsync(string who, long key, CancellationToken ct)
    {
        if (!await IsForAsync(who, key, ct))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var item = await db.ReviewItems.AsNoTracking().Include(row => row.Comment).SingleOrDefaultAsync(row => row.Key == key, ct);
        if (item is null || await history.ThreadAsync(item.Site, item.Section, item.CommentId, ct) is not { } thread)
        {
            return null;
        }

        var decided = await history.DecisionsAsync(item.Site, item.Section, item.CommentId, ct);
        return new ItemView
        {
            Item = item,
            Thread = thread,
            Section = await db.Sections.AsNoTracking().SingleOrDefaultAsync(row => row.Site == item.Site && row.Id == item.Section, ct),
            SentBy = decided.First(decision => decision.Id == item.DecisionId),
            Assessment = await ExplainAsync(item.Comment!, ct),
            History = decided,
            Verdicts = await VerdictsAsync(db, [.. thread.Parents, .. thread.Replies], ct),
            Names = await NamesAsync(db, decided.Select(decision => decision.Moderator).Append(item.ClaimedBy), ct),
        };
    }

    /// <summary>The open item of a comment, or null; how an undone decision is found again.</summary>
    public async Task<long?> FindOpenAsync(ReviewItemRow of, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.ReviewItems
            .Where(row => row.Site == of.Site && row.Section == of.Section && row.CommentId == of.CommentId && row.ResolvedAt == null)
            .Select(row => (long?)row.Key).SingleOrDefaultAsync(ct);
    }

    private async Task<Assessment> ExplainAsync(CommentRow comment, CancellationToken ct) => comment.Text is null
        ? Assessment.Unscored("none", LabelSet.Full, "The text is not kept.")
        : screener.JudgeAgain(await parents.CompleteAsync(comment.ToComment(), ct), explain: true).Assessment;

    private static QueueEntry Entry(
        Listed row, DecisionRow? decision, Dictionary<string, string> names, Dictionary<(string, string), string> places, DateTimeOffset now)
    {
        var claimed = row.Item.ClaimedUntil > now ? row.Item.ClaimedBy : null;
        var probabilities = decision?.Probabilities ?? new Dictionary<string, float>();
        var held = row.Item.LabelNames.Where(probabilities.ContainsKey).ToList();
        return new QueueEntry
        {
            Key = row.Item.Key,
            Site = row.Item.Site,
            Place = row.Title ?? places.GetValueOrDefault((row.Item.Site, row.Item.Section), row.Item.Section),
            Excerpt = row.Excerpt,
            Rules = decision?.Rules ?? [],
            Labels = held.Count > 0
                ? [.. held.Select(label => KeyValuePair.Create(label, probabilities[label])).OrderByDescending(pair => pair.Value)]
                : [.. probabilities.OrderByDescending(pair => pair.Value).Take(1)],
            EnqueuedAt = row.Item.EnqueuedAt,
            ClaimedBy = claimed,
            ClaimedByName = claimed is null ? null : names.GetValueOrDefault(claimed, claimed),
        };
    }

    private static async Task<QueueChoices> ChoicesAsync(ModerationDb db, QueueFilter filter, CancellationToken ct)
    {
        var open = await ReviewQueue.Open(db, new QueueFilter { Sites = filter.Sites }).GroupBy(item => new { item.Site, item.Labels })
            .Select(group => new { group.Key.Site, group.Key.Labels, Count = group.Count() }).ToListAsync(ct);
        var here = open.Where(row => filter.Site is null || row.Site == filter.Site);
        var labels = here.SelectMany(row => row.Labels.Split('|', StringSplitOptions.RemoveEmptyEntries), (row, label) => (label, row.Count))
            .GroupBy(pair => pair.label, pair => pair.Count).ToDictionary(group => group.Key, group => group.Sum());
        var siteNames = await db.Sites.AsNoTracking().ToDictionaryAsync(site => site.Id, site => site.Name, ct);
        var sections = filter.Site is null ? [] : await ReviewQueue.Open(db, new QueueFilter { Site = filter.Site, Sites = filter.Sites })
            .GroupBy(item => item.Section).Select(group => new { Id = group.Key, Count = group.Count() })
            .OrderByDescending(row => row.Count).ThenBy(row => row.Id).Take(MostSections).ToListAsync(ct);
        var places = await PlacesAsync(db, sections.Select(row => row.Id), ct);
        return new QueueChoices(
            [.. open.GroupBy(row => row.Site).OrderBy(group => group.Key)
                .Select(group => new Choice(group.Key, siteNames.GetValueOrDefault(group.Key, group.Key), group.Sum(row => row.Count)))],
            [.. sections.Select(row => new Choice(row.Id, places.GetValueOrDefault((filter.Site!, row.Id), row.Id), row.Count))],
            [.. Taxonomy.Default.Labels.Where(label => labels.ContainsKey(label.Name))
                .Select(label => new Choice(label.Name, RejectReason.NameOf(label.Name), labels[label.Name]))]);
    }

    private static async Task<Dictionary<(string, string), string>> PlacesAsync(ModerationDb db, IEnumerable<string> sections, CancellationToken ct)
    {
        var ids = sections.Distinct().ToList();
        var rows = await db.Sections.AsNoTracking().Where(row => ids.Contains(row.Id) && row.Title != null)
            .Select(row => new { row.Site, row.Id, row.Title }).ToListAsync(ct);
        return rows.ToDictionary(row => (row.Site, row.Id), row => row.Title!);
    }

    private static async Task<Dictionary<long, Verdict>> VerdictsAsync(ModerationDb db, IReadOnlyList<CommentRow> comments, CancellationToken ct)
    {
        var ids = comments.Select(row => row.DecisionId).OfType<Guid>().ToList();
        return await db.Decisions.Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.CommentKey, row => row.Verdict, ct);
    }

    private static async Task<Dictionary<string, string>> NamesAsync(ModerationDb db, IEnumerable<string?> moderators, CancellationToken ct)
    {
        var ids = moderators.Select(id => Guid.TryParse(id, out var guid) ? guid : Guid.Empty).Distinct().ToList();
        return await db.Users.AsNoTracking().Where(user => ids.Contains(user.Id))
            .ToDictionaryAsync(user => user.Id.ToString(), user => user.Name, ct);
    }

    private sealed record Listed(ReviewItemRow Item, string? Title, string? Excerpt);
}
