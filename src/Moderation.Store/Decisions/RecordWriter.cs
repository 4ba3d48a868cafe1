namespace Moderation.Store;

/// <summary>
/// Writes batches of entries, each batch in one transaction. One for each database: the hot path speaks its SQL
/// directly. One batch is written at a time.
/// </summary>
internal abstract class RecordWriter : IAsyncDisposable
{
    /// <summary>
    /// Writes the entries and sets their results. When it returns, they are committed; when it throws, nothing was
    /// written and the results mean nothing.
    /// </summary>
    internal abstract Task WriteAsync(IReadOnlyList<RecordEntry> entries, CancellationToken cancellation);

    /// <summary>Makes durable what was written before. Nothing is to be done where a commit is durable by itself.</summary>
    internal virtual void Flush()
    {
    }

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();
}
