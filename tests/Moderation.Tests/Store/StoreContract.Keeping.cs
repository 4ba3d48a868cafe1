using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Store;

namespace Moderation.Tests.Store;

public abstract partial class StoreContract
{
    private CommentHistory History => Store.Get<CommentHistory>();

    [SkippableTheory]
    [InlineData("UPDATE decisions SET verdict = 'approve'")]
    [InlineData("DELETE FROM decisions")]
    [InlineData("UPDATE annotations SET rater = 'x'")]
    [InlineData("DELETE FROM annotations")]
    [InlineData("UPDATE audit SET who = 'x'")]
    [InlineData("DELETE FROM audit")]
    public async Task What_was_decided_annotated_or_audited_cannot_be_changed_by_anybody(string sql)
    {
        await ReviewAsync("c1", 0.9f);
        var item = Assert.Single(await Queue.PageAsync(new(), 0, 1));
        await Claims.ResolveAsync(item.Key, item.CommentKey, new("ann", Verdict.Reject) { Labels = new Dictionary<string, float> { ["slur"] = 1 } });
        await using var db = Store.Db();

        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => db.Database.ExecuteSqlRawAsync(sql));
        Assert.Contains("append-only", refusal.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_judgement_is_exported_with_what_its_comment_answers()
    {
        await Store.Log.RecordAsync(SomeIncoming.Unjudged("p", "What do they want?"));
        var answer = SomeIncoming.Comment("c", "To be left alone.", parent: "p");
        await Store.Log.RecordAsync(new Incoming(answer) { Annotations = [new("r1", new Dictionary<string, float> { ["slur"] = 0 })] });

        Assert.Equal("What do they want?", (await Store.Get<AnnotationExport>().ReadAsync().SingleAsync()).Comment.ParentText);
    }

    [SkippableFact]
    public async Task Taking_the_same_comments_again_changes_nothing()
    {
        var intake = Store.Get<CommentIntake>();
        var annotated = SomeIncoming.Unjudged("c1") with { Annotations = [new("r1", new Dictionary<string, float> { ["slur"] = 1 })] };
        Incoming[] comments = [annotated, SomeIncoming.Unjudged("c2"), SomeIncoming.Unjudged(" ")];
        var refused = new List<long>();

        var first = await intake.TakeAsync(comments.ToAsyncEnumerable(), (at, _, _) => refused.Add(at));
        var second = await intake.TakeAsync(comments.ToAsyncEnumerable());
        var edited = await intake.TakeAsync(new[] { SomeIncoming.Unjudged("c2", "edited") }.ToAsyncEnumerable());

        Assert.Equal([2L], refused);
        Assert.Equal(new IntakeCounts(New: 2, Changed: 0, Same: 0, Refused: 1), first);
        Assert.Equal(new IntakeCounts(0, 0, 2, 1), second);
        Assert.Equal(new IntakeCounts(0, 1, 0, 0), edited);
        await using var db = Store.Db();
        Assert.Equal((3, 1), (await db.Comments.CountAsync(), await db.Annotations.CountAsync()));
    }

    [SkippableFact]
    public async Task A_rater_who_changes_his_mind_is_exported_with_the_newest_judgement_and_both_are_kept()
    {
        await AnnotateAsync("r1", 1);
        await AnnotateAsync("r2", 0);
        await AnnotateAsync("r1", 0.5f);
        await AnnotateAsync("r1", 0.5f);
        await Store.Log.RecordAsync(SomeIncoming.Unjudged("unlabelled"));

        var exported = await Store.Get<AnnotationExport>().ReadAsync().ToListAsync();

        var comment = Assert.Single(exported);
        Assert.Equal(SomeIncoming.Comment(), comment.Comment);
        Assert.Equal([("r1", 0.5f), ("r2", 0f)], comment.Annotations.Select(one => (one.Rater, one.Labels["slur"])).Order());
        await using var db = Store.Db();
        Assert.Equal(3, await db.Annotations.CountAsync());
    }

    [SkippableFact]
    public async Task The_export_reads_on_over_pages_and_from_where_it_ended()
    {
        await Store.Log.RecordAsync([.. Enumerable.Range(0, 1100).Select(i => SomeIncoming.Unjudged($"c{i}") with
        {
            Annotations = [new("r1", new Dictionary<string, float> { ["slur"] = i % 2 })],
        })]);
        await using var db = Store.Db();
        var middle = await db.Comments.OrderBy(row => row.Key).Skip(99).Select(row => row.Key).FirstAsync();

        var export = Store.Get<AnnotationExport>();
        Assert.Equal(1100, (await export.ReadAsync().Select(comment => comment.Comment.Id).ToListAsync()).Distinct().Count());
        Assert.Equal(1000, await export.ReadAsync("lakeside", middle).CountAsync());
        Assert.Equal(0, await export.ReadAsync("elsewhere").CountAsync());
    }

    [SkippableFact]
    public async Task A_thread_ends_at_a_parent_that_does_not_exist()
    {
        await TakeAsync(("child", "missing"), ("grandchild", "child"), ("other", null));
        var thread = await History.ThreadAsync("lakeside", "swimming", "child");

        Assert.Equal(("child", 0), (thread!.Comment.CommentId, thread.Parents.Count));
        Assert.Equal(["grandchild"], thread.Replies.Select(row => row.CommentId));
        Assert.Null(await History.ThreadAsync("lakeside", "swimming", "missing"));
    }

    [SkippableFact]
    public async Task A_thread_whose_parents_form_a_loop_is_read_once_around()
    {
        await TakeAsync(("a", "c"), ("b", "a"), ("c", "b"), ("self", "self"));
        var thread = await History.ThreadAsync("lakeside", "swimming", "a");

        Assert.Equal(["b", "c"], thread!.Parents.Select(row => row.CommentId));
        Assert.Empty(thread.Replies);
        Assert.Empty((await History.ThreadAsync("lakeside", "swimming", "self"))!.Parents);
    }

    [SkippableFact]
    public async Task A_thread_shows_the_newest_revision_of_each_comment()
    {
        await TakeAsync(("root", null), ("answer", "root"), ("deeper", "answer"));
        await Store.Log.RecordAsync(new Incoming(SomeIncoming.Comment("answer", "edited", parent: "root")));
        var thread = await History.ThreadAsync("lakeside", "swimming", "deeper");

        Assert.Equal(["root", "answer"], thread!.Parents.Select(row => row.CommentId));
        Assert.Equal("edited", thread.Parents[1].Text);
        Assert.Equal([2, 1], (await History.RevisionsAsync("lakeside", null, "answer")).Select(row => row.Revision));
    }

    [SkippableFact]
    public async Task An_erased_text_is_gone_and_does_not_come_back_by_another_import()
    {
        await ReviewAsync("c1", 0.9f);
        await Store.Log.RecordAsync(new Incoming(SomeIncoming.Comment("c2", parent: "c1") with { ParentText = "a text to be looked at" }));
        Assert.Equal(1, await Store.Get<Erasure>().EraseAsync("ann", "lakeside", "swimming", "c1"));
        var again = await Store.Log.RecordAsync(SomeIncoming.Unjudged("c1", "a text to be looked at"));

        Assert.Equal(RecordStatus.Same, again.Status);
        await using var db = Store.Db();
        var erased = await db.Comments.SingleAsync(row => row.CommentId == "c1");
        Assert.Equal((null, null, null, null), (erased.Text, erased.TextHash, erased.Author, erased.Title));
        Assert.Null((await db.Comments.SingleAsync(row => row.CommentId == "c2")).ParentText);
        Assert.Equal(0, (await Queue.CountAsync(new())).Open);
        Assert.Equal("erase", (await db.Audit.SingleAsync()).What);
        Assert.Equal(0, await Store.Get<Erasure>().EraseAsync("ann", "lakeside", "swimming", "unknown"));
    }

    [SkippableFact]
    public async Task A_job_is_run_by_one_process_at_a_time_and_goes_on_where_it_was()
    {
        var cursors = Store.Get<JobCursors>();
        Assert.Equal("", await cursors.TakeAsync("retrain", "p1", Lease));
        Assert.Null(await cursors.TakeAsync("retrain", "p2", Lease));
        Assert.True(await cursors.MoveAsync("retrain", "p1", "17"));
        Store.Clock.Pass(Lease);
        Assert.Equal("17", await cursors.TakeAsync("retrain", "p2", Lease));
        Assert.False(await cursors.MoveAsync("retrain", "p1", "18"));
        await cursors.ReleaseAsync("retrain", "p2");
        Assert.Equal("17", await cursors.TakeAsync("retrain", "p1", Lease));
    }

    [SkippableFact]
    public async Task Processes_that_start_at_once_migrate_a_new_database_once()
    {
        await using var fresh = await databases.EmptyAsync();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => fresh.Process())
            .Select(process => Task.Run(() => process.GetRequiredService<StoreMigration>().MigrateAsync())));

