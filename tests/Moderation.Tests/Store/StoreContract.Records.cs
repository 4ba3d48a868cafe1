using Microsoft.EntityFrameworkCore;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Store;

namespace Moderation.Tests.Store;

/// <summary>What every store must do. Each database runs the same tests from one empty class.</summary>
public abstract partial class StoreContract(TestDatabases databases) : IAsyncLifetime
{
    private StoreFixture? _store;

    private StoreFixture Store => _store!;

    public async Task InitializeAsync() => _store = await databases.MigratedAsync();

    public async Task DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task A_recorded_comment_can_be_read_back_with_its_decision()
    {
        var recorded = await Store.Log.RecordAsync(SomeIncoming.Judged(verdict: Verdict.Review, slur: 0.75f));

        Assert.Equal(RecordStatus.New, recorded.Status);
        await using var db = Store.Db();
        var row = await db.Decisions.Include(decision => decision.Comment).SingleAsync();
        Assert.Equivalent(recorded.Decision, row.ToDecision(), strict: true);
        Assert.Equal(SomeIncoming.Comment(), row.Comment!.ToComment());
        Assert.Equal(row.Id, row.Comment.DecisionId);
        Assert.Null(row.Comment.PendingSince);
    }

    [SkippableFact]
    public async Task A_comment_recorded_twice_keeps_its_first_decision()
    {
        var first = await Store.Log.RecordAsync(SomeIncoming.Judged());
        var second = await Store.Log.RecordAsync(SomeIncoming.Judged(verdict: Verdict.Reject));

        Assert.Equal(RecordStatus.Same, second.Status);
        Assert.Equivalent(first.Decision, second.Decision, strict: true);
        Assert.Equal(1, await DecisionCountAsync());
    }

    [SkippableFact]
    public async Task The_same_id_with_another_text_becomes_the_next_revision_with_a_decision_of_its_own()
    {
        await Store.Log.RecordAsync(SomeIncoming.Judged(text: "A clean text to be let through"));
        var edited = await Store.Log.RecordAsync(SomeIncoming.Judged(verdict: Verdict.Review, text: "and then changed"));

        Assert.Equal((RecordStatus.Changed, 2, Verdict.Review), (edited.Status, edited.Revision, edited.Decision!.Verdict));
        Assert.Equal(2, await DecisionCountAsync());
    }

    [SkippableFact]
    public async Task A_numbered_revision_with_another_text_than_before_is_refused()
    {
        await Store.Log.RecordAsync(SomeIncoming.Judged(text: "one") with { RevisionGiven = true });
        var other = await Store.Log.RecordAsync(SomeIncoming.Judged(text: "another") with { RevisionGiven = true });

        Assert.Equal(RecordStatus.Refused, other.Status);
        Assert.Contains("higher revision", other.Because, StringComparison.Ordinal);
        Assert.Equal(1, await DecisionCountAsync());
    }

    [SkippableFact]
    public async Task An_older_revision_that_comes_late_is_decided_but_neither_waits_nor_goes_to_review()
    {
        await Store.Log.RecordAsync(new Incoming(SomeIncoming.Comment(revision: 3), SomeIncoming.Ruling()) { RevisionGiven = true });
        var late = await Store.Log.RecordAsync(
            new Incoming(SomeIncoming.Comment(text: "older", revision: 1), SomeIncoming.Ruling(Verdict.Review)) { RevisionGiven = true });
        var lateUnjudged = await Store.Log.RecordAsync(new Incoming(SomeIncoming.Comment(text: "between", revision: 2)) { RevisionGiven = true });

        Assert.Equal((RecordStatus.Changed, 1), (late.Status, late.Revision));
        Assert.Equal((RecordStatus.Changed, 2), (lateUnjudged.Status, lateUnjudged.Revision));
        await using var db = Store.Db();
        Assert.Equal(0, await db.ReviewItems.CountAsync());
        Assert.Equal(0, await db.Comments.CountAsync(row => row.PendingSince != null));
    }

    [SkippableFact]
    public async Task A_text_that_may_not_be_kept_is_not_and_is_judged_anew_each_time()
    {
        var first = await Store.Log.RecordAsync(SomeIncoming.Judged() with { KeepText = false });
        var second = await Store.Log.RecordAsync(SomeIncoming.Judged(verdict: Verdict.Reject) with { KeepText = false });

        Assert.Equal((RecordStatus.New, RecordStatus.Changed), (first.Status, second.Status));
        Assert.Equal(Verdict.Reject, second.Decision!.Verdict);
        await using var db = Store.Db();
        Assert.All(await db.Comments.ToListAsync(), row =>
            Assert.Equal((null, null, null, null), (row.Text, row.TextHash, row.Title, row.ParentText)));
    }

    [SkippableFact]
    public async Task The_outcomes_of_an_array_are_in_its_order_and_one_refused_comment_takes_no_other_with_it()
    {
        var results = await Store.Log.RecordAsync(
        [
            SomeIncoming.Judged("a"), SomeIncoming.Judged(""), SomeIncoming.Judged("b", Verdict.Reject),
            SomeIncoming.Judged("a"), SomeIncoming.Judged("b", text: "edited"), SomeIncoming.Judged(new string('x', Limits.CommentId + 1)),
        ]);

        Assert.Equal(
            [RecordStatus.New, RecordStatus.Refused, RecordStatus.New, RecordStatus.Same, RecordStatus.Changed, RecordStatus.Refused],
            results.Select(result => result.Status));
        Assert.Equal(results[0].Decision!.Id, results[3].Decision!.Id);
        Assert.Equal(3, await DecisionCountAsync());
    }

