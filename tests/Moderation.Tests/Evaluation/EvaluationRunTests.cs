using Moderation.Evaluation;
using Moderation.Labels;
using Moderation.Scoring;
using Moderation.Tests.Support;

namespace Moderation.Tests.Evaluation;

public sealed class EvaluationRunTests
{
    private static readonly Dictionary<string, float> Half = LabelNames.All.ToDictionary(label => label, _ => 0.5f);
    private static readonly Contestant Good = new("good", new FixedClassifier(("vile", LabelNames.Insult, 0.9f)), Half);
    private static readonly Contestant Blind = new("blind", new FixedClassifier(), Half);

    [Fact]
    public void Contestants_are_measured_on_the_same_rows_and_only_on_what_the_rows_know()
    {
        EvaluationRow[] rows = [Row("vile", 1, "a"), Row("kind", 0, "a"), Row("vile too", 1, "b")];

        var figures = EvaluationRun.Measure([Good, Blind], rows, EvaluationRun.Score([Good, Blind], rows));

        Assert.Equal(1, Single(figures, "good", "a", "roc-auc"));
        Assert.Equal(0.5, Single(figures, "blind", "a", "roc-auc"));
        Assert.True(double.IsNaN(Single(figures, "good", "b", "roc-auc")));
        Assert.Equal(1, Single(figures, "good", EvaluationRun.AllRows, "recall"));
        Assert.DoesNotContain(figures, figure => figure.Label == LabelNames.Threat);
    }

    [Fact]
    public void Rows_of_one_place_are_read_as_such_unless_each_is_to_be_read_alone()
    {
        var contestant = new Contestant("kinds", new TwoKinds(), Half);
        EvaluationRow[] rows =
        [
            .. Enumerable.Range(0, 40).Select(_ => Row("loud!", 1, "loud")), .. Enumerable.Range(0, 40).Select(_ => Row("quiet", 0, "quiet")),
            Row("quiet", 0, "loud"), Row("quiet", 0, "few"),
        ];
        var hate = LabelNames.All.ToList().IndexOf(LabelNames.HateSpeech);

        var (placed, alone) = (EvaluationRun.Score([contestant], rows)[0], EvaluationRun.Score([contestant], rows, alone: true)[0]);

        Assert.All(rows.Zip(alone), pair => Assert.Equal(pair.First.Text.Text == "loud!" ? 0.8f : 0.2f, pair.Second[hate]));
        Assert.True(placed[0][hate] > 0.9f && placed[40][hate] < 0.1f);
        Assert.True(placed[80][hate] > 0.5f, "What is quiet in a loud place is rather a shout.");
        Assert.Equal(0.2f, placed[81][hate]);
    }

    [Fact]
    public void A_row_that_says_what_its_place_is_like_is_believed()
    {
        var loud = new DomainPrior(new Dictionary<string, float> { [TwoKinds.Letter] = 0.1f, [TwoKinds.Shout] = 0.9f }, 100);
        EvaluationRow[] rows = [.. Enumerable.Range(0, 40).Select(_ => Row("quiet", 0, "quiet"))];
        rows[7] = rows[7] with { Text = rows[7].Text with { Prior = loud } };
        var hate = LabelNames.All.ToList().IndexOf(LabelNames.HateSpeech);

        var scores = EvaluationRun.Score([new Contestant("kinds", new TwoKinds(), Half)], rows)[0];

        Assert.Equal(0.18f / (0.18f + 0.08f), scores[7][hate], 0.001f);
        Assert.True(scores[8][hate] < 0.1f);
    }

    [Fact]
    public void An_unscored_comment_counts_as_flagged_and_is_counted()
    {
        EvaluationRow[] rows = [Row("UNSCORABLE", 0, "a"), Row("kind", 0, "a")];

        var figures = EvaluationRun.Measure([Good], rows, EvaluationRun.Score([Good], rows));

        Assert.Equal(1, Single(figures, "good", "a", "unscored"));
        Assert.Equal(0.5, Single(figures, "good", "a", "flagged-share"));
    }

    [Fact]
    public void Agreement_in_rank_is_told_where_truth_is_a_share()
    {
        EvaluationRow[] rows = [Row("vile", 0.75f, "shares"), Row("kind", 0.25f, "shares"), Row("vile", 1, "sides"), Row("kind", 0, "sides")];

        var figures = EvaluationRun.Measure([Good], rows, EvaluationRun.Score([Good], rows));

        Assert.Equal(1, Single(figures, "good", "shares", "spearman"), 6);
        Assert.DoesNotContain(figures, figure => figure.Slice == "sides" && figure.Measure == "spearman");
    }

    [Fact]
    public void The_report_shows_every_contestant_and_says_NaN_where_a_figure_is_undefined()
    {
        EvaluationRow[] rows = [Row("vile", 1, "function:insults")];
        var figures = EvaluationRun.Measure([Good, Blind], rows, EvaluationRun.Score([Good, Blind], rows));

        var text = EvaluationReport.Markdown(figures, ["good", "blind"], new Dictionary<string, (double, IReadOnlyList<GroupBias>)>());

        Assert.Contains("| function:insults | insult | 1 | 1.000", text, StringComparison.Ordinal);
        Assert.Contains("NaN", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plot_is_well_formed_and_loads_nothing_from_outside()
    {
        float[] scores = [0.9f, 0.8f, 0.2f, 0.1f];
        bool[] truth = [true, false, true, false];

        var svg = Plots.Svg("a < b", ("ROC", "x", "y", [Plots.Roc("m", scores, truth), Plots.PrecisionRecall("n", scores, truth)]));

        var document = System.Xml.Linq.XDocument.Parse(svg);
        Assert.Equal(2, document.Descendants().Count(node => node.Name.LocalName == "polyline"));
        Assert.DoesNotContain("href", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void The_suite_is_read_and_each_case_knows_one_label()
    {
        var cases = FunctionalSuite.Cases(Repository.PathOf("training-data", "functional-suite"));

        Assert.True(cases.Count >= 1500);
        Assert.All(cases.Take(50), one => Assert.Single(one.ToRow().Truth, share => !float.IsNaN(share)));
    }

    private static double Single(IReadOnlyList<Moderation.Models.CardFigure> figures, string system, string slice, string measure) =>
        Assert.Single(figures, figure => (figure.System, figure.Slice, figure.Measure, figure.Label) == (system, slice, measure, LabelNames.Insult)).Value;

    private static EvaluationRow Row(string text, float insult, string slice)
    {
        var truth = new float[LabelNames.All.Count];
        Array.Fill(truth, float.NaN);
        truth[LabelSet.Full.IndexOf(LabelNames.Insult)] = insult;
        return new EvaluationRow(new CommentText(text), [slice], truth);
    }
}
