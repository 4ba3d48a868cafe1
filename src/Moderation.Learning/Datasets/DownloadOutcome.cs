namespace Moderation.Learning.Datasets;

/// <summary>What became of a download.</summary>
/// <param name="Sha256">Hash of the file that is now in place, lower-case hex; null where there is none.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Fault">Why there is none, with the cure; null where all went well.</param>
public sealed record DownloadOutcome(string? Sha256, long Bytes, string? Fault)
{
    /// <summary>Whether the file is in place.</summary>
    public bool IsDone => Fault is null;

    internal static DownloadOutcome Failed(string fault) => new(null, 0, fault);
}
