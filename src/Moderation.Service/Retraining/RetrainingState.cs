using Microsoft.EntityFrameworkCore;
using Moderation.Store;

namespace Moderation.Service.Retraining;

/// <summary>
/// What has come since the last run. Labels that a file brought are learnt from by the next run but do not begin one:
/// whoever brings years of them in must not find another model in force a minute later.
/// </summary>
/// <param name="NewJudgements">How many judgements that were given here: decisions, and what clients suggest.</param>
/// <param name="Newest">Key of the newest of all, imported ones too; 0: there is none.</param>
/// <param name="LastRun">When the last run ended; null: there was none.</param>
internal sealed record RetrainingState(int NewJudgements, long Newest, DateTimeOffset? LastRun)
{
    /// <summary>Name of the job whose cursor is the newest judgement of the last run.</summary>
    public const string Job = "retraining";

    /// <summary>Key of the newest that the last run had.</summary>
    private long Seen { get; init; }

    /// <summary>Reads it.</summary>
    /// <param name="db">The store.</param>
    /// <param name="ct">Ends it.</param>
    /// <param name="before">What was read before, from where it is counted on; null: all is counted.</param>
    public static async Task<RetrainingState> ReadAsync(ModerationDb db, CancellationToken ct, RetrainingState? before = null)
    {
        var cursor = await db.JobCursors.AsNoTracking().SingleOrDefaultAsync(row => row.Name == Job, ct);
        var seen = KeyOf(cursor?.Position);
        var (counted, from) = before?.Seen == seen ? (before.NewJudgements, before.Newest) : (0, seen);
        var newest = await db.Annotations.Where(row => row.Key > from).MaxAsync(row => (long?)row.Key, ct) ?? from;
        var fresh = db.Annotations.Where(row => row.Key > from && row.Key <= newest && !row.Imported);
        return new RetrainingState(counted + await fresh.CountAsync(ct), newest, cursor?.MovedAt) { Seen = seen };
    }

    private static long KeyOf(string? position) => long.TryParse(position, out var key) ? key : 0;
}
