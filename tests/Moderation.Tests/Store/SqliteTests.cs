using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Policies;
using Moderation.Store;

namespace Moderation.Tests.Store;

/// <summary>What can befall a database that is a file.</summary>
public sealed class SqliteTests(SqliteDatabases databases) : IClassFixture<SqliteDatabases>
{
    [Fact]
    public async Task What_was_acknowledged_is_in_the_files_though_the_program_never_closes_them()
    {
        await using var store = await databases.MigratedAsync();
        var recorded = await store.Log.RecordAsync(SomeIncoming.Judged());
        var file = new SqliteConnectionStringBuilder(store.ConnectionString).DataSource;
        File.Copy(file, file + ".copy");
        File.Copy(file + "-wal", file + ".copy-wal");

        await using var copy = new StoreFixture($"Data Source={file}.copy", () => ValueTask.CompletedTask);
        await using var db = copy.Db();
        Assert.Equal(recorded.Decision!.Id, (await db.Decisions.SingleAsync()).Id);
    }

    [Fact]
    public async Task A_backup_taken_while_the_service_runs_can_be_put_in_the_place_of_the_database()
    {
        await using var store = await databases.MigratedAsync();
        var recorded = await store.Log.RecordAsync(SomeIncoming.Judged());
        var backup = new SqliteConnectionStringBuilder(store.ConnectionString).DataSource + ".backup";
        await using (var db = store.Db())
        {
            await db.Database.ExecuteSqlAsync($"VACUUM INTO {backup}");
        }

        await using var restored = new StoreFixture($"Data Source={backup}", () => ValueTask.CompletedTask);
        Assert.Empty(await restored.Get<StoreMigration>().PendingAsync());
        await restored.Get<StoreMigration>().MigrateAsync();
        Assert.Equal(RecordStatus.Same, (await restored.Log.RecordAsync(SomeIncoming.Judged())).Status);
        await using var copy = restored.Db();
        Assert.Equal(recorded.Decision!.Id, (await copy.Decisions.SingleAsync()).Id);
    }

