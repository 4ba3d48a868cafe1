using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging.Abstractions;
using Moderation.Store;

namespace Moderation.Tests.Store;

public sealed class SqliteCommentIdsTests(SqliteDatabases databases) : IClassFixture<SqliteDatabases>
{
    private const string Before = "PeoplesSites";

    [Fact]
    public async Task A_comment_is_known_again_while_its_id_is_in_memory_while_it_is_written_and_afterwards()
    {
        await using var store = await databases.MigratedAsync();
        await using var log = ShortRuns(store, 8);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(RecordStatus.New, (await log.RecordAsync(SomeIncoming.Judged($"c{i}"))).Status);
            Assert.Equal(RecordStatus.Same, (await log.RecordAsync(SomeIncoming.Judged($"c{i / 2}"))).Status);
        }

        await using var db = store.Db();
        Assert.Equal(100, await db.Comments.CountAsync());
        Assert.InRange(await WrittenAsync(db), 80, 100);
        Assert.Single(await store.Get<CommentHistory>().RevisionsAsync("lakeside", "swimming", "c99"));
        Assert.Single(await store.Get<CommentHistory>().RevisionsAsync("lakeside", "swimming", "c7"));
    }

    [Fact]
    public async Task One_id_twice_in_a_group_is_one_comment()
    {
        await using var store = await databases.MigratedAsync();
        var results = await store.Log.RecordAsync([SomeIncoming.Judged(), SomeIncoming.Judged(), SomeIncoming.Judged(text: "Edited.")]);

        Assert.Equal([RecordStatus.New, RecordStatus.Same, RecordStatus.Changed], results.Select(result => result.Status));
    }

    [Fact]
    public async Task Ids_of_one_hash_are_still_two_comments()
    {
        await using var store = await databases.MigratedAsync();
        await store.Log.RecordAsync(SomeIncoming.Judged("c1"));
        await using var db = store.Db();
        var (hash, key) = (SqliteCommentIds.HashOf("lakeside", "c2"), await db.Comments.Select(row => row.Key).SingleAsync());
        await db.Database.ExecuteSqlAsync($"INSERT INTO comment_ids (hash, key) VALUES ({hash}, {key})");

        Assert.Empty(await store.Get<CommentHistory>().RevisionsAsync("lakeside", "swimming", "c2"));
        Assert.Equal(RecordStatus.New, (await store.Log.RecordAsync(SomeIncoming.Judged("c2"))).Status);
    }

    [Fact]
    public async Task Two_processes_that_write_in_turn_know_each_other_s_comments()
    {
        await using var store = await databases.MigratedAsync();
        await using var one = ShortRuns(store, 4);
        await using var other = ShortRuns(store, 4);
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(RecordStatus.New, (await one.RecordAsync(SomeIncoming.Judged($"c{i}"))).Status);
            Assert.Equal(RecordStatus.Same, (await other.RecordAsync(SomeIncoming.Judged($"c{i}"))).Status);
            Assert.Equal(RecordStatus.New, (await other.RecordAsync(SomeIncoming.Judged($"d{i}"))).Status);
            Assert.Equal(RecordStatus.Same, (await one.RecordAsync(SomeIncoming.Judged($"d{i / 3}"))).Status);
        }

        await using var db = store.Db();
        Assert.Equal(80, await db.Comments.CountAsync());
    }

    [Fact]
    public async Task A_log_that_ends_in_order_leaves_no_id_unwritten()
    {
        await using var store = await databases.MigratedAsync();
        await using (var log = ShortRuns(store, 1000))
        {
            await log.RecordAsync([.. Enumerable.Range(0, 50).Select(i => SomeIncoming.Judged($"c{i}"))]);
        }

        await using var db = store.Db();
        Assert.Equal(50, await WrittenAsync(db));
    }

    [Fact]
    public async Task A_database_from_before_the_table_is_brought_up_to_date()
    {
        await using var store = await databases.EmptyAsync();
        await using (var db = store.Db())
        {
            var old = db.Database.GetMigrations().Single(name => name.EndsWith(Before, StringComparison.Ordinal));
            await db.GetService<IMigrator>().MigrateAsync(old);
            await db.Database.ExecuteSqlAsync(
                $"""
                WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {SqliteCommentIds.RunLength})
                INSERT INTO comments (site, section, comment_id, revision, text, received_at, source, attempts)
                SELECT 'lakeside', 'swimming', 'c' || i, 1, NULL, 0, 'api', 0 FROM n
                """);
        }

        await store.Get<StoreMigration>().MigrateAsync();

        await using var migrated = store.Db();
        Assert.Equal(SqliteCommentIds.RunLength, await WrittenAsync(migrated));
        Assert.Single(await store.Get<CommentHistory>().RevisionsAsync("lakeside", "swimming", "c0"));
        Assert.Equal(2, (await store.Log.RecordAsync(SomeIncoming.Judged($"c{SqliteCommentIds.RunLength}"))).Revision);
        Assert.Equal(2, (await store.Log.RecordAsync(SomeIncoming.Judged("c17"))).Revision);
    }

    [Fact]
    public void The_hash_of_an_id_is_part_of_the_format_and_knows_where_the_site_ends()
    {
        Assert.Equal(HashOfC1, SqliteCommentIds.HashOf("lakeside", "c1"));
        Assert.NotEqual(SqliteCommentIds.HashOf("lakeside", "c1"), SqliteCommentIds.HashOf("lakesidec", "1"));
    }

    private const long HashOfC1 = -6000439226423213521;

    private static DecisionLog ShortRuns(StoreFixture store, int length) => new(
        new SqliteRecordWriter(store.ConnectionString, WriteGate.OneAtATime(), new SqliteCommentIds(length)), new(), store.Clock, NullLogger<DecisionLog>.Instance);

    private static Task<int> WrittenAsync(ModerationDb db) =>
        db.Database.SqlQuery<int>($"SELECT count(*) AS Value FROM comment_ids").SingleAsync();
}
