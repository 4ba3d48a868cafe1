using Moderation.Comments;
using Moderation.Evaluation;
using Moderation.Labels;
using Moderation.Models;
using Moderation.Service.Retraining;
using Moderation.Tests.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service.Retraining;

public sealed class JudgementCheckTests
{
    private static readonly FixedClassifier Champion = new(("vile", LabelNames.HateSpeech, 0.9f), ("UNSCORABLE", LabelNames.HateSpeech, 0.9f));

    [Fact]
    public void A_rater_who_contradicts_the_champion_throughout_is_named()
    {
        var reason = Assert.Single(JudgementCheck.Contradictions(Champion, [.. Judged("bob", flipped: true), .. Judged("ann", flipped: false)], _ => null));

        Assert.Contains("rater bob", reason, StringComparison.Ordinal);
        Assert.Contains("40 judgements of hate_speech", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Correcting_the_champion_is_not_contradicting_it() => Assert.Empty(JudgementCheck.Contradictions(
        Champion, [.. Judged("ann", flipped: false), .. Judged("ann", flipped: true).Take(20)], _ => null));

    [Fact]
    public void Few_judgements_say_nothing_of_a_rater() => Assert.Empty(JudgementCheck.Contradictions(Champion, [.. Judged("bob", flipped: true).Take(20)], _ => null));

    [Fact]
    public void What_cannot_be_scored_says_nothing() => Assert.Empty(JudgementCheck.Contradictions(
        Champion, [.. Judged("bob", flipped: true).Select(one => one with { Comment = one.Comment with { Text = "UNSCORABLE" } })], _ => null));

    [Theory]
    [InlineData(0.20, 0.19, 200, false)]
    [InlineData(0.20, 0.21, 200, true)]
    [InlineData(0.20, 0.20, 200, true)]
    [InlineData(0.20, 0.30, 50, false)]
    public void A_model_must_come_nearer_to_the_moderators_where_there_is_enough_to_tell(double before, double after, int rows, bool refused) =>
        Assert.Equal(refused, JudgementCheck.NoNearer([Brier("old", before, rows), Brier("new", after, rows)], "new", "old") is not null);

    [Fact]
    public void A_model_that_never_saw_what_the_champion_learnt_from_is_refused_unless_that_can_be_measured()
    {
        var (champion, challenger) = (Card("old", "gab", "authored", "annotations"), Card("new", "authored"));

        Assert.Contains("gab", UnseenData.Reason(challenger, champion, []), StringComparison.Ordinal);
        Assert.Null(UnseenData.Reason(challenger, champion, [Brier("new", 0, 1) with { Slice = "gab" }]));
        Assert.Null(UnseenData.Reason(champion, champion, []));
    }

    private static IEnumerable<LabelledComment> Judged(string rater, bool flipped) => Enumerable.Range(0, 40).Select(i => new LabelledComment(
        SomeIncoming.Comment($"c{i}", i % 2 == 0 ? "vile" : "fine"),
        [new Annotation(rater, new Dictionary<string, float> { [LabelNames.HateSpeech] = i % 2 == 0 != flipped ? 1 : 0 })]));

    private static CardFigure Brier(string system, double value, int rows) =>
        new(system, "annotations", LabelNames.HateSpeech, "brier", value, double.NaN, double.NaN, rows);

    private static ModelCard Card(string id, params string[] sets) => new()
    {
        Id = id, TrainedAt = DateTimeOffset.UnixEpoch, Trainer = "fixed", Seed = 1, Labels = LabelNames.All, NormalizerVersion = 0, LexiconSha256 = "", ModelSha256 = "",
        Datasets = [.. sets.Select(set => new CardDataset(set, set, "", "", 1))], Splits = "none", Thresholds = new Dictionary<string, float>(),
    };
}