    [Fact]
    public async Task A_commit_waits_for_the_disk_and_readers_do_not_wait_for_it()
    {
        await using var store = await databases.MigratedAsync();
        await using var db = store.Db();
        Assert.Equal(["wal"], await db.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").ToListAsync());
        Assert.Equal([2], await db.Database.SqlQueryRaw<int>("SELECT synchronous AS Value FROM pragma_synchronous").ToListAsync());
        Assert.Equal([1], await db.Database.SqlQueryRaw<int>("SELECT foreign_keys AS Value FROM pragma_foreign_keys").ToListAsync());
    }

    [Fact]
    public async Task The_writer_leaves_no_row_that_refers_to_nothing_and_uses_no_key_twice()
    {
        await using var store = await databases.MigratedAsync();
        await store.Log.RecordAsync([.. Enumerable.Range(0, 20).Select(i => SomeIncoming.Judged($"c{i}", i % 2 == 0 ? Verdict.Review : Verdict.Approve))]);
        await using var db = store.Db();
        Assert.Empty(await db.Database.SqlQueryRaw<string>("SELECT \"table\" AS Value FROM pragma_foreign_key_check").ToListAsync());

        await db.Database.ExecuteSqlRawAsync("UPDATE sqlite_sequence SET seq = 100 WHERE name = 'comments'");
        await store.Log.RecordAsync(SomeIncoming.Judged("after others that are gone"));
        Assert.Equal(101, await db.Comments.MaxAsync(row => row.Key));
    }

    [Fact]
    public async Task A_moderator_s_decision_is_not_starved_by_a_flood_of_comments()
    {
        await using var store = await databases.MigratedAsync();
        await store.Log.RecordAsync(SomeIncoming.Judged("first", Verdict.Review));
        var item = Assert.Single(await store.Get<ReviewQueue>().PageAsync(new(), 0, 1));
        using var stop = new CancellationTokenSource();
        var flood = Enumerable.Range(0, 4).Select(flooder => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await store.Log.RecordAsync([.. Enumerable.Range(0, 50).Select(j => SomeIncoming.Judged($"{flooder}-{i}-{j}"))]);
            }
        })).ToArray();
        await Task.Delay(100);

        var clock = Stopwatch.StartNew();
        var resolved = await store.Get<ReviewClaims>().ResolveAsync(item.Key, item.CommentKey, new("ann", Verdict.Reject));
        await using (var db = store.Db())
        {
            db.Sites.Add(new SiteRow { Id = "s", Name = "S", CreatedAt = store.Clock.GetUtcNow() });
            await db.SaveChangesAsync();
        }

        var waited = clock.Elapsed;
        await stop.CancelAsync();
        await Task.WhenAll(flood);
        Assert.Equal(ResolutionStatus.Done, resolved.Status);
        Assert.True(waited < TimeSpan.FromSeconds(2), $"waited {waited}");
    }

    [Fact]
    public async Task A_file_locked_by_another_program_fails_in_words_and_loses_nothing_that_was_acknowledged()
    {
        await using var store = await databases.MigratedAsync();
        var process = store.Process(new DecisionLogOptions { Patience = TimeSpan.Zero });
        var log = process.GetRequiredService<DecisionLog>();
        await log.RecordAsync(SomeIncoming.Judged("before"));
        Recorded during;
        await using (var other = new SqliteConnection(store.ConnectionString))
        {
            await other.OpenAsync();
            await using var transaction = await other.BeginTransactionAsync();
            during = await log.RecordAsync(SomeIncoming.Judged("during"));
        }

        var after = await log.RecordAsync(SomeIncoming.Judged("after"));

        Assert.Equal(RecordStatus.Failed, during.Status);
        Assert.Contains("locked by another program", during.Because, StringComparison.Ordinal);
        Assert.Equal(RecordStatus.New, after.Status);
        await using var db = store.Db();
        Assert.Equal(["after", "before"], await db.Comments.Select(row => row.CommentId).Order().ToListAsync());
    }

    /// <summary>Runs where <c>MODERATION_TEST_SMALL_DISK</c> names a folder on a disk of its own of at most 64 MB, such as a tmpfs.</summary>
    [SkippableFact]
    public async Task On_a_full_disk_nothing_that_was_acknowledged_is_lost_and_with_space_it_goes_on()
    {
        var disk = Environment.GetEnvironmentVariable("MODERATION_TEST_SMALL_DISK");
        Skip.If(string.IsNullOrEmpty(disk), "MODERATION_TEST_SMALL_DISK names no folder on a small disk.");
        var folder = Directory.CreateDirectory(Path.Combine(disk!, Guid.NewGuid().ToString("N"))).FullName;
        var filler = Path.Combine(folder, "filler");
        await File.WriteAllBytesAsync(filler, new byte[8 << 20]);
        await using var store = new StoreFixture($"Data Source={Path.Combine(folder, "moderation.db")}", () =>
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
            return ValueTask.CompletedTask;
        });
        await store.Get<StoreMigration>().MigrateAsync();
        var log = store.Process(new DecisionLogOptions { Patience = TimeSpan.Zero }).GetRequiredService<DecisionLog>();

        var acknowledged = 0;
        Recorded recorded;
        while ((recorded = await log.RecordAsync(SomeIncoming.Judged($"c{acknowledged}", text: new string('x', 100_000)))).IsKept)
        {
            acknowledged++;
        }

        File.Delete(filler);
        var after = await log.RecordAsync(SomeIncoming.Judged("after"));

        Assert.Equal(RecordStatus.Failed, recorded.Status);
        Assert.Contains("Free some space", recorded.Because, StringComparison.Ordinal);
        Assert.Equal(RecordStatus.New, after.Status);
        await using var db = store.Db();
        Assert.Equal(acknowledged + 1, await db.Decisions.CountAsync());
        Assert.Equal(["ok"], await db.Database.SqlQueryRaw<string>("SELECT integrity_check AS Value FROM pragma_integrity_check").ToListAsync());
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_with_its_path_and_a_cure()
    {
        await using var store = await databases.EmptyAsync();
        var file = new SqliteConnectionStringBuilder(store.ConnectionString).DataSource;
        await File.WriteAllTextAsync(file, new string('x', 10_000));

        var refusal = await Assert.ThrowsAsync<StoreException>(() => store.Get<StoreMigration>().MigrateAsync());
        Assert.StartsWith(file, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("backup", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_truncated_database_is_refused_with_its_path_and_a_cure()
    {
        await using var store = await databases.MigratedAsync();
        var file = new SqliteConnectionStringBuilder(store.ConnectionString).DataSource;
        await using (var stream = File.OpenWrite(file))
        {
            stream.SetLength(4096 * 3);
        }

        var refusal = await Assert.ThrowsAsync<StoreException>(() => store.Get<StoreMigration>().MigrateAsync());
        Assert.StartsWith(file, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("damaged", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_refused_with_a_cure()
    {
        var file = Path.GetTempFileName();
        await using var store = new StoreFixture($"Data Source={Path.Combine(file, "moderation.db")}", () =>
        {
            File.Delete(file);
            return ValueTask.CompletedTask;
        });

        var refusal = await Assert.ThrowsAsync<StoreException>(() => store.Get<StoreMigration>().MigrateAsync());
        Assert.Contains("folder", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, "locked")]
    [InlineData(8, "read-only")]
    [InlineData(10, "disk")]
    [InlineData(11, "damaged")]
    [InlineData(13, "full")]
    [InlineData(14, "folder")]
    [InlineData(26, "backup")]
    [InlineData(1, "log")]
    public void Every_failure_has_a_sentence_and_a_cure(int code, string word)
    {
        var message = StoreFailure.Of(new InvalidOperationException("wrapped", new SqliteException("x", code))).Message;
        Assert.Contains(word, message, StringComparison.Ordinal);
        Assert.Equal(2, message.Split(". ").Length);
    }
}
