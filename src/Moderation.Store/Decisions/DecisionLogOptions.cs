namespace Moderation.Store;

/// <summary>How the <see cref="DecisionLog"/> groups and holds what it writes.</summary>
public sealed record DecisionLogOptions
{
    /// <summary>Comments that may wait to be written; those beyond are answered <see cref="RecordStatus.Overloaded"/>. 1 to 1,000,000, default 16,384 (some 30 MB).</summary>
    public int Capacity { get; init; } = 16_384;

    /// <summary>Comments in one transaction at most. 1 to 10,000, default 512.</summary>
    public int BatchSize { get; init; } = 512;

    /// <summary>How long a batch is tried while the database is locked, full or away. 0 to 60 s, default 5 s; then its callers hear <see cref="RecordStatus.Failed"/>.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    internal void Validate()
    {
        Require(Capacity is >= 1 and <= 1_000_000, nameof(Capacity), "1 to 1,000,000");
        Require(BatchSize is >= 1 and <= 10_000, nameof(BatchSize), "1 to 10,000");
        Require(Patience >= TimeSpan.Zero && Patience <= TimeSpan.FromMinutes(1), nameof(Patience), "0 to 60 seconds");
    }

    private static void Require(bool holds, string option, string range)
    {
        if (!holds)
        {
            throw new StoreException($"The decision log's {option} is out of range. Set it to {range}.");
        }
    }
}
