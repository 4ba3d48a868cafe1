using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Moderation.Store;

/// <summary>
/// Folds SQLite's log of commits back into its file. Left to itself SQLite does that inside a commit, every 1,000 pages: the
/// callers of that commit wait for it, and pages that every commit touches are written again and again. Here most of it is done
/// beside the commits, on a connection of its own, and seldom. Only the rest, from what came meanwhile, is folded between two
/// commits; then the next one begins the log anew, so that it stays at some 60 MB.
/// </summary>
internal sealed class SqliteCheckpoints(string connectionString) : IDisposable
{
    private const int Every = 8192;
    private const int SmallRest = 512;
    private const int MostRounds = 8;

    private int _since;
    private Task? _beside;

    /// <summary>To be called by the writer after each commit, with its connection.</summary>
    internal void Committed(sqlite3 writer, int comments)
    {
        _since += comments;
        if (_beside is { IsCompleted: true })
        {
            _beside = null;
            _ = Fold(writer);
        }
        else if (_beside is null && _since >= Every)
        {
            _since = 0;
            _beside = Task.Factory.StartNew(FoldBeside, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _beside?.Wait();

    private void FoldBeside()
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        connection.Open();
        SqliteSettings.Apply(connection);
        for (var round = 0; round < MostRounds && Fold(connection.Handle!) > SmallRest; round++)
        {
        }
    }

    /// <summary>Folds what readers do not need any more, without waiting for anybody.</summary>
    /// <returns>
    /// How many pages are left. What fails here (a full disk, another process that does the same) fails nobody: the log keeps
    /// every commit, and SQLite itself folds it when it has grown to <see cref="SqliteSettings.LargestLog"/> pages.
    /// </returns>
    private static int Fold(sqlite3 connection)
    {
        var result = raw.sqlite3_wal_checkpoint_v2(connection, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var pages, out var folded);
        return result == raw.SQLITE_OK ? pages - folded : 0;
    }
}
