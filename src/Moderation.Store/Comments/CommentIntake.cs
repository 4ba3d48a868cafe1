namespace Moderation.Store;

/// <summary>What an import did.</summary>
/// <param name="New">Comments that were not known.</param>
/// <param name="Changed">Comments of which this is a further revision.</param>
/// <param name="Same">Comments that were here already, also those that now have a decision.</param>
/// <param name="Refused">Comments that cannot be kept.</param>
public sealed record IntakeCounts(int New, int Changed, int Same, int Refused)
{
    internal IntakeCounts With(RecordStatus status) => status switch
    {
        RecordStatus.New => this with { New = New + 1 },
        RecordStatus.Changed => this with { Changed = Changed + 1 },
        RecordStatus.Same or RecordStatus.Decided => this with { Same = Same + 1 },
        _ => this with { Refused = Refused + 1 },
    };
}

/// <summary>Takes any number of comments at the pace of the database, for imports. Taking the same again changes nothing.</summary>
public sealed class CommentIntake(DecisionLog log, StoreOptions options, TimeProvider time)
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);

    /// <summary>Takes all comments.</summary>
    /// <param name="comments">In any order; they are read only as fast as they are written.</param>
    /// <param name="refused">Told of each comment that cannot be kept, with its place among all, from 0.</param>
    /// <param name="progress">Told of the counts after each batch.</param>
    /// <param name="cancellation">Stops between batches; what was taken stays.</param>
    /// <exception cref="StoreException">The database could not be written in time. What was counted is kept; run it again for the rest.</exception>
    public async Task<IntakeCounts> TakeAsync(
        IAsyncEnumerable<Incoming> comments, Action<long, Incoming, Recorded>? refused = null,
        IProgress<IntakeCounts>? progress = null, CancellationToken cancellation = default)
    {
        var counts = new IntakeCounts(0, 0, 0, 0);
        long at = 0;
        await foreach (var batch in comments.Chunk(BatchSize).WithCancellation(cancellation).ConfigureAwait(false))
        {
            var results = await TakeBatchAsync(batch, cancellation).ConfigureAwait(false);
            for (var i = 0; i < batch.Length; i++, at++)
            {
                counts = counts.With(results[i].Status);
                if (!results[i].IsKept)
                {
                    refused?.Invoke(at, batch[i], results[i]);
                }
            }

            progress?.Report(counts);
        }

        return counts;
    }

    private int BatchSize => Math.Min(options.DecisionLog.BatchSize, options.DecisionLog.Capacity);

    private async Task<IReadOnlyList<Recorded>> TakeBatchAsync(Incoming[] batch, CancellationToken cancellation)
    {
        while (true)
        {
            var results = await log.RecordAsync(batch).ConfigureAwait(false);
            if (results.FirstOrDefault(result => result.Status == RecordStatus.Failed) is { } failed)
            {
                throw new StoreException(failed.Because!);
            }

            // An import gives way to the requests that filled the log. The batch is taken as a whole or not at all.
            if (!results.Any(result => result.Status == RecordStatus.Overloaded))
            {
                return results;
            }

            await Task.Delay(Breath, time, cancellation).ConfigureAwait(false);
        }
    }
}
