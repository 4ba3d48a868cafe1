using Microsoft.EntityFrameworkCore;

namespace Moderation.Store;

/// <summary>
/// Erases what somebody wrote, as the law may demand: texts, title and author go, ids and decisions stay. The comment's
/// text cannot come back by importing it again.
/// </summary>
public sealed class Erasure(IDbContextFactory<ModerationDb> contexts, CommentIds ids, WriteGate gate, TimeProvider time)
{
    /// <summary>Erases all revisions of a comment, and the quotations of it in its answers.</summary>
    /// <param name="who">Who asks for it, for the audit.</param>
    /// <param name="site">The site.</param>
    /// <param name="section">The section.</param>
    /// <param name="comment">The site's id of the comment.</param>
    /// <param name="cancellation">Ends the wait before anything is written.</param>
    /// <returns>Revisions that were erased; 0 where the comment is unknown.</returns>
    public async Task<int> EraseAsync(string who, string site, string section, string comment, CancellationToken cancellation = default)
    {
        using var turn = await gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var erased = await EraseTextsAsync(db, site, section, comment, now, cancellation).ConfigureAwait(false);
        await db.Comments.Where(row => row.Site == site && row.Section == section && row.ParentId == comment)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.ParentText, (string?)null), cancellation).ConfigureAwait(false);
        await db.ReviewItems
            .Where(item => item.Site == site && item.Section == section && item.CommentId == comment && item.ResolvedAt == null)
            .ExecuteUpdateAsync(item => item.SetProperty(i => i.ResolvedAt, now), cancellation).ConfigureAwait(false);
        if (erased > 0)
        {
            db.Audit.Add(new AuditRow { At = now, Who = who, What = "erase", Subject = $"{site}/{section}/{comment}" });
            await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return erased;
    }

    private async Task<int> EraseTextsAsync(
        ModerationDb db, string site, string section, string comment, DateTimeOffset now, CancellationToken cancellation) =>
        await (await ids.FindAsync(db, site, comment, cancellation).ConfigureAwait(false))
            .Where(row => row.Section == section && row.ErasedAt == null)
            .ExecuteUpdateAsync(row => row
                .SetProperty(r => r.Text, (string?)null)
                .SetProperty(r => r.TextHash, (byte[]?)null)
                .SetProperty(r => r.ParentText, (string?)null)
                .SetProperty(r => r.Title, (string?)null)
                .SetProperty(r => r.Author, (string?)null)
                .SetProperty(r => r.PendingSince, (DateTimeOffset?)null)
                .SetProperty(r => r.ErasedAt, now), cancellation).ConfigureAwait(false);
}
