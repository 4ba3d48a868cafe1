using Microsoft.EntityFrameworkCore;
using Moderation.Policies;

namespace Moderation.Store;

/// <summary>
/// Moderators at work on the queue. A claim is a lease taken by a conditional update, whose row count is the answer:
/// of two moderators who reach for an item one gets it. A decision, its annotation and its trace in the audit are
/// committed together. An undo is a further decision.
/// </summary>
public sealed class ReviewClaims(IDbContextFactory<ModerationDb> contexts, CommentIds ids, WriteGate gate, TimeProvider time)
{
    private const int Candidates = 16;

    /// <summary>Takes the first free item of a filter.</summary>
    /// <returns>The item with its comment, or null where none is free.</returns>
    public async Task<ReviewItemRow?> ClaimNextAsync(
        string moderator, QueueFilter filter, TimeSpan lease, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        while (true)
        {
            var now = time.GetUtcNow();
            var keys = await ReviewQueue.Open(db, filter)
                .Where(item => item.ClaimedBy == null || item.ClaimedUntil <= now || item.ClaimedBy == moderator)
                .Select(item => item.Key).Take(Candidates).ToListAsync(cancellation).ConfigureAwait(false);
            foreach (var key in keys)
            {
                if (await ClaimAsync(key, moderator, lease, cancellation).ConfigureAwait(false))
                {
                    return await db.ReviewItems.Include(item => item.Comment).AsNoTracking()
                        .SingleAsync(item => item.Key == key, cancellation).ConfigureAwait(false);
                }
            }

            if (keys.Count < Candidates)
            {
                return null;
            }
        }
    }