    [SkippableFact]
    public async Task In_a_large_group_every_comment_gets_its_own_text_decision_and_place_in_the_queue()
    {
        var sent = Enumerable.Range(0, 21).Select(i => SomeIncoming.Judged($"c{i}", i % 3 == 0 ? Verdict.Review : Verdict.Approve, $"Text {i}", i / 100f)).ToList();
        var results = await Store.Log.RecordAsync([.. sent, SomeIncoming.Unjudged("later"), sent[7], SomeIncoming.Judged("c9", text: "edited")]);

        Assert.All(results.Take(22), result => Assert.Equal(RecordStatus.New, result.Status));
        Assert.Equal((results[7].Decision!.Id, RecordStatus.Same), (results[22].Decision!.Id, results[22].Status));
        Assert.Equal((RecordStatus.Changed, 2), (results[23].Status, results[23].Revision));
        await using var db = Store.Db();
        foreach (var (incoming, result) in sent.Zip(results))
        {
            var decision = await db.Decisions.Include(row => row.Comment).SingleAsync(row => row.Id == result.Decision!.Id);
            Assert.Equal((incoming.Comment.Id, incoming.Comment.Text, result.Decision!.Id), (decision.Comment!.CommentId, decision.Comment.Text, decision.Comment.DecisionId));
            Assert.Equal(incoming.Ruling!.Assessment.Probabilities[0], decision.Probabilities[LabelNames.Slur]);
        }

        var later = await db.Comments.SingleAsync(row => row.CommentId == "later");
        Assert.Equal((null, true), (later.DecisionId, later.PendingSince is not null));
        // Of the seven to be reviewed, one was edited and is no longer.
        Assert.Equal(
            ["c0", "c12", "c15", "c18", "c3", "c6"],
            (await db.ReviewItems.Where(item => item.ResolvedAt == null).Select(item => item.CommentId).ToListAsync()).Order(StringComparer.Ordinal));
        Assert.Equal(22, await DecisionCountAsync());
    }

    [SkippableFact]
    public async Task Ids_of_the_greatest_length_can_be_kept()
    {
        var comment = SomeIncoming.Comment(new string('統', Limits.CommentId)) with
        {
            Site = new string('站', Limits.Site),
            Section = string.Concat(Enumerable.Range(0, Limits.Section).Select(i => (char)('一' + (i * 37 % 5000)))),
        };
        var recorded = await Store.Log.RecordAsync(new Incoming(comment, SomeIncoming.Ruling()));

        Assert.Equal((RecordStatus.New, null), (recorded.Status, recorded.Because));
    }

    public static TheoryData<string, string, string> StrangeTexts => new()
    {
        { "empty", "", "" },
        { "NUL", "a\0b", "a\uFFFDb" },
        { "half a pair", "a\uD83Db", "a\uFFFDb" },
        { "half a pair at the end", "ab\uDC00", "ab\uFFFD" },
        { "a whole pair", "a\uD83D\uDE00b", "a\uD83D\uDE00b" },
        { "right-to-left override", "abc\u202Edef", "abc\u202Edef" },
        { "combining marks", "e" + new string('\u0301', 100_000), "e" + new string('\u0301', 100_000) },
        { "one megabyte", new string('x', 1 << 20), new string('x', 1 << 20) },
    };

    [SkippableTheory]
    [MemberData(nameof(StrangeTexts))]
    public async Task Strange_text_is_kept_so_that_offsets_stay_right(string name, string sent, string kept)
    {
        var recorded = await Store.Log.RecordAsync(SomeIncoming.Judged(name, text: sent));
        var again = await Store.Log.RecordAsync(SomeIncoming.Judged(name, text: sent));

        Assert.Equal((RecordStatus.New, RecordStatus.Same), (recorded.Status, again.Status));
        await using var db = Store.Db();
        Assert.Equal(kept, (await db.Comments.SingleAsync()).Text);
    }

    [SkippableFact]
    public async Task Two_processes_that_record_the_same_comments_at_once_decide_each_of_them_once()
    {
        var other = Store.Process().GetService(typeof(DecisionLog)) as DecisionLog;
        var comments = Enumerable.Range(0, 400).Select(i => $"c{i}").ToArray();

        var results = await Task.WhenAll(
            Task.Run(() => RecordEachAsync(Store.Log, comments)), Task.Run(() => RecordEachAsync(other!, [.. comments.Reverse()])));

        await using var db = Store.Db();
        Assert.Equal(comments.Length, await db.Decisions.CountAsync());
        Assert.Equal(comments.Length, await db.Comments.CountAsync());
        Assert.Equal(comments.Length, results.SelectMany(result => result).Count(result => result.Status == RecordStatus.New));
        Assert.Equal(
            results[0].Select(result => result.Decision!.Id).Order(), results[1].Select(result => result.Decision!.Id).Order());
    }

    [SkippableFact]
    public async Task What_was_taken_is_written_before_the_log_closes()
    {
        var process = Store.Process();
        var log = (DecisionLog)process.GetService(typeof(DecisionLog))!;
        var recording = Enumerable.Range(0, 300).Select(i => log.RecordAsync(SomeIncoming.Judged($"c{i}")).AsTask()).ToArray();
        await log.DisposeAsync();

        Assert.All(await Task.WhenAll(recording), recorded => Assert.Equal(RecordStatus.New, recorded.Status));
        Assert.Equal(300, await DecisionCountAsync());
    }

    private async Task<int> DecisionCountAsync()
    {
        await using var db = Store.Db();
        return await db.Decisions.CountAsync();
    }

    private static async Task<Recorded[]> RecordEachAsync(DecisionLog log, string[] comments)
    {
        var recording = comments.Chunk(7).SelectMany(chunk => chunk.Select(id => log.RecordAsync(SomeIncoming.Judged(id)).AsTask()));
        return await Task.WhenAll(recording.ToArray());
    }
}
