using Moderation.Evaluation;
using Moderation.Labels;
using Moderation.Learning.Datasets;
using Moderation.Learning.Spans;
using Moderation.Models;
using Moderation.Scoring;

namespace Moderation.Learning;

/// <summary>What an evaluation found.</summary>
/// <param name="Figures">Every figure of every contestant.</param>
/// <param name="Bias">Identity bias by contestant.</param>
/// <param name="Report">Markdown.</param>
/// <param name="Plots">SVG by file name.</param>
/// <param name="Names">The contestants, in the order of the columns.</param>
/// <param name="Rows">How many rows it was measured on.</param>
public sealed record EvaluationResult(
    IReadOnlyList<CardFigure> Figures,
    IReadOnlyDictionary<string, (double Score, IReadOnlyList<GroupBias> Groups)> Bias,
    string Report,
    IReadOnlyDictionary<string, string> Plots,
    IReadOnlyList<string> Names,
    int Rows);

/// <summary>
/// Measures models on rows that no training sees: the test part of every data set and of moderators' judgements, and the
/// functional suite. The parts come from a stable hash, so these rows are the same for every model.
/// </summary>
public static class Evaluating
{
    /// <summary>The word list, flagging at one half.</summary>
    private static readonly Contestant WordList = new("word-list", new WordListClassifier(), LabelNames.All.ToDictionary(label => label, _ => 0.5f));

    /// <summary>How the names of slices by length begin.</summary>
    internal const string LengthPrefix = "length: ";

    private const string IdentitySlice = EvaluationRow.FunctionPrefix + "identity-templates";

    /// <summary>The rows of one part of a corpus, sliced by data set and length.</summary>
    public static IReadOnlyList<EvaluationRow> Rows(Corpus corpus, Part part) =>
        [.. corpus.Examples.Where(example => example.Part == part).Select(example => Row(corpus, example))];

    /// <summary>The test rows with the functional suite.</summary>
    /// <param name="corpus">All data.</param>
    /// <param name="trainingData">Folder that holds <c>functional-suite</c>.</param>
    public static IReadOnlyList<EvaluationRow> TestRows(Corpus corpus, string trainingData) =>
    [
        .. Rows(corpus, Part.Test),
        .. FunctionalSuite.Cases(Path.Combine(trainingData, "functional-suite")).Select(one => one.ToRow()),
    ];

    /// <summary>Measures models on everything that no training sees, with the word list beside them.</summary>
    /// <param name="models">In the order of the columns.</param>
    /// <param name="corpus">All data.</param>
    /// <param name="settings">Where the functional suite is, and the stretches that readers marked.</param>
    /// <param name="part">
    /// The part of the corpus. The others than the test part flatter a model, but a data set of few threads may have no comment in it.
    /// </param>
    /// <param name="alone">Whether each comment is read alone, and not as one among others of its data set.</param>
    public static EvaluationResult Run(IReadOnlyList<Contestant> models, Corpus corpus, TrainingSettings settings, Part part = Part.Test, bool alone = false) => Run(
        [.. models, WordList],
        part == Part.Test ? TestRows(corpus, settings.TrainingDataFolder) : Rows(corpus, part),
        part == Part.Test ? FunctionalSuite.Identities(Path.Combine(settings.TrainingDataFolder, "functional-suite")) : [],
        [.. Training.Marked(corpus, settings).Where(comment => comment.Example.Part == part)],
        alone);

