using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Policies;
using Moderation.Service.Reviews;
using Moderation.Store;

namespace Moderation.Tests.Service.Reviews;

/// <summary>What happens between moderators, their authors and the clock, without a browser.</summary>
public sealed class ReviewSessionTests
{
    private static readonly RejectReason Harassment = RejectReason.All.Single(reason => reason.Label == "harassment");

    [Fact]
    public async Task A_comment_edited_while_a_moderator_looks_is_not_decided_and_shows_its_new_text()
    {
        await using var desk = await Desk.StartAsync();
        var mia = await SessionAsync(desk, "mia");
        await mia.OpenAsync(mia.List.Entries[0].Key);
        await desk.PostAsync("c2", "You are still a clown.", author: "harbour-joe", parent: "c1");

        Assert.Null(await mia.DecideAsync(Verdict.Approve, null, null));

        Assert.Contains("edited the comment while you looked", mia.Notice!.Text, StringComparison.Ordinal);
        Assert.Equal("You are still a clown.", mia.Open!.Comment.Text);
        Assert.Equal(Verdict.Review, (await desk.DecisionAsync("c2")).Verdict);
    }

    [Fact]
    public async Task Of_two_moderators_the_one_who_came_first_decides_and_the_other_is_told_by_whom_it_is_held()
    {
        await using var desk = await Desk.StartAsync();
        var (mia, noor) = (await SessionAsync(desk, "mia"), await SessionAsync(desk, "noor"));
        await mia.OpenAsync(mia.List.Entries[0].Key);
        await noor.OpenAsync(mia.List.Entries[0].Key);

        Assert.False(noor.CanDecide);
        Assert.Contains("mia has claimed this comment until", noor.Notice!.Text, StringComparison.Ordinal);
        await noor.DecideAsync(Verdict.Approve, null, null);
        Assert.Equal(Verdict.Review, (await desk.DecisionAsync("c2")).Verdict);

        await mia.DecideAsync(Verdict.Reject, Harassment, "third time");
        await noor.DecideAsync(Verdict.Approve, null, null);
        Assert.Contains("dealt with this comment already", noor.Notice!.Text, StringComparison.Ordinal);
        Assert.Equal("harassment: third time", (await desk.DecisionAsync("c2")).Reason);
    }

    [Fact]
    public async Task An_undo_puts_the_comment_back_and_takes_back_what_was_said_of_its_labels()
    {
        await using var desk = await Desk.StartAsync();
        var mia = await SessionAsync(desk, "mia");
        await mia.OpenAsync(mia.List.Entries[0].Key);
        var before = mia.Open!;
        await mia.DecideAsync(Verdict.Reject, Harassment, null);

        Assert.Equal(1, mia.Decided);

        var again = await mia.UndoAsync();

        Assert.NotNull(again);
        Assert.Equal(0, mia.Decided);
        await mia.OpenAsync(again.Value);
        Assert.Equal(
            (before.SentBy.Id, before.Item.Labels, before.Item.Priority, before.Item.EnqueuedAt),
            (mia.Open!.SentBy.Id, mia.Open.Item.Labels, mia.Open.Item.Priority, mia.Open.Item.EnqueuedAt));
        Assert.Equal("c2", mia.Open!.Comment.CommentId);
        Assert.Equal(["undone", "harassment", null], mia.Open.History.Select(decision => decision.Reason));
        Assert.Empty(await desk.App.Services.GetRequiredService<AnnotationExport>().ReadAsync().ToListAsync());
        Assert.False(mia.CanUndo);
    }

    [Fact]
    public async Task An_undo_does_not_overrule_who_has_decided_since()
    {
        await using var desk = await Desk.StartAsync();
        var mia = await SessionAsync(desk, "mia");
        await mia.OpenAsync(mia.List.Entries[0].Key);
        var comment = mia.Open!.Item.CommentKey;
        await mia.DecideAsync(Verdict.Approve, null, null);
        await desk.App.Services.GetRequiredService<ReviewClaims>().DecideAsync(comment, new Judgement("noor", Verdict.Reject, "seen elsewhere"));

        Assert.Null(await mia.UndoAsync());

        Assert.Contains("decided this comment again since", mia.Notice!.Text, StringComparison.Ordinal);
        Assert.Equal("seen elsewhere", (await desk.DecisionAsync("c2")).Reason);
    }

