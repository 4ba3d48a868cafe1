using Microsoft.EntityFrameworkCore;

namespace Moderation.Store;

/// <summary>Lets one process at a time run a background job, and remembers how far it came.</summary>
public sealed class JobCursors(IDbContextFactory<ModerationDb> contexts, WriteGate gate, TimeProvider time)
{
    /// <summary>Takes the job, or renews the lease of the one who has it.</summary>
    /// <returns>Its position (empty at the beginning), or null where another process has it.</returns>
    public async Task<string?> TakeAsync(string job, string process, TimeSpan lease, CancellationToken cancellation = default)
    {
        using var turn = await gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var now = time.GetUtcNow();
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO job_cursors (name, position) VALUES ({job}, '') ON CONFLICT (name) DO NOTHING", cancellation).ConfigureAwait(false);
        var taken = await db.JobCursors
            .Where(row => row.Name == job && (row.LeasedBy == null || row.LeasedBy == process || row.LeasedUntil <= now))
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.LeasedBy, process).SetProperty(r => r.LeasedUntil, now + lease), cancellation)
            .ConfigureAwait(false);
        return taken == 0 ? null
            : await db.JobCursors.Where(row => row.Name == job).Select(row => row.Position).SingleAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Moves the job on.</summary>
    /// <returns>False where the process no longer has the job: another one took it after the lease ended.</returns>
    public async Task<bool> MoveAsync(string job, string process, string position, CancellationToken cancellation = default)
    {
        using var turn = await gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var now = time.GetUtcNow();
        return await db.JobCursors.Where(row => row.Name == job && row.LeasedBy == process)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.Position, position).SetProperty(r => r.MovedAt, now), cancellation)
            .ConfigureAwait(false) == 1;
    }

    /// <summary>Lets another process have the job at once.</summary>
    public async Task ReleaseAsync(string job, string process, CancellationToken cancellation = default)
    {
        using var turn = await gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await db.JobCursors.Where(row => row.Name == job && row.LeasedBy == process)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.LeasedBy, (string?)null).SetProperty(r => r.LeasedUntil, (DateTimeOffset?)null), cancellation)
            .ConfigureAwait(false);
    }
}
