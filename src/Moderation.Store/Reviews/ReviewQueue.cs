using Microsoft.EntityFrameworkCore;

namespace Moderation.Store;

/// <summary>Which part of the queue is meant; the default is all of it.</summary>
public sealed record QueueFilter
{
    /// <summary>Only this site.</summary>
    public string? Site { get; init; }

    /// <summary>Only these sites, those somebody looks after; null: every site.</summary>
    public IReadOnlyList<string>? Sites { get; init; }

    /// <summary>Only this section of it.</summary>
    public string? Section { get; init; }

    /// <summary>Only comments that this label sent here.</summary>
    public string? Label { get; init; }

    /// <summary>Only what has waited since before.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Only what has waited since this time or later.</summary>
    public DateTimeOffset? Since { get; init; }
}

/// <summary>The comments that wait for a human: a query, not a table.</summary>
public sealed class ReviewQueue(IDbContextFactory<ModerationDb> contexts, TimeProvider time)
{
    /// <summary>The open items of a filter in their order: highest priority first, the oldest first among equals. To be composed further.</summary>
    public static IOrderedQueryable<ReviewItemRow> Open(ModerationDb db, QueueFilter filter)
    {
        var items = db.ReviewItems.Where(item => item.ResolvedAt == null);
        items = filter.Site is { } site ? items.Where(item => item.Site == site) : items;
        items = filter.Sites is { } sites ? items.Where(item => sites.Contains(item.Site)) : items;
        items = filter.Section is { } section ? items.Where(item => item.Section == section) : items;
        items = filter.Since is { } since ? items.Where(item => item.EnqueuedAt >= since) : items;
        items = filter.Before is { } before ? items.Where(item => item.EnqueuedAt < before) : items;
        if (filter.Label is { } label)
        {
            var marked = $"|{label}|";
            items = items.Where(item => item.Labels.Contains(marked));
        }

        return items.OrderByDescending(item => item.Priority).ThenBy(item => item.EnqueuedAt).ThenBy(item => item.Key);
    }

    /// <summary>A page of the queue with its comments.</summary>
    /// <param name="filter">Which part.</param>
    /// <param name="skip">Items to pass over.</param>
    /// <param name="take">Items to give, at most.</param>
    /// <param name="cancellation">Ends the query.</param>
    public async Task<IReadOnlyList<ReviewItemRow>> PageAsync(
        QueueFilter filter, int skip, int take, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return await Open(db, filter).Include(item => item.Comment).Skip(skip).Take(take)
            .AsNoTracking().ToListAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>How many wait, how many of them a moderator has on the screen, and since when the oldest waits.</summary>
    public async Task<QueueCounts> CountAsync(QueueFilter filter, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var open = Open(db, filter);
        var count = await open.CountAsync(cancellation).ConfigureAwait(false);
        var claimed = await open.CountAsync(item => item.ClaimedUntil > now, cancellation).ConfigureAwait(false);
        var oldest = await open.Select(item => (DateTimeOffset?)item.EnqueuedAt).MinAsync(cancellation).ConfigureAwait(false);
        return new QueueCounts(count, claimed, oldest);
    }
}

/// <summary>The size of the queue.</summary>
/// <param name="Open">Items that wait.</param>
/// <param name="Claimed">Those of them that a moderator has on the screen.</param>
/// <param name="Oldest">Since when the oldest waits; null where none does.</param>
public sealed record QueueCounts(int Open, int Claimed, DateTimeOffset? Oldest);
