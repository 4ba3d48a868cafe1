using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Policies;
using Moderation.Store;

namespace Moderation.Tests.Store;

public abstract partial class StoreContract
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private PendingComments Pending => Store.Get<PendingComments>();

    [SkippableFact]
    public async Task A_comment_without_a_ruling_waits_until_a_worker_records_one()
    {
        var taken = await Store.Log.RecordAsync(SomeIncoming.Unjudged());
        var leased = Assert.Single(await Pending.LeaseAsync("w1", 10, Lease));
        var decided = await RecordAsync(Store.Log, leased);

        Assert.Equal((RecordStatus.New, null), (taken.Status, taken.Decision));
        Assert.Equal(RecordStatus.Decided, decided.Status);
        Assert.Equal((0, null), await Pending.WaitingAsync());
    }

    [SkippableFact]
    public async Task The_comments_that_wait_longest_are_leased_first()
    {
        await Store.Log.RecordAsync(SomeIncoming.Unjudged("old"));
        Store.Clock.Pass(Lease);
        await Store.Log.RecordAsync(SomeIncoming.Unjudged("new"));

        Assert.Equal("old", Assert.Single(await Pending.LeaseAsync("w1", 1, Lease)).CommentId);
        Assert.Equal("new", Assert.Single(await Pending.LeaseAsync("w2", 10, Lease)).CommentId);
        Assert.Empty(await Pending.LeaseAsync("w3", 10, Lease));
        Assert.Equal((2, new Clock().GetUtcNow()), await Pending.WaitingAsync());
    }

    [SkippableFact]
    public async Task A_worker_that_dies_loses_its_comments_to_another_and_what_it_says_later_changes_nothing()
    {
        await Store.Log.RecordAsync(SomeIncoming.Unjudged());
        var dead = Assert.Single(await Pending.LeaseAsync("dead", 10, Lease));
        Assert.Empty(await Pending.LeaseAsync("alive", 10, Lease));
        Store.Clock.Pass(Lease);
        var alive = Assert.Single(await Pending.LeaseAsync("alive", 10, Lease));
        var first = await RecordAsync(Store.Log, alive, Verdict.Review);
        var late = await RecordAsync(Store.Log, dead, Verdict.Approve);

        Assert.Equal(2, alive.Attempts);
        Assert.Equal((RecordStatus.Decided, RecordStatus.Same), (first.Status, late.Status));
        Assert.Equal(first.Decision!.Id, late.Decision!.Id);
        Assert.Equal(1, await DecisionCountAsync());
    }

    [SkippableFact]
    public async Task What_a_worker_gives_back_can_be_leased_at_once()
    {
        await Store.Log.RecordAsync(SomeIncoming.Unjudged());
        await Pending.LeaseAsync("w1", 10, Lease);
        Assert.Equal(1, await Pending.ReleaseAsync("w1"));

        Assert.Equal(1, Assert.Single(await Pending.LeaseAsync("w2", 10, Lease)).Attempts);
    }

    [SkippableFact]
    public async Task A_worker_gives_back_some_as_if_it_had_not_taken_them_and_keeps_the_others()
    {
        await Store.Log.RecordAsync([SomeIncoming.Unjudged("kept"), SomeIncoming.Unjudged("given-back")]);
        var leased = await Pending.LeaseAsync("w1", 10, Lease);
        Assert.Equal(1, await Pending.ReleaseAsync("w1", [leased.Single(row => row.CommentId == "given-back").Key]));

        Assert.Equal(("given-back", 1), (await Pending.LeaseAsync("w2", 10, Lease)).Select(row => (row.CommentId, row.Attempts)).Single());
    }

    [SkippableFact]
    public async Task What_a_comment_answers_is_known_by_its_newest_revision_and_by_what_comes_with_it()
    {
        await Store.Log.RecordAsync(SomeIncoming.Unjudged("p", "first words"));
        await Store.Log.RecordAsync(SomeIncoming.Unjudged("p", "second words"));
        var answer = SomeIncoming.Unjudged("c").Comment with { ParentId = "p" };
        var parents = Store.Get<ParentTexts>();

        Assert.Equal("second words", (await parents.CompleteAsync(answer)).ParentText);
        Assert.Equal("given", (await parents.CompleteAsync(answer with { ParentText = "given" })).ParentText);
        Assert.Null((await parents.CompleteAsync(answer with { Section = "elsewhere" })).ParentText);
        Assert.Null((await parents.CompleteAsync(answer with { ParentId = "unknown" })).ParentText);
        Assert.Null((await parents.CompleteAsync(answer with { Id = "loop", ParentId = "loop" })).ParentText);
        var together = await parents.CompleteAsync([answer with { Id = "n", ParentId = null, Text = "new words" }, answer with { ParentId = "n" }]);
        Assert.Equal([null, "new words"], together.Select(comment => comment.ParentText));

        await Store.Get<Erasure>().EraseAsync("test", answer.Site, answer.Section, "p");
        Assert.Null((await parents.CompleteAsync(answer)).ParentText);
    }

    [SkippableFact]
    public async Task Workers_of_two_processes_decide_every_comment_once_and_lose_none()
    {
        const int comments = 600;
        await Store.Log.RecordAsync([.. Enumerable.Range(0, comments).Select(i => SomeIncoming.Unjudged($"c{i}"))]);
        var other = Store.Process();

        var decided = await Task.WhenAll(
            Task.Run(() => WorkAsync(Store.Services, "a1")), Task.Run(() => WorkAsync(Store.Services, "a2")),
            Task.Run(() => WorkAsync(other, "b1")), Task.Run(() => WorkAsync(other, "b2")));

        await using var db = Store.Db();
        Assert.Equal(comments, decided.Sum());
        Assert.Equal(comments, await db.Decisions.Select(decision => decision.CommentKey).Distinct().CountAsync());
        Assert.Equal(comments, await db.Decisions.CountAsync());
        Assert.Equal(0, await db.Comments.CountAsync(row => row.PendingSince != null || row.DecisionId == null));
    }

    [SkippableFact]
    public async Task Of_a_comment_edited_while_it_waits_only_the_newest_revision_goes_on_waiting()
    {
        await Store.Log.RecordAsync(SomeIncoming.Unjudged(text: "first"));
        await Store.Log.RecordAsync(SomeIncoming.Unjudged(text: "second"));

        var leased = Assert.Single(await Pending.LeaseAsync("w1", 10, Lease));
        Assert.Equal((2, "second"), (leased.Revision, leased.Text));
    }

    [SkippableFact]
    public async Task A_comment_answered_unscored_is_in_review_until_a_worker_has_scored_it()
    {
        var unscored = new Incoming(SomeIncoming.Comment(), SomeIncoming.Ruling(Verdict.Review, unscored: "overload")) { ScoreLater = true };
        var answered = await Store.Log.RecordAsync(unscored);
        var again = await Store.Log.RecordAsync(unscored);
        Assert.Equal((RecordStatus.New, RecordStatus.Same), (answered.Status, again.Status));
        Assert.Equal("overload", answered.Decision!.Reason);
        Assert.Equal(1, (await Store.Get<ReviewQueue>().CountAsync(new())).Open);

        var leased = Assert.Single(await Pending.LeaseAsync("w1", 10, Lease));
        var scored = await RecordAsync(Store.Log, leased);

        Assert.Equal((RecordStatus.Decided, Verdict.Approve), (scored.Status, scored.Decision!.Verdict));
        Assert.Equal(0, (await Store.Get<ReviewQueue>().CountAsync(new())).Open);
        Assert.Equal(2, await DecisionCountAsync());
    }

    private static ValueTask<Recorded> RecordAsync(DecisionLog log, CommentRow leased, Verdict verdict = Verdict.Approve) =>
        log.RecordAsync(new Incoming(leased.ToComment(), SomeIncoming.Ruling(verdict)) { RevisionGiven = true });

    private static async Task<int> WorkAsync(ServiceProvider process, string worker)
    {
        var decided = 0;
        while (true)
        {
            var leased = await process.GetRequiredService<PendingComments>().LeaseAsync(worker, 17, Lease);
            if (leased.Count == 0)
            {
                return decided;
            }

            var results = await process.GetRequiredService<DecisionLog>().RecordAsync(
                [.. leased.Select(row => new Incoming(row.ToComment(), SomeIncoming.Ruling()) { RevisionGiven = true })]);
            decided += results.Count(result => result.Status == RecordStatus.Decided);
        }
    }
}
