namespace Moderation.Store;

/// <summary>How far a background job has come, and which process runs it.</summary>
public sealed class JobCursorRow
{
    /// <summary>Name of the job.</summary>
    public required string Name { get; init; }

    /// <summary>How far it has come, in the job's own terms; empty at the beginning.</summary>
    public required string Position { get; set; }

    /// <summary>When it last moved.</summary>
    public DateTimeOffset? MovedAt { get; set; }

    /// <summary>The process that runs it, until <see cref="LeasedUntil"/>.</summary>
    public string? LeasedBy { get; set; }

    /// <summary>When the lease ends.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }
}
