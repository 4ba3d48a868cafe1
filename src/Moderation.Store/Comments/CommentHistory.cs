using Microsoft.EntityFrameworkCore;
using Moderation.Reviews;

namespace Moderation.Store;

/// <summary>A comment in its conversation.</summary>
/// <param name="Parents">What it answers, the nearest last. Ends where a parent is unknown, or would come a second time.</param>
/// <param name="Comment">The newest revision of the comment.</param>
/// <param name="Replies">Answers to it and answers to those, each after what it answers.</param>
/// <param name="IsCut">Whether there is more than could be given.</param>
public sealed record CommentThread(
    IReadOnlyList<CommentRow> Parents, CommentRow Comment, IReadOnlyList<CommentRow> Replies, bool IsCut);

/// <summary>What is known of a comment: its revisions, its decisions, and the conversation around it.</summary>
public sealed class CommentHistory(IDbContextFactory<ModerationDb> contexts, CommentIds ids)
{
    private const int MostParents = 50;
    private const int MostReplies = 200;

    /// <summary>All revisions, the newest first. Without a section, those of every section of the site that has the id.</summary>
    public async Task<IReadOnlyList<CommentRow>> RevisionsAsync(
        string site, string? section, string comment, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return await (await RevisionsAsync(db, site, section, comment, cancellation).ConfigureAwait(false)).OrderByDescending(row => row.Revision).ThenBy(row => row.Key)
            .AsNoTracking().ToListAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>All decisions on all revisions, the newest first.</summary>
    public async Task<IReadOnlyList<Decision>> DecisionsAsync(
        string site, string? section, string comment, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var keys = (await RevisionsAsync(db, site, section, comment, cancellation).ConfigureAwait(false)).Select(row => row.Key);
        var rows = await db.Decisions.Where(decision => keys.Contains(decision.CommentKey))
            .Include(decision => decision.Comment).AsNoTracking().ToListAsync(cancellation).ConfigureAwait(false);
        return [.. rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Select(row => row.ToDecision())];
    }

    /// <summary>A decision by its id, or null.</summary>
    public async Task<Decision?> DecisionAsync(Guid id, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var row = await db.Decisions.Include(decision => decision.Comment).AsNoTracking()
            .SingleOrDefaultAsync(decision => decision.Id == id, cancellation).ConfigureAwait(false);
        return row?.ToDecision();
    }

    /// <summary>The comment in its conversation, or null where it is unknown. Up to 50 parents and 200 replies.</summary>
    public async Task<CommentThread?> ThreadAsync(string site, string section, string comment, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        if (await NewestAsync(db, site, section, comment, cancellation).ConfigureAwait(false) is not { } start)
        {
            return null;
        }

        var met = new HashSet<string>(StringComparer.Ordinal) { comment };
        var parents = await ParentsAsync(db, start, met, cancellation).ConfigureAwait(false);
        var replies = await RepliesAsync(db, start, met, cancellation).ConfigureAwait(false);
        return new CommentThread(parents, start, replies, parents.Count == MostParents || replies.Count == MostReplies);
    }

    private async Task<IQueryable<CommentRow>> RevisionsAsync(
        ModerationDb db, string site, string? section, string comment, CancellationToken cancellation) =>
        (await ids.FindAsync(db, site, comment, cancellation).ConfigureAwait(false)).Where(row => section == null || row.Section == section);

    private async Task<CommentRow?> NewestAsync(ModerationDb db, string site, string section, string comment, CancellationToken cancellation) =>
        await (await RevisionsAsync(db, site, section, comment, cancellation).ConfigureAwait(false))
            .OrderByDescending(row => row.Revision).AsNoTracking().FirstOrDefaultAsync(cancellation).ConfigureAwait(false);

    private async Task<List<CommentRow>> ParentsAsync(
        ModerationDb db, CommentRow start, HashSet<string> met, CancellationToken cancellation)
    {
        var parents = new List<CommentRow>();
        for (var at = start; at.ParentId is { } id && parents.Count < MostParents && met.Add(id);)
        {
            if (await NewestAsync(db, at.Site, at.Section, id, cancellation).ConfigureAwait(false) is not { } parent)
            {
                break;
            }

            parents.Insert(0, parent);
            at = parent;
        }

        return parents;
    }

    private static async Task<List<CommentRow>> RepliesAsync(
        ModerationDb db, CommentRow start, HashSet<string> met, CancellationToken cancellation)
    {
        var replies = new List<CommentRow>();
        List<string> level = [start.CommentId];
        while (level.Count > 0 && replies.Count < MostReplies)
        {
            var ids = level;
            var rows = await db.Comments
                .Where(row => row.Site == start.Site && row.Section == start.Section && ids.Contains(row.ParentId!))
                .OrderBy(row => row.Key).Take(MostReplies * 2).AsNoTracking().ToListAsync(cancellation).ConfigureAwait(false);
            level = [];
            foreach (var revisions in rows.GroupBy(row => row.CommentId).Where(revisions => met.Add(revisions.Key)))
            {
                level.Add(revisions.Key);
                replies.Add(revisions.MaxBy(row => row.Revision)!);
            }
        }

        return replies.Count <= MostReplies ? replies : replies[..MostReplies];
    }
}
