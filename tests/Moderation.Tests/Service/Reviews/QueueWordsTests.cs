using Moderation.Policies;
using Moderation.Service.Reviews;
using Moderation.Store;

namespace Moderation.Tests.Service.Reviews;

public sealed class QueueWordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "now", "just now")]
    [InlineData(-5, "now", "just now")]
    [InlineData(12, "12 min", "12 min ago")]
    [InlineData(60 * 5, "5 h", "5 h ago")]
    [InlineData(60 * 24 * 3, "3 d", "3 d ago")]
    [InlineData(60 * 24 * 40, "2026-10-13", "on 2026-10-13")]
    public void An_age_is_as_short_as_a_list_needs_it(int minutes, string age, string ago)
    {
        Assert.Equal(age, Ages.Of(Now.AddMinutes(-minutes), Now));
        Assert.Equal(ago, Ages.Ago(Now.AddMinutes(-minutes), Now));
    }

    [Fact]
    public void Every_digit_picks_one_reason_and_the_last_is_the_sites_own_rules()
    {
        Assert.Equal(Enumerable.Range(1, 9).Select(digit => $"{digit}"), RejectReason.All.Select(reason => reason.Key));
        Assert.Equal("slur", RejectReason.All[0].Label);
        Assert.Null(RejectReason.All[^1].Label);
        Assert.All(RejectReason.All, reason => Assert.NotEmpty(reason.Meaning));
    }

    [Fact]
    public void To_approve_denies_the_labels_that_held_the_comment_and_says_nothing_of_others() => Assert.Equal(
        new Dictionary<string, float> { ["slur"] = 0 },
        RejectReason.Judged(Verdict.Approve, null, ["slur"], new Dictionary<string, bool>()));

    [Fact]
    public void What_a_moderator_says_outright_comes_before_what_an_approval_implies() => Assert.Equal(
        new Dictionary<string, float> { ["slur"] = 1, ["profanity"] = 1 },
        RejectReason.Judged(Verdict.Approve, null, ["slur"], new Dictionary<string, bool> { ["slur"] = true, ["profanity"] = true }));

    [Fact]
    public void To_reject_for_a_label_confirms_it_and_leaves_the_others_that_held_it_open() => Assert.Equal(
        new Dictionary<string, float> { ["hate_speech"] = 1 },
        RejectReason.Judged(Verdict.Reject, RejectReason.All.Single(reason => reason.Label == "hate_speech"), ["slur"], new Dictionary<string, bool>()));

    [Fact]
    public void After_a_decision_the_next_free_comment_comes_and_at_the_end_the_one_before()
    {
        var view = View((1, null), (2, "noor"), (3, null), (4, "mia"));

        Assert.Equal(3, view.After(1, "mia"));
        Assert.Equal(4, view.After(3, "mia"));
        Assert.Equal(3, view.After(4, "mia"));
        Assert.Null(View((1, null), (2, "noor")).After(1, "mia"));
    }

    [Fact]
    public void Steps_stop_at_both_ends_of_the_list_and_begin_at_the_first()
    {
        var view = View((1, null), (2, null));

        Assert.Equal(1, view.Step(null, 1));
        Assert.Equal(2, view.Step(1, 1));
        Assert.Null(view.Step(2, 1));
        Assert.Null(view.Step(1, -1));
        Assert.Equal(1, view.Step(99, 1));
        Assert.Null(QueueView.Empty.Step(null, 1));
    }

    private static QueueView View(params (long Key, string? ClaimedBy)[] entries) => new(
        [.. entries.Select(entry => new QueueEntry
        {
            Key = entry.Key, ClaimedBy = entry.ClaimedBy, Place = "p", Site = "s", Rules = [], Labels = [], EnqueuedAt = Now,
        })], false, new QueueCounts(entries.Length, 0, null), QueueChoices.None);
}
