using Microsoft.EntityFrameworkCore;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Store;

namespace Moderation.Tests.Store;

public abstract partial class StoreContract
{
    private ReviewClaims Claims => Store.Get<ReviewClaims>();

    private ReviewQueue Queue => Store.Get<ReviewQueue>();

    [SkippableFact]
    public async Task The_queue_has_the_most_harmful_first_and_the_oldest_first_among_equals()
    {
        await ReviewAsync("old", 0.6f);
        Store.Clock.Pass(Lease);
        await ReviewAsync("new", 0.6f);
        await ReviewAsync("worst", 0.9f);
        await Store.Log.RecordAsync(SomeIncoming.Judged("clean"));

        Assert.Equal(["worst", "old", "new"], (await Queue.PageAsync(new(), 0, 10)).Select(item => item.CommentId));
        Assert.Equal(["old"], (await Queue.PageAsync(new(), 1, 1)).Select(item => item.Comment!.CommentId));
        Assert.Equal(new QueueCounts(3, 0, new Clock().GetUtcNow()), await Queue.CountAsync(new()));
    }

    [SkippableFact]
    public async Task The_queue_can_be_filtered_by_site_section_label_and_age()
    {
        await ReviewAsync("c1", 0.9f);
        var since = Store.Clock.GetUtcNow();

        Assert.Equal(1, (await Queue.CountAsync(new() { Site = "lakeside", Section = "swimming", Label = LabelNames.Slur, Since = since })).Open);
        Assert.Equal(0, (await Queue.CountAsync(new() { Site = "elsewhere" })).Open);
        Assert.Equal(0, (await Queue.CountAsync(new() { Section = "rowing" })).Open);
        Assert.Equal(0, (await Queue.CountAsync(new() { Label = LabelNames.Threat })).Open);
        Assert.Equal(0, (await Queue.CountAsync(new() { Before = since })).Open);
    }

