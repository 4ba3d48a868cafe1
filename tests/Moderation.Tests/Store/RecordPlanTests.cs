using Moderation.Policies;
using Moderation.Store;

namespace Moderation.Tests.Store;

public sealed class RecordPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_unknown_comment_is_inserted_with_its_number_or_as_the_first()
    {
        var numbered = new Incoming(SomeIncoming.Comment(revision: 4), SomeIncoming.Ruling()) { RevisionGiven = true };
        var unnumbered = new Incoming(SomeIncoming.Comment(revision: 4), SomeIncoming.Ruling());

        Assert.Equal(new RecordPlan(RecordStep.Insert, 4, null, IsNewest: true, HasOthers: false), Plan(numbered));
        Assert.Equal(1, Plan(unnumbered).Revision);
    }

    [Fact]
    public void A_decided_revision_is_repeated_and_an_undecided_one_is_decided()
    {
        Assert.Equal(RecordStep.Repeat, Plan(SomeIncoming.Judged(), Known(decided: true)).Step);
        Assert.Equal(RecordStep.Decide, Plan(SomeIncoming.Judged(), Known(decided: false)).Step);
        Assert.Equal(RecordStep.Repeat, Plan(SomeIncoming.Unjudged(), Known(decided: false)).Step);
    }

    [Fact]
    public void A_decided_revision_that_waits_to_be_scored_again_is_decided_by_a_score_and_not_by_another_lack_of_one()
    {
        var waits = Known(decided: true, pending: true);
        Assert.Equal(RecordStep.Decide, Plan(SomeIncoming.Judged(), waits).Step);
        Assert.Equal(RecordStep.Repeat, Plan(SomeIncoming.Judged(verdict: Verdict.Review) with { ScoreLater = true }, waits).Step);
    }

    [Fact]
    public void What_was_erased_is_never_written_again()
    {
        var erased = Known(decided: false) with { Erased = true, TextHash = null };
        Assert.Equal(RecordStep.Repeat, Plan(SomeIncoming.Judged(), erased).Step);
        Assert.Equal(RecordStep.Repeat, Plan(SomeIncoming.Judged(text: "another") with { RevisionGiven = true }, erased).Step);
    }

    [Fact]
    public void Without_a_number_another_text_follows_the_newest_revision()
    {
        var plan = Plan(SomeIncoming.Judged(text: "another"), Known(decided: true), Known(decided: true) with { Revision = 5 });
        Assert.Equal(new RecordPlan(RecordStep.Insert, 6, null, IsNewest: true, HasOthers: true), plan);
    }

    [Fact]
    public void Without_a_number_going_back_to_an_older_text_is_a_further_revision()
    {
        var older = Known(decided: true);
        var newest = Known(decided: true, text: "in between") with { Revision = 2 };
        Assert.Equal((RecordStep.Insert, 3), (Plan(SomeIncoming.Judged(), older, newest).Step, Plan(SomeIncoming.Judged(), older, newest).Revision));
    }

    [Fact]
    public void With_a_number_the_same_number_must_have_the_same_text()
    {
        var incoming = SomeIncoming.Judged(text: "another") with { RevisionGiven = true };
        Assert.Equal(RecordStep.Refuse, Plan(incoming, Known(decided: true)).Step);
        Assert.Equal(RecordStep.Repeat, Plan(incoming, Known(decided: true) with { TextHash = null }).Step);
    }

    [Fact]
    public void An_older_number_that_comes_late_is_not_the_newest()
    {
        var late = new Incoming(SomeIncoming.Comment(revision: 2), SomeIncoming.Ruling()) { RevisionGiven = true };
        Assert.Equal(new RecordPlan(RecordStep.Insert, 2, null, IsNewest: false, HasOthers: true), Plan(late, Known(decided: true) with { Revision = 3 }));
    }

    private static RecordPlan Plan(Incoming incoming, params KnownRevision[] known) => RecordPlan.For(new RecordEntry(incoming, Now), known);

    private static KnownRevision Known(bool decided, bool pending = false, string text = "Good morning from the lake.") =>
        new(1, 1, StorableText.Hash(text), pending || !decided, false, decided ? Guid.NewGuid() : null);
}
