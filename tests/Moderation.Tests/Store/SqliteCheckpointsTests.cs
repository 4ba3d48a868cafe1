using Microsoft.Data.Sqlite;
using Moderation.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Store;

public sealed class SqliteCheckpointsTests
{
    private const int Blob = 200_000;

    [Fact]
    public void The_log_is_folded_back_beside_the_commits_and_begins_anew()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "some.db");
        var settings = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();
        using var connection = new SqliteConnection(settings);
        connection.Open();
        SqliteSettings.Apply(connection);
        Run(connection, "CREATE TABLE some (content BLOB)");
        for (var i = 0; i < 60; i++)
        {
            // Disposing waits for what is done beside, so that the test depends on no speed.
            using var checkpoints = new SqliteCheckpoints(settings);
            Run(connection, $"INSERT INTO some VALUES (randomblob({Blob}))");
            checkpoints.Committed(connection.Handle!, 10_000);
        }

        Assert.InRange(new FileInfo(file + "-wal").Length, Blob, 5 * Blob);
        Assert.InRange(new FileInfo(file).Length, 50 * Blob, 70 * Blob);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
