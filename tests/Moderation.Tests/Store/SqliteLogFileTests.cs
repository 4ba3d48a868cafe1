using Microsoft.Data.Sqlite;
using Moderation.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Store;

public sealed class SqliteLogFileTests
{
    private const int Rows = 300;

    [Fact]
    public void Most_commits_find_room_in_the_log_and_none_is_lost_with_the_power()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "some.db");
        using var connection = Open(file);
        Run(connection, "CREATE TABLE some (content BLOB)");
        using var log = new SqliteLogFile(connection.Handle!);
        var appended = 0;
        for (var i = 0; i < Rows; i++)
        {
            Run(connection, "BEGIN IMMEDIATE");
            log.MakeRoom();
            var before = new FileInfo(file + "-wal").Length;
            Run(connection, "INSERT INTO some VALUES (randomblob(3000)); COMMIT");
            appended += new FileInfo(file + "-wal").Length > before ? 1 : 0;
            log.Flush();
        }

        // What the disk has when the power goes: the file and the log as they are now, without SQLite's end.
        var copy = Path.Combine(folder.Path, "copy.db");
        File.Copy(file, copy);
        File.Copy(file + "-wal", copy + "-wal");
        using var after = Open(copy);

        Assert.InRange(appended, 0, Rows / 20);
        Assert.Equal("ok", Ask(after, "PRAGMA integrity_check"));
        Assert.Equal((long)Rows, Ask(after, "SELECT count(*) FROM some"));
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        SqliteSettings.Apply(connection);
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql) => _ = Ask(connection, sql);

    private static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
