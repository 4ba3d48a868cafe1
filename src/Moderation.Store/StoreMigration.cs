using Microsoft.EntityFrameworkCore;

namespace Moderation.Store;

/// <summary>Brings the database to this program's schema, or says in one sentence why that cannot be.</summary>
public sealed class StoreMigration(IDbContextFactory<ModerationDb> contexts, StoreDialect dialect)
{
    /// <summary>Creates or migrates the database. Safe to be called by several processes at once.</summary>
    /// <exception cref="StoreException">It cannot be opened, is damaged, or was made by a newer program.</exception>
    public async Task MigrateAsync(CancellationToken cancellation = default)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
            await dialect.MigrateAsync(db, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (StoreException or OperationCanceledException))
        {
            throw new StoreException(StoreFailure.Of(exception).Message, exception);
        }
    }

    /// <summary>Names of the migrations that <see cref="MigrateAsync"/> would apply, in order.</summary>
    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return [.. await db.Database.GetPendingMigrationsAsync(cancellation).ConfigureAwait(false)];
    }

    /// <summary>Refuses a schema that has migrations this program does not know.</summary>
    internal static async Task RefuseNewerAsync(ModerationDb db, CancellationToken cancellation)
    {
        var applied = await db.Database.GetAppliedMigrationsAsync(cancellation).ConfigureAwait(false);
        var unknown = applied.Except(db.Database.GetMigrations()).ToArray();
        if (unknown.Length > 0)
        {
            throw new StoreException(
                $"The database was made by a newer program (it has the migration {unknown[^1]}). Run that program, or restore a backup from before.");
        }
    }
}
