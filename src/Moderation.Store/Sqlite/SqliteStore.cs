using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SQLitePCL;

namespace Moderation.Store;

/// <summary>The line of <see cref="Stores.All"/> for SQLite.</summary>
internal static class SqliteStore
{
    static SqliteStore()
    {
        // Before the first connection: SQLite counts no memory, for which it would take a lock at each allocation.
        const int MemoryStatus = 9;
        Batteries_V2.Init();
        _ = raw.sqlite3_config(MemoryStatus, 0);
    }

    internal static bool Speaks(string connectionString)
    {
        try
        {
            return new SqliteConnectionStringBuilder(connectionString).DataSource.Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    internal static string FileIn(string dataFolder) =>
        new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(Path.Combine(dataFolder, "moderation.db")) }.ToString();

    internal static void Configure(IServiceCollection services, string connectionString)
    {
        var settings = new SqliteSettings();
        StoreServices.Add<SqliteModerationDb>(services, new SqliteDialect(connectionString),
            builder => builder.UseSqlite(connectionString).AddInterceptors(settings));
    }
}

/// <summary>SQLite's ways.</summary>
internal sealed class SqliteDialect(string connectionString) : StoreDialect(WriteGate.OneAtATime())
{
    private readonly string _file = new SqliteConnectionStringBuilder(connectionString).DataSource;
    private readonly SqliteCommentIds _ids = new();

    // One statement is one transaction here, and SQLite has one writer: nobody comes between the choice and the lease.
    internal override string LeaseSql =>
        """
        UPDATE comments SET leased_by = {0}, leased_until = {2}, attempts = attempts + 1
        WHERE key IN (
            SELECT key FROM comments
            WHERE pending_since IS NOT NULL AND (leased_until IS NULL OR leased_until <= {1})
            ORDER BY pending_since, key LIMIT {3})
        RETURNING *
        """;

    internal override RecordWriter OpenWriter() => new SqliteRecordWriter(connectionString, Gate, _ids);

    internal override object Time(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    internal override async ValueTask<IQueryable<CommentRow>> FindAsync(
        ModerationDb db, string site, IReadOnlyList<string> comments, CancellationToken cancellation)
    {
        var keys = await OnConnectionAsync(db, handle => _ids.Find(handle, site, comments), cancellation).ConfigureAwait(false);
        return db.Comments.Where(row => keys.Contains(row.Key) && row.Site == site && comments.Contains(row.CommentId));
    }

    // EF Core guards migrations by a row in the file, so that two processes do not run them at once.
    internal override async Task MigrateAsync(ModerationDb db, CancellationToken cancellation)
    {
        try
        {
            Prepare();
            await WhileBeingCreatedAsync(async () =>
            {
                await StoreMigration.RefuseNewerAsync(db, cancellation).ConfigureAwait(false);
                await db.Database.MigrateAsync(cancellation).ConfigureAwait(false);
                await OnConnectionAsync(db, WriteIds, cancellation).ConfigureAwait(false);
            }, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SqliteException or UnauthorizedAccessException or IOException)
        {
            var message = SqliteFailures.Find(exception)?.Message
                ?? "The folder of the database cannot be written. Let the service's user write there, or name another one.";
            throw new StoreException($"{_file}: {message}", exception);
        }
    }

    /// <summary>
    /// EF Core looks at a new file through a read-only connection. While another process is turning that file to WAL, SQLite
    /// answers "read-only" for a moment; a file that is read-only in truth still is after the last try.
    /// </summary>
    private static async Task WhileBeingCreatedAsync(Func<Task> migrate, CancellationToken cancellation)
    {
        const int ReadOnly = 8;
        const int Tries = 20;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await migrate().ConfigureAwait(false);
                return;
            }
            catch (SqliteException passing) when (passing.SqliteErrorCode == ReadOnly && attempt < Tries)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation).ConfigureAwait(false);
            }
        }
    }

    private static bool WriteIds(sqlite3 handle)
    {
        SqliteCommentIds.WriteRest(handle, leave: SqliteCommentIds.RunLength - 1);
        return true;
    }

    private static async Task<T> OnConnectionAsync<T>(ModerationDb db, Func<sqlite3, T> work, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        try
        {
            return work(((SqliteConnection)db.Database.GetDbConnection()).Handle!);
        }
        finally
        {
            await db.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }

    private void Prepare()
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(_file));
        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
        }
    }
}
