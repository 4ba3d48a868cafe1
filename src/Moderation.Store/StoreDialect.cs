namespace Moderation.Store;

/// <summary>Where the databases differ beyond what EF Core covers. One for each <see cref="StoreKind"/>.</summary>
public abstract class StoreDialect
{
    /// <summary>Lets writers in, in turn where the database needs it.</summary>
    public WriteGate Gate { get; }

    private protected StoreDialect(WriteGate gate) => Gate = gate;

    /// <summary>The writer of the hot path; belongs to its caller.</summary>
    internal abstract RecordWriter OpenWriter();

    /// <summary>
    /// SQL that leases comments which wait for a worker, the oldest first, and returns their rows. Parameters: worker,
    /// now, until, and how many. Two workers never get the same row while a lease holds.
    /// </summary>
    internal abstract string LeaseSql { get; }

    /// <summary>A time as the database has it, for SQL written by hand.</summary>
    internal abstract object Time(DateTimeOffset time);

    /// <inheritdoc cref="CommentIds.FindAsync(ModerationDb, string, IReadOnlyList{string}, CancellationToken)" />
    internal abstract ValueTask<IQueryable<CommentRow>> FindAsync(
        ModerationDb db, string site, IReadOnlyList<string> comments, CancellationToken cancellation);

    /// <summary>Brings the schema up to date; safe to be called by several processes at once.</summary>
    internal abstract Task MigrateAsync(ModerationDb db, CancellationToken cancellation);
}