    [Fact]
    public async Task Whoever_leaves_a_comment_undecided_lets_the_others_have_it()
    {
        await using var desk = await Desk.StartAsync();
        var (mia, noor) = (await SessionAsync(desk, "mia"), await SessionAsync(desk, "noor"));
        await mia.OpenAsync(mia.List.Entries[0].Key);
        await mia.OpenAsync(mia.List.Entries[1].Key);

        await noor.OpenAsync(mia.List.Entries[0].Key);

        Assert.True(noor.IsMine);
        Assert.True(mia.IsMine);
    }

    [Fact]
    public async Task A_filter_narrows_list_and_counts_and_offers_what_waits_behind_each_choice()
    {
        await using var desk = await Desk.StartAsync();
        var mia = await SessionAsync(desk, "mia");

        await mia.ShowAsync(new QueueFilter { Site = "default", Label = "hate_speech" });

        Assert.Contains("those people", Assert.Single(mia.List.Entries).Excerpt, StringComparison.Ordinal);
        Assert.Equal(1, mia.List.Counts.Open);
        Assert.Equal(["harassment 2", "hate speech 1"], mia.List.Choices.Labels.Select(choice => $"{choice.Name} {choice.Count}"));
        Assert.Equal(["Council passes the budget for the new ferry 3"], mia.List.Choices.Sections.Select(choice => $"{choice.Name} {choice.Count}"));
    }

    [Fact]
    public async Task An_item_that_is_not_there_is_said_to_be_not_there()
    {
        await using var desk = await Desk.StartAsync();
        var mia = await SessionAsync(desk, "mia");

        await mia.OpenAsync(4711);

        Assert.Null(mia.Open);
        Assert.True(mia.Notice!.IsFault);
    }

    [Fact]
    public async Task A_moderator_of_another_site_sees_nothing_of_this_one_and_claims_nothing()
    {
        await using var desk = await Desk.StartAsync();
        await desk.App.Services.GetRequiredService<Sites>().AddAsync("harbour", "harbour", "test");
        var mia = await SessionAsync(desk, "mia");
        var key = mia.List.Entries[0].Key;
        var nils = await SessionAsync(desk, "nils", "harbour");

        await nils.ShowAsync(new QueueFilter { Site = "default" });
        Assert.Empty(nils.List.Entries);
        Assert.Equal((0, 0), (nils.List.Counts.Open, nils.List.Choices.Sites.Count));
        await nils.OpenAsync(key);
        Assert.Null(nils.Open);
        Assert.True(nils.Notice!.IsFault);

        await mia.OpenAsync(key);
        Assert.True(mia.IsMine);
    }

    [Fact]
    public async Task Who_is_taken_off_a_site_decides_and_undoes_nothing_there_any_more()
    {
        await using var desk = await Desk.StartAsync();
        await desk.App.Services.GetRequiredService<Sites>().AddAsync("harbour", "harbour", "test");
        var mia = await SessionAsync(desk, "mia");
        await mia.OpenAsync(mia.List.Entries[0].Key);
        await mia.DecideAsync(Verdict.Approve, null, null);
        await mia.OpenAsync(mia.List.Entries[0].Key);
        await desk.App.Services.GetRequiredService<Users>().ChangeAsync(Guid.Parse(mia.Moderator), UserRole.Moderator, ["harbour"], "test");
        await using var db = await desk.DbAsync();
        var decisions = await db.Decisions.CountAsync();

        Assert.Null(await mia.DecideAsync(Verdict.Approve, null, null));
        Assert.Contains("do not look after", mia.Notice!.Text, StringComparison.Ordinal);
        Assert.Null(await mia.UndoAsync());
        Assert.Contains("do not look after", mia.Notice!.Text, StringComparison.Ordinal);
        Assert.Equal(decisions, await db.Decisions.CountAsync());
    }

    private static async Task<ReviewSession> SessionAsync(Desk desk, string name, params string[] sites)
    {
        var invitation = await desk.App.Services.GetRequiredService<Users>().InviteAsync(name, UserRole.Moderator, "test", sites.Length > 0 ? sites : null);
        var session = desk.App.Services.CreateScope().ServiceProvider.GetRequiredService<ReviewSession>();
        session.Moderator = invitation.User.Id.ToString();
        await session.ShowAsync(new QueueFilter());
        return session;
    }
}
