namespace Moderation.Store;

/// <summary>
/// Writes batches of entries, each batch in one transaction. One for each database: the hot path speaks its SQL
/// directly. Used by one loop only.
/// </summary>
internal abstract class RecordWriter : IAsyncDisposable
{
    /// <summary>
    /// Writes the entries and sets their results. When it returns, they are durable; when it throws, nothing was
    /// written and the results mean nothing.
    /// </summary>
    internal abstract Task WriteAsync(IReadOnlyList<RecordEntry> entries, CancellationToken cancellation);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();
}
