using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Moderation.Store;

/// <summary>Settings of every connection to the file, given each time one is opened.</summary>
internal sealed class SqliteSettings : DbConnectionInterceptor
{
    // WAL: readers and the writer do not wait for each other. FULL: the commit is on the disk before anybody hears of it;
    // with NORMAL a power cut takes the last ones with it, and with groups of commits FULL costs little.
    internal const string Pragmas = $"PRAGMA journal_mode=WAL; {Harmless}";

    private const string Harmless =
        $"PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint={LargestLog};";

    /// <summary>Pages of 4 KB at which a commit folds the log into the file itself; <see cref="SqliteCheckpoints"/> keeps it smaller.</summary>
    internal const string LargestLog = "32768";

    /// <inheritdoc />
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    /// <inheritdoc />
    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Apply(connection);
        return Task.CompletedTask;
    }

    internal static void Apply(DbConnection connection)
    {
        using var command = ((SqliteConnection)connection).CreateCommand();
        // EF Core looks whether there is a file through a connection that may only read. It could not turn a backup, which
        // VACUUM INTO leaves in the old mode, to WAL, and the file would seem to be read-only.
        command.CommandText = connection.ConnectionString.Contains("Mode=ReadOnly", StringComparison.OrdinalIgnoreCase) ? Harmless : Pragmas;
        command.ExecuteNonQuery();
    }
}
