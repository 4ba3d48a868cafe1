using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace Moderation.Store;

/// <summary>
/// The comments that wait for a model. A worker leases some, scores them and records them through the
/// <see cref="DecisionLog"/> with their revision; the log decides each comment once, whoever comes first. A worker that
/// dies loses its lease, and another one takes its comments.
/// </summary>
public sealed class PendingComments(IDbContextFactory<ModerationDb> contexts, StoreDialect dialect, TimeProvider time)
{
    /// <summary>Leases the comments that wait longest.</summary>
    /// <param name="worker">Unique name of the worker.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="lease">How long it may take; afterwards another worker may take them.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    /// <returns>In no particular order; empty where nothing waits.</returns>
    public async Task<IReadOnlyList<CommentRow>> LeaseAsync(string worker, int count, TimeSpan lease, CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        var sql = FormattableStringFactory.Create(dialect.LeaseSql, worker, dialect.Time(now), dialect.Time(now + lease), count);
        using var turn = await dialect.Gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return await db.Comments.FromSql(sql).AsNoTracking().ToListAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Gives back what a worker has leased and not recorded, as if it had not been taken.</summary>
    /// <param name="worker">Name of the worker.</param>
    /// <param name="only">Keys of those it gives back; null: all.</param>
    /// <param name="cancellation">Ends the wait before anything is written.</param>
    public async Task<int> ReleaseAsync(string worker, IReadOnlyCollection<long>? only = null, CancellationToken cancellation = default)
    {
        using var turn = await dialect.Gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return await db.Comments.Where(row => row.PendingSince != null && row.LeasedBy == worker && (only == null || only.Contains(row.Key)))
            .ExecuteUpdateAsync(row => row
                .SetProperty(r => r.LeasedBy, (string?)null)
                .SetProperty(r => r.LeasedUntil, (DateTimeOffset?)null)
                .SetProperty(r => r.Attempts, r => r.Attempts - 1), cancellation)
            .ConfigureAwait(false);
    }

    /// <summary>How many wait, and since when the oldest does.</summary>
    public async Task<(int Count, DateTimeOffset? Oldest)> WaitingAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var pending = db.Comments.Where(row => row.PendingSince != null);
        var count = await pending.CountAsync(cancellation).ConfigureAwait(false);
        return (count, count == 0 ? null : await pending.MinAsync(row => row.PendingSince, cancellation).ConfigureAwait(false));
    }
}
