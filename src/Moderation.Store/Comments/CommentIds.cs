namespace Moderation.Store;

/// <summary>Finds comments by the ids that their sites gave them, each database in its own way.</summary>
public sealed class CommentIds(StoreDialect dialect)
{
    /// <summary>All revisions of a comment, in every section that has the id. To be composed further.</summary>
    /// <param name="db">Where to look; the query is good as long as it lives.</param>
    /// <param name="site">The site.</param>
    /// <param name="comment">The site's id of the comment.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    public ValueTask<IQueryable<CommentRow>> FindAsync(ModerationDb db, string site, string comment, CancellationToken cancellation = default) =>
        FindAsync(db, site, [comment], cancellation);

    /// <summary>The same for many.</summary>
    public ValueTask<IQueryable<CommentRow>> FindAsync(ModerationDb db, string site, IReadOnlyList<string> comments, CancellationToken cancellation = default) =>
        dialect.FindAsync(db, site, comments, cancellation);
}
