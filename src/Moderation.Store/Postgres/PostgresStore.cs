using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Moderation.Store;

/// <summary>The line of <see cref="Stores.All"/> for PostgreSQL.</summary>
internal static class PostgresStore
{
    internal static bool Speaks(string connectionString)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = connectionString }.ContainsKey("Host");
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    internal static void Configure(IServiceCollection services, string connectionString)
    {
        StoreServices.Add<PostgresModerationDb>(services, new PostgresDialect(connectionString), builder => builder.UseNpgsql(connectionString));
    }
}

/// <summary>PostgreSQL's ways.</summary>
internal sealed class PostgresDialect(string connectionString) : StoreDialect(WriteGate.Open())
{
    // Any number that no other program on the database uses for its own.
    private const long MigrationLock = 0x4D6F6465726174;

    // Others pass over rows that somebody is leasing just now. The CTE is evaluated once, which IN (SELECT …) is not.
    internal override string LeaseSql =>
        """
        WITH waiting AS MATERIALIZED (
            SELECT key FROM comments
            WHERE pending_since IS NOT NULL AND (leased_until IS NULL OR leased_until <= {1})
            ORDER BY pending_since, key LIMIT {3} FOR UPDATE SKIP LOCKED)
        UPDATE comments SET leased_by = {0}, leased_until = {2}, attempts = attempts + 1
        FROM waiting WHERE comments.key = waiting.key
        RETURNING comments.*
        """;

    internal override RecordWriter OpenWriter() => new PostgresRecordWriter(connectionString);

    internal override object Time(DateTimeOffset time) => UniversalTime.Of(time);

    internal override ValueTask<IQueryable<CommentRow>> FindAsync(
        ModerationDb db, string site, IReadOnlyList<string> comments, CancellationToken cancellation) =>
        ValueTask.FromResult(db.Comments.Where(row => row.Site == site && comments.Contains(row.CommentId)));

    internal override async Task MigrateAsync(ModerationDb db, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation).ConfigureAwait(false);
        await LockAsync(connection, "pg_advisory_lock", cancellation).ConfigureAwait(false);
        try
        {
            await StoreMigration.RefuseNewerAsync(db, cancellation).ConfigureAwait(false);
            await db.Database.MigrateAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            await LockAsync(connection, "pg_advisory_unlock", CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task LockAsync(NpgsqlConnection connection, string function, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"SELECT {function}({MigrationLock})", connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }
}