    /// <summary>Measures contestants.</summary>
    /// <param name="contestants">In the order of the columns.</param>
    /// <param name="rows">What on.</param>
    /// <param name="identities">The identity templates; empty: no bias is measured.</param>
    /// <param name="marked">Comments whose abusive stretches readers marked; empty: stretches are not measured.</param>
    /// <param name="alone">Whether each comment is read alone, and not as one among others of its place.</param>
    public static EvaluationResult Run(
        IReadOnlyList<Contestant> contestants, IReadOnlyList<EvaluationRow> rows, IReadOnlyList<FunctionalCase> identities, IReadOnlyList<MarkedComment> marked,
        bool alone = false)
    {
        var scores = EvaluationRun.Score(contestants, rows, alone);
        var figures = EvaluationRun.Measure(contestants, rows, scores);
        EvaluationRow[] templates = [.. identities.Select(one => one.ToRow())];
        var templateScores = EvaluationRun.Score(contestants, templates, alone);
        var bias = new Dictionary<string, (double, IReadOnlyList<GroupBias>)>();
        for (var i = 0; i < contestants.Count && templates.Length > 0; i++)
        {
            bias[contestants[i].Name] = Bias(identities, templateScores[i]);
        }

        List<CardFigure> all = [.. figures, .. HeldShares.Measure(contestants, rows, scores), .. SpanFigures.Measure(contestants, marked, alone), .. bias.Select(pair => new CardFigure(
            pair.Key, IdentitySlice, LabelNames.Toxicity, "identity-bias-score", pair.Value.Item1, double.NaN, double.NaN, templates.Length))];
        string[] names = [.. contestants.Select(contestant => contestant.Name)];
        return new EvaluationResult(
            all, bias, EvaluationReport.Markdown(all, names, bias), PlotsOf(contestants, rows, scores), names, rows.Count + identities.Count);
    }

    private static EvaluationRow Row(Corpus corpus, Example example)
    {
        float[] truth = [.. Enumerable.Range(0, LabelNames.All.Count).Select(label => example.Truth(corpus.HeadLabels, label))];
        return new EvaluationRow(example.Comment, [example.Dataset, Length(example.Text)], truth) { Place = example.Place };
    }

    private static string Length(string text) => text.Length switch
    {
        < 50 => LengthPrefix + "under 50",
        < 200 => LengthPrefix + "50 to 199",
        < 1000 => LengthPrefix + "200 to 999",
        _ => LengthPrefix + "1,000 and over",
    };

    private static (double, IReadOnlyList<GroupBias>) Bias(IReadOnlyList<FunctionalCase> identities, float[][] scores)
    {
        var toxicity = LabelSet.Full.IndexOf(LabelNames.Toxicity);
        float[] said = [.. scores.Select(row => float.IsNaN(row[toxicity]) ? 1 : row[toxicity])];
        bool[] positive = [.. identities.Select(one => one.Expected == 1)];
        var groups = IdentityBias.ByGroup(said, positive, [.. identities.Select(one => one.Identity ?? one.Group)]);
        return (IdentityBias.Score(said, positive, groups), groups);
    }

    private static Dictionary<string, string> PlotsOf(IReadOnlyList<Contestant> contestants, IReadOnlyList<EvaluationRow> rows, float[][][] scores)
    {
        var plots = new Dictionary<string, string>();
        for (var label = 0; label < LabelNames.All.Count; label++)
        {
            int[] known = [.. Enumerable.Range(0, rows.Count).Where(row => !float.IsNaN(rows[row].Truth[label]))];
            if (known.Length > 0)
            {
                plots[$"{LabelNames.All[label]}.svg"] = Plot(LabelNames.All[label], contestants, Array.ConvertAll(known, row => rows[row].Truth[label]),
                    [.. scores.Select(own => Array.ConvertAll(known, row => float.IsNaN(own[row][label]) ? 1 : own[row][label]))]);
            }
        }

        return plots;
    }

    private static string Plot(string label, IReadOnlyList<Contestant> contestants, float[] truth, float[][] scores)
    {
        var positive = Array.ConvertAll(truth, share => share >= 0.5f);
        List<Curve> Each(Func<string, float[], Curve> curve) => [.. contestants.Select((contestant, i) => curve(contestant.Name, scores[i]))];
        return Plots.Svg(
            $"{label}: {truth.Length} test rows, {positive.Count(yes => yes)} positive",
            ("ROC", "false positive rate", "recall", Each((name, own) => Plots.Roc(name, own, positive))),
            ("Precision and recall", "recall", "precision", Each((name, own) => Plots.PrecisionRecall(name, own, positive))),
            ("Calibration", "probability said", "share of positives", Each((name, own) => Plots.Calibration(name, own, truth))),
            ($"Scores of {contestants[0].Name}", "probability", "rows (highest bar = 1)",
                [Plots.Histogram("negatives", scores[0], positive, false), Plots.Histogram("positives", scores[0], positive, true)]));
    }
}