    [SkippableFact]
    public async Task Moderators_who_claim_at_once_get_different_items()
    {
        for (var i = 0; i < 12; i++)
        {
            await ReviewAsync($"c{i}", 0.9f);
        }

        var claimed = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            Task.Run(() => Claims.ClaimNextAsync($"moderator-{i}", new(), Lease))));

        Assert.Equal(12, claimed.Select(item => item!.Key).Distinct().Count());
        Assert.Null(await Claims.ClaimNextAsync("one-more", new(), Lease));
        Assert.Equal(12, (await Queue.CountAsync(new())).Claimed);
    }

    [SkippableFact]
    public async Task A_claim_ends_with_its_lease_or_when_it_is_given_back()
    {
        await ReviewAsync("c1", 0.9f);
        var item = (await Claims.ClaimNextAsync("ann", new(), Lease))!.Key;
        Assert.False(await Claims.ClaimAsync(item, "bob", Lease));
        Assert.True(await Claims.ClaimAsync(item, "ann", Lease));
        Store.Clock.Pass(Lease);
        Assert.True(await Claims.ClaimAsync(item, "bob", Lease));
        await Claims.ReleaseAsync(item, "ann");
        Assert.False(await Claims.ClaimAsync(item, "ann", Lease));
        await Claims.ReleaseAsync(item, "bob");
        Assert.True(await Claims.ClaimAsync(item, "ann", Lease));
    }

    [SkippableFact]
    public async Task A_moderator_s_decision_comes_with_its_annotation_and_its_trace()
    {
        await ReviewAsync("c1", 0.9f);
        var item = (await Claims.ClaimNextAsync("ann", new(), Lease))!;
        var labels = new Dictionary<string, float> { [LabelNames.Slur] = 1, [LabelNames.Threat] = 0 };
        var resolution = await Claims.ResolveAsync(item.Key, item.CommentKey, new("ann", Verdict.Reject, "house rule 3") { Labels = labels });

        Assert.Equal(ResolutionStatus.Done, resolution.Status);
        await using var db = Store.Db();
        var decision = await db.Decisions.Include(row => row.Comment).SingleAsync(row => row.Moderator != null);
        Assert.Equivalent(resolution.Decision, decision.ToDecision(), strict: true);
        Assert.Equal(("ann", "house rule 3", Verdict.Reject), (decision.Moderator, decision.Reason, decision.Verdict));
        Assert.Equal(decision.Id, decision.Comment!.DecisionId);
        var annotation = await db.Annotations.SingleAsync();
        Assert.Equal(("ann", decision.Id), (annotation.Rater, annotation.DecisionId));
        Assert.Equal(labels, annotation.Labels);
        var audit = await db.Audit.SingleAsync();
        Assert.Equal(("ann", "reject", decision.Id.ToString()), (audit.Who, audit.What, audit.Subject));
        Assert.Equal(0, (await Queue.CountAsync(new())).Open);
    }

    [SkippableFact]
    public async Task A_moderator_who_comes_late_is_told_why_nothing_was_decided()
    {
        await ReviewAsync("c1", 0.9f);
        var item = (await Claims.ClaimNextAsync("ann", new(), Lease))!;
        Assert.Equal(ResolutionStatus.ClaimedByAnother, await ResolveAsync(item, "bob"));
        await ReviewAsync("c1", 0.9f, text: "edited");
        Assert.Equal(ResolutionStatus.Edited, await ResolveAsync(item, "ann"));
        var edited = Assert.Single(await Queue.PageAsync(new(), 0, 10));
        Assert.Equal((item.Key, "edited"), (edited.Key, edited.Comment!.Text));
        Assert.Equal(ResolutionStatus.Done, await ResolveAsync(edited, "ann"));
        Assert.Equal(ResolutionStatus.AlreadyResolved, await ResolveAsync(edited, "bob"));
        Assert.Equal(ResolutionStatus.Unknown, (await Claims.ResolveAsync(4711, 4711, new("ann", Verdict.Approve))).Status);
    }

    [SkippableFact]
    public async Task Of_two_moderators_who_resolve_an_unclaimed_item_at_once_one_does()
    {
        await ReviewAsync("c1", 0.9f);
        var item = Assert.Single(await Queue.PageAsync(new(), 0, 1));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => ResolveAsync(item, $"moderator-{i}"))));

        Assert.Equal(1, outcomes.Count(outcome => outcome == ResolutionStatus.Done));
        Assert.Equal(2, await DecisionCountAsync());
    }

    [SkippableFact]
    public async Task An_edit_that_is_approved_takes_the_comment_out_of_the_queue()
    {
        await ReviewAsync("c1", 0.9f);
        await Store.Log.RecordAsync(SomeIncoming.Judged(text: "a kinder text"));

        Assert.Equal(0, (await Queue.CountAsync(new())).Open);
    }

    [SkippableFact]
    public async Task An_undo_is_a_further_decision()
    {
        await ReviewAsync("c1", 0.9f);
        var item = Assert.Single(await Queue.PageAsync(new(), 0, 1));
        await ResolveAsync(item, "ann");
        var undone = await Claims.DecideAsync(item.CommentKey, new("ann", Verdict.Review, "too quick"));
        Assert.Equal(ResolutionStatus.Done, undone.Status);
        Assert.Equal(1, (await Queue.CountAsync(new())).Open);
        Store.Clock.Pass(Lease);
        await Claims.DecideAsync(item.CommentKey, new("bob", Verdict.Approve));

        Assert.Equal(0, (await Queue.CountAsync(new())).Open);
        var decisions = await Store.Get<CommentHistory>().DecisionsAsync("lakeside", "swimming", "c1");
        Assert.Equal(4, decisions.Count);
        Assert.Equal(("bob", Verdict.Approve), (decisions[0].Moderator, decisions[0].Verdict));
        Assert.Equal(ResolutionStatus.Unknown, (await Claims.DecideAsync(4711, new("bob", Verdict.Approve))).Status);
    }

    [SkippableFact]
    public async Task Of_undos_and_another_decision_at_once_the_first_counts_and_none_overrules_what_it_has_not_seen()
    {
        await ReviewAsync("c1", 0.9f);
        var item = Assert.Single(await Queue.PageAsync(new(), 0, 1));
        var first = (await Claims.ResolveAsync(item.Key, item.CommentKey, new("ann", Verdict.Approve))).Decision!.Id;

        var undo = new Judgement("ann", Verdict.Review) { TakesBack = first };
        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() =>
            Claims.DecideAsync(item.CommentKey, i == 3 ? new Judgement("bob", Verdict.Reject) { TakesBack = first } : undo))));

        Assert.Single(all, one => one.Status == ResolutionStatus.Done);
        Assert.Equal(5, all.Count(one => one.Status == ResolutionStatus.AlreadyResolved));
        Assert.Equal(3, (await Store.Get<CommentHistory>().DecisionsAsync("lakeside", "swimming", "c1")).Count);
    }

    [SkippableFact]
    public async Task After_a_person_has_spoken_no_worker_decides()
    {
        await Store.Log.RecordAsync(SomeIncoming.Unjudged());
        var leased = Assert.Single(await Pending.LeaseAsync("w1", 10, Lease));
        await Claims.DecideAsync(leased.Key, new("ann", Verdict.Reject));
        var late = await RecordAsync(Store.Log, leased);

        Assert.Equal((RecordStatus.Same, "ann"), (late.Status, late.Decision!.Moderator));
        Assert.Equal(1, await DecisionCountAsync());
    }

    [SkippableFact]
    public async Task Moderators_and_authors_who_edit_meanwhile_do_not_block_each_other()
    {
        var editing = Task.Run(async () =>
        {
            for (var edit = 0; edit < 20; edit++)
            {
                await Store.Log.RecordAsync([.. Enumerable.Range(0, 8).Select(i => SomeIncoming.Judged($"c{i}", Verdict.Review, $"edit {edit}"))]);
            }
        });
        while (!editing.IsCompleted)
        {
            foreach (var item in await Queue.PageAsync(new(), 0, 8))
            {
                Assert.Contains(await ResolveAsync(item, "ann"), new[] { ResolutionStatus.Done, ResolutionStatus.Edited });
            }
        }

        await editing;
        await using var db = Store.Db();
        Assert.Equal(160, await db.Decisions.CountAsync(decision => decision.Moderator == null));
        Assert.Equal(await db.Audit.CountAsync(), await db.Decisions.CountAsync(decision => decision.Moderator != null));
    }

    private async Task ReviewAsync(string id, float slur, string text = "a text to be looked at") =>
        Assert.True((await Store.Log.RecordAsync(SomeIncoming.Judged(id, Verdict.Review, text, slur))).IsKept);

    private async Task<ResolutionStatus> ResolveAsync(ReviewItemRow item, string moderator) =>
        (await Claims.ResolveAsync(item.Key, item.CommentKey, new(moderator, Verdict.Reject))).Status;
}
