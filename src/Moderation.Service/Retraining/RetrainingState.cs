using Microsoft.EntityFrameworkCore;
using Moderation.Store;

namespace Moderation.Service.Retraining;

/// <summary>What has come since the last run.</summary>
/// <param name="NewJudgements">How many judgements.</param>
/// <param name="Newest">Key of the newest of all; 0: there is none.</param>
/// <param name="LastRun">When the last run ended; null: there was none.</param>
internal sealed record RetrainingState(int NewJudgements, long Newest, DateTimeOffset? LastRun)
{
    /// <summary>Name of the job whose cursor is the newest judgement of the last run.</summary>
    public const string Job = "retraining";

    public static async Task<RetrainingState> ReadAsync(ModerationDb db, CancellationToken ct)
    {
        var cursor = await db.JobCursors.AsNoTracking().SingleOrDefaultAsync(row => row.Name == Job, ct);
        var seen = KeyOf(cursor?.Position);
        var fresh = db.Annotations.Where(row => row.Key > seen);
        return new RetrainingState(await fresh.CountAsync(ct), await fresh.MaxAsync(row => (long?)row.Key, ct) ?? seen, cursor?.MovedAt);
    }

    private static long KeyOf(string? position) => long.TryParse(position, out var key) ? key : 0;
}