    /// <summary>Takes an item, or renews the claim of the moderator who has it.</summary>
    /// <returns>False where another moderator has it, or it is dealt with.</returns>
    public async Task<bool> ClaimAsync(long item, string moderator, TimeSpan lease, CancellationToken cancellation = default)
    {
        using var turn = await gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var until = now + lease;
        return await Free(db, item, moderator, now)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.ClaimedBy, moderator).SetProperty(r => r.ClaimedUntil, until), cancellation)
            .ConfigureAwait(false) == 1;
    }

    /// <summary>Lets another moderator have the item at once.</summary>
    public async Task ReleaseAsync(long item, string moderator, CancellationToken cancellation = default)
    {
        using var turn = await gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await db.ReviewItems.Where(row => row.Key == item && row.ClaimedBy == moderator && row.ResolvedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.ClaimedBy, (string?)null).SetProperty(r => r.ClaimedUntil, (DateTimeOffset?)null), cancellation)
            .ConfigureAwait(false);
    }

    /// <summary>Decides an item of the queue.</summary>
    /// <param name="item">The item.</param>
    /// <param name="seen">The revision the moderator saw, <see cref="ReviewItemRow.CommentKey"/>; if the author has edited it since, nothing is decided.</param>
    /// <param name="judgement">Approve or reject.</param>
    /// <param name="cancellation">Ends the wait before anything is written.</param>
    public async Task<Resolution> ResolveAsync(long item, long seen, Judgement judgement, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        if (judgement.Verdict == Verdict.Review)
        {
            throw new ArgumentException("A moderator resolves an item by approving or rejecting. Release the claim to leave it in the queue.", nameof(judgement));
        }

        using var turn = await gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await LockAsync(db, seen, cancellation).ConfigureAwait(false);
        var resolved = await Free(db, item, judgement.Moderator, now).Where(row => row.CommentKey == seen)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.ResolvedAt, now).SetProperty(r => r.ResolutionId, id), cancellation)
            .ConfigureAwait(false);
        if (resolved == 0)
        {
            return new Resolution(await WhyNotAsync(db, item, seen, judgement.Moderator, cancellation).ConfigureAwait(false));
        }

        var comment = await db.Comments.SingleAsync(row => row.Key == seen, cancellation).ConfigureAwait(false);
        var decision = await ModeratorDecision.AddAsync(db, comment, judgement, id, now, cancellation).ConfigureAwait(false);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return new Resolution(ResolutionStatus.Done, decision.ToDecision(comment));
    }

    /// <summary>
    /// Decides a comment whether or not it is in the queue: to overturn the program or another moderator, to undo, or
    /// with <see cref="Verdict.Review"/> to put it before a human again. Of several undos at once, or an undo and another's decision, the first counts.
    /// </summary>
    /// <param name="comment">The revision: <see cref="CommentRow.Key"/>.</param>
    /// <param name="judgement">Any verdict.</param>
    /// <param name="cancellation">Ends the wait before anything is written.</param>
    public async Task<Resolution> DecideAsync(long comment, Judgement judgement, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        using var turn = await gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await LockAsync(db, comment, cancellation).ConfigureAwait(false);
        if (await db.Comments.SingleOrDefaultAsync(row => row.Key == comment, cancellation).ConfigureAwait(false) is not { } row)
        {
            return new Resolution(ResolutionStatus.Unknown);
        }

        if (judgement.TakesBack is { } taken && taken != row.DecisionId)
        {
            return new Resolution(ResolutionStatus.AlreadyResolved);
        }

        var revisions = await ids.FindAsync(db, row.Site, row.CommentId, cancellation).ConfigureAwait(false);
        if (await revisions.AnyAsync(other => other.Section == row.Section && other.Revision > row.Revision, cancellation).ConfigureAwait(false))
        {
            return new Resolution(ResolutionStatus.Edited);
        }

        await OpenOrCloseAsync(db, row, judgement, id, now, cancellation).ConfigureAwait(false);
        var decision = await ModeratorDecision.AddAsync(db, row, judgement, id, now, cancellation).ConfigureAwait(false);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return new Resolution(ResolutionStatus.Done, decision.ToDecision(row));
    }

    // The comment before its item, as the decision log does it; the other way round two writers could wait for each other.
    private static Task<int> LockAsync(ModerationDb db, long comment, CancellationToken cancellation) =>
        db.Comments.Where(row => row.Key == comment)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.Attempts, r => r.Attempts), cancellation);

    private static IQueryable<ReviewItemRow> Free(ModerationDb db, long item, string moderator, DateTimeOffset now) =>
        db.ReviewItems.Where(row => row.Key == item && row.ResolvedAt == null
            && (row.ClaimedBy == null || row.ClaimedBy == moderator || row.ClaimedUntil <= now));

    private static async Task<ResolutionStatus> WhyNotAsync(
        ModerationDb db, long item, long seen, string moderator, CancellationToken cancellation)
    {
        var row = await db.ReviewItems.AsNoTracking().SingleOrDefaultAsync(row => row.Key == item, cancellation).ConfigureAwait(false);
        return row switch
        {
            null => ResolutionStatus.Unknown,
            { ResolvedAt: not null } => ResolutionStatus.AlreadyResolved,
            _ when row.CommentKey != seen => ResolutionStatus.Edited,
            _ when row.ClaimedBy != moderator => ResolutionStatus.ClaimedByAnother,
            _ => ResolutionStatus.AlreadyResolved,
        };
    }

    private static async Task OpenOrCloseAsync(
        ModerationDb db, CommentRow comment, Judgement judgement, Guid decision, DateTimeOffset now, CancellationToken cancellation)
    {
        var open = db.ReviewItems.Where(item => item.Site == comment.Site && item.Section == comment.Section
            && item.CommentId == comment.CommentId && item.ResolvedAt == null);
        if (judgement.Verdict != Verdict.Review)
        {
            await open.ExecuteUpdateAsync(item => item.SetProperty(i => i.ResolvedAt, now).SetProperty(i => i.ResolutionId, decision), cancellation)
                .ConfigureAwait(false);
        }
        else if (!await open.AnyAsync(cancellation).ConfigureAwait(false))
        {
            // What is taken back waits again as it waited: for the same reason and labels, and since then.
            var before = judgement.TakesBack is not { } taken ? null : await db.ReviewItems.AsNoTracking()
                .Where(item => item.CommentKey == comment.Key && item.ResolutionId == taken)
                .SingleOrDefaultAsync(cancellation).ConfigureAwait(false);
            db.ReviewItems.Add(new ReviewItemRow
            {
                Site = comment.Site,
                Section = comment.Section,
                CommentId = comment.CommentId,
                CommentKey = comment.Key,
                DecisionId = before?.DecisionId ?? decision,
                Priority = before?.Priority ?? 1, // A person asked for it.
                Labels = before?.Labels ?? "",
                EnqueuedAt = before?.EnqueuedAt ?? now,
            });
        }
    }
}
