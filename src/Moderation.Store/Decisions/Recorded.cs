using Moderation.Reviews;

namespace Moderation.Store;

/// <summary>What became of an <see cref="Incoming"/>.</summary>
public enum RecordStatus
{
    /// <summary>The comment was not known; it is kept now, with its decision.</summary>
    New,

    /// <summary>An earlier revision was known; this one is kept now, with its decision.</summary>
    Changed,

    /// <summary>The revision was known but undecided; it has its decision now.</summary>
    Decided,

    /// <summary>The revision was known; nothing was written. Its decision, if any, is the one it already had.</summary>
    Same,

    /// <summary>It cannot be kept as it is; <see cref="Recorded.Because"/> says why.</summary>
    Refused,

    /// <summary>Too many wait to be written. Nothing was kept: answer "unscored" or "later", never "clean".</summary>
    Overloaded,

    /// <summary>The database could not be written in time. Nothing was kept; <see cref="Recorded.Because"/> says why.</summary>
    Failed,
}

/// <summary>What became of an <see cref="Incoming"/>. For the first four the database has committed before this is seen.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Decision">The decision in force; null while the comment waits for a worker, and where nothing was kept.</param>
/// <param name="Revision">The revision it was kept as; 0 where nothing was kept.</param>
/// <param name="Because">Why it was not kept, with the cure; null otherwise.</param>
public sealed record Recorded(RecordStatus Status, Decision? Decision, int Revision, string? Because = null)
{
    /// <summary>Whether the comment is in the database, from this call or an earlier one.</summary>
    public bool IsKept => Status is RecordStatus.New or RecordStatus.Changed or RecordStatus.Decided or RecordStatus.Same;
}
