using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Moderation.Comments;

namespace Moderation.Store;

/// <summary>
/// Completes comments that name what they answer without giving its text, from what is kept of it: the same words mean another
/// thing as an answer. The database is asked only where a parent is named.
/// </summary>
public sealed partial class ParentTexts(IDbContextFactory<ModerationDb> contexts, CommentIds ids, ILogger<ParentTexts>? log = null)
{
    private readonly ILogger _log = log ?? NullLogger<ParentTexts>.Instance;

    /// <summary>Of a longer parent, this beginning is given, in UTF-16 units.</summary>
    public const int Longest = 4_000;

    /// <summary>Whether a comment names its parent and lacks the parent's text.</summary>
    public static bool IsMissing(Comment comment) => comment is { ParentId: not null, ParentText: null };

    /// <summary>The comment with its parent's text; as it is where that is given, unknown or not kept.</summary>
    public async ValueTask<Comment> CompleteAsync(Comment comment, CancellationToken cancellation = default) =>
        IsMissing(comment) ? (await CompleteAsync([comment], cancellation).ConfigureAwait(false))[0] : comment;

    /// <summary>The same for many, in their order. What stands among them is known too, though it may not be recorded yet.</summary>
    public async ValueTask<IReadOnlyList<Comment>> CompleteAsync(IReadOnlyList<Comment> comments, CancellationToken cancellation = default)
    {
        var missing = comments.Where(IsMissing).ToList();
        if (missing.Count == 0)
        {
            return comments;
        }

        var texts = await KnownAsync(missing, cancellation).ConfigureAwait(false);
        foreach (var comment in comments)
        {
            texts[(comment.Site, comment.Section, comment.Id)] = comment.Text.Length <= Longest ? comment.Text : comment.Text[..Longest];
        }

        return [.. comments.Select(comment => IsMissing(comment) && comment.ParentId != comment.Id
            && texts.TryGetValue((comment.Site, comment.Section, comment.ParentId!), out var text) ? comment with { ParentText = text } : comment)];
    }

    private async Task<Dictionary<(string Site, string Section, string Id), string>> KnownAsync(List<Comment> missing, CancellationToken cancellation)
    {
        var texts = new Dictionary<(string, string, string), string>();
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
            foreach (var section in missing.GroupBy(comment => (comment.Site, comment.Section)))
            {
                var ((site, id), parents) = (section.Key, section.Select(comment => comment.ParentId!).Distinct().ToList());
                var rows = await (await ids.FindAsync(db, site, parents, cancellation).ConfigureAwait(false)).AsNoTracking()
                    .Where(row => row.Section == id)
                    .OrderBy(row => row.Revision).Select(row => new { row.CommentId, Text = row.Text!.Substring(0, Longest) })
                    .ToListAsync(cancellation).ConfigureAwait(false);
                // The newest revision comes last and stays.
                foreach (var row in rows)
                {
                    if (row.Text is null)
                    {
                        texts.Remove((site, id, row.CommentId));
                    }
                    else
                    {
                        texts[(site, id, row.CommentId)] = row.Text;
                    }
                }
            }
        }
        catch (Exception fault) when (fault is DbException or TimeoutException or InvalidOperationException { InnerException: DbException })
        {
            // A comment judged without its context is better than one that is not judged.
            Unread(fault);
        }

        return texts;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The comments that others answer could not be read; the answers are judged without them")]
    private partial void Unread(Exception fault);
}