        Assert.Empty(await fresh.Get<StoreMigration>().PendingAsync());
        await using var migrated = fresh.Db();
        Assert.Equal(0, await migrated.JobCursors.CountAsync());
    }

    [SkippableFact]
    public async Task A_database_of_a_newer_program_is_refused()
    {
        await using var db = Store.Db();
        await db.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Later', '99.0')");

        var refusal = await Assert.ThrowsAsync<StoreException>(() => Store.Get<StoreMigration>().MigrateAsync());
        Assert.Contains("newer program", refusal.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Judgements_that_a_file_brought_before_that_was_noted_are_noted_when_the_schema_is_brought_up_to_date()
    {
        var slur = new Dictionary<string, float> { [LabelNames.Slur] = 1 };
        await Store.Log.RecordAsync(new Incoming(SomeIncoming.Comment("of a file") with { Source = "import:old.csv" }) { Annotations = [new("import:old.csv", slur)] });
        await Store.Log.RecordAsync(new Incoming(SomeIncoming.Comment("of a site")) { Annotations = [new("site", slur)] });
        await using (var old = Store.Db())
        {
            await old.GetService<IMigrator>().MigrateAsync("Sessions");
        }

        await Store.Get<StoreMigration>().MigrateAsync();

        await using var db = Store.Db();
        Assert.Equal(
            [("of a file", true), ("of a site", false)],
            (await db.Annotations.OrderBy(row => row.Key).Select(row => new { row.Comment!.CommentId, row.Imported }).ToListAsync()).Select(row => (row.CommentId, row.Imported)));
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => db.Database.ExecuteSqlRawAsync("UPDATE annotations SET rater = 'other'"));
        Assert.Contains("append-only", refusal.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_model_of_the_program_is_the_schema_of_its_migrations()
    {
        await using var db = Store.Db();
        Assert.False(db.Database.HasPendingModelChanges());
    }

    private async Task AnnotateAsync(string rater, float slur) => await Store.Log.RecordAsync(SomeIncoming.Unjudged() with
    {
        Annotations = [new(rater, new Dictionary<string, float> { [LabelNames.Slur] = slur })],
    });

    private async Task TakeAsync(params (string Id, string? Parent)[] comments) => await Store.Log.RecordAsync(
        [.. comments.Select(comment => new Incoming(SomeIncoming.Comment(comment.Id, parent: comment.Parent)))]);
}
