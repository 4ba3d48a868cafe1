using Moderation.Evaluation;
using Moderation.Labels;
using Moderation.Models;
using Moderation.Scoring;
using Moderation.Tests.Support;

namespace Moderation.Tests.Evaluation;

public sealed class HeldSharesTests
{
    private static readonly Contestant Some = new(
        "some",
        new FixedClassifier(("vile", LabelNames.HateSpeech, 0.6f), ("rude", LabelNames.Harassment, 0.6f)),
        new Dictionary<string, float> { [LabelNames.Slur] = 0.5f, [LabelNames.Harassment] = 0.7f, [LabelNames.HateSpeech] = 0.5f });

    [Fact]
    public void Each_harm_is_held_at_its_own_threshold()
    {
        var figures = Measure(Row("vile", "a", (LabelNames.HateSpeech, 0)), Row("rude", "a", (LabelNames.HateSpeech, 0)), Row("kind", "a", (LabelNames.HateSpeech, 0)));

        Assert.Equal(1.0 / 3, Value(figures, "a", HeldShares.HarmlessHeld), 9);
        Assert.DoesNotContain(figures, figure => figure.Measure == HeldShares.HarmfulMissed);
    }

    [Fact]
    public void A_comment_that_has_any_harm_is_missed_where_none_is_held()
    {
        var figures = Measure(Row("kind", "a", (LabelNames.Slur, 0), (LabelNames.Harassment, 0.5f)), Row("vile", "a", (LabelNames.Harassment, 1)));

        Assert.Equal(0.5, Value(figures, "a", HeldShares.HarmfulMissed));
    }

    [Fact]
    public void An_insult_is_neither_harmless_nor_a_harm_and_what_is_unknown_is_no_harmless_comment()
    {
        var figures = Measure(Row("vile", "a", (LabelNames.HateSpeech, 0), (LabelNames.Insult, 1)), Row("vile", "a", (LabelNames.Profanity, 0)), Row("vile", "a"));

        Assert.Empty(figures);
    }

    [Fact]
    public void An_unscored_comment_is_held() =>
        Assert.Equal(1, Value(Measure(Row("UNSCORABLE", "a", (LabelNames.Toxicity, 0))), "a", HeldShares.HarmlessHeld));

    [Fact]
    public void Cases_of_the_functional_suite_know_too_little_to_count() =>
        Assert.Empty(Measure(Row("vile", EvaluationRow.FunctionPrefix + "insults", (LabelNames.HateSpeech, 0))));

    private static IReadOnlyList<CardFigure> Measure(params EvaluationRow[] rows) => HeldShares.Measure([Some], rows, EvaluationRun.Score([Some], rows));

    private static double Value(IReadOnlyList<CardFigure> figures, string slice, string measure) =>
        Assert.Single(figures, figure => (figure.Slice, figure.Measure) == (slice, measure)).Value;

    private static EvaluationRow Row(string text, string slice, params (string Label, float Share)[] known)
    {
        var truth = new float[LabelNames.All.Count];
        Array.Fill(truth, float.NaN);
        foreach (var (label, share) in known)
        {
            truth[LabelSet.Full.IndexOf(label)] = share;
        }

        return new EvaluationRow(new CommentText(text), [slice], truth);
    }
}
