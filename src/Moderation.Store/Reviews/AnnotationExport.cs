using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Moderation.Comments;

namespace Moderation.Store;

/// <summary>Gives raters' judgements back with their comments, for retraining.</summary>
public sealed class AnnotationExport(IDbContextFactory<ModerationDb> contexts, ParentTexts parents)
{
    private const int PageSize = 500;

    /// <summary>
    /// All comments that have judgements and whose text is kept, a revision each, with each rater's newest judgement;
    /// one that was taken back is left out.
    /// In the order of keys, with what they answer; in constant memory.
    /// </summary>
    /// <param name="site">Only this site; null: all.</param>
    /// <param name="after">Only comments with a key above, to go on where an earlier export ended; 0: from the beginning.</param>
    /// <param name="cancellation">Ends the export.</param>
    public async IAsyncEnumerable<LabelledComment> ReadAsync(
        string? site = null, long after = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        while (true)
        {
            var comments = await db.Comments.AsNoTracking()
                .Where(comment => comment.Key > after && comment.Text != null && (site == null || comment.Site == site)
                    && db.Annotations.Any(annotation => annotation.CommentKey == comment.Key))
                .OrderBy(comment => comment.Key).Take(PageSize).ToListAsync(cancellation).ConfigureAwait(false);
            if (comments.Count == 0)
            {
                yield break;
            }

            after = comments[^1].Key;
            var first = comments[0].Key;
            var last = after;
            var annotations = (await db.Annotations.AsNoTracking()
                .Where(annotation => annotation.CommentKey >= first && annotation.CommentKey <= last)
                .OrderBy(annotation => annotation.Key).ToListAsync(cancellation).ConfigureAwait(false)).ToLookup(row => row.CommentKey);
            var whole = await parents.CompleteAsync([.. comments.Select(comment => comment.ToComment())], cancellation).ConfigureAwait(false);
            foreach (var (comment, told) in comments.Zip(whole))
            {
                var newest = annotations[comment.Key].GroupBy(row => row.Rater).Select(rater => rater.Last())
                    .Where(row => row.Labels.Count > 0).Select(row => row.ToAnnotation()).ToList();
                if (newest.Count > 0)
                {
                    yield return new LabelledComment(told, newest);
                }
            }
        }
    }
}
