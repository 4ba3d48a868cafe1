using Microsoft.Data.Sqlite;

namespace Moderation.Store;

/// <summary>What SQLite's result codes mean for the operator (https://sqlite.org/rescode.html).</summary>
internal static class SqliteFailures
{
    /// <summary>SQLITE_IOERR_SHMSIZE: what the log's readers share could not grow, as on a full disk.</summary>
    private const int ShmSize = 10 | (19 << 8);

    private static readonly StoreFailure Full =
        new(FailureKind.Passing, "The disk that holds the database is full. Free some space; nothing that was acknowledged is lost.");

    internal static StoreFailure? Find(Exception? exception)
    {
        while (exception is not null and not SqliteException)
        {
            exception = exception.InnerException;
        }

        return exception is SqliteException failure ? Of(failure) : null;
    }

    private static StoreFailure Of(SqliteException failure) => failure.SqliteErrorCode switch
    {
        5 or 6 => new(FailureKind.Passing, "The database file is locked by another program. Close that program, or wait until it has finished."),
        8 => new(FailureKind.Lasting, "The database file is read-only. Let the service's user write to it and to its folder."),
        10 when failure.SqliteExtendedErrorCode == ShmSize => Full,
        10 => new(FailureKind.Passing, $"The disk failed while the database file was used (SQLite {failure.SqliteExtendedErrorCode}). Check the disk and its free space."),
        11 or 26 => new(FailureKind.Lasting, "The database file is damaged or is no SQLite database. Stop the service and restore the file from a backup, or let `sqlite3 FILE .recover` save what it can."),
        13 => Full,
        14 => new(FailureKind.Lasting, "The database file cannot be opened. Check that its folder exists and that the service's user may write there."),
        _ => new(FailureKind.Lasting, $"SQLite refused with result code {failure.SqliteExtendedErrorCode}. See the log for its own words."),
    };
}
