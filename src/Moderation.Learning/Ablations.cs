using System.Globalization;
using System.Text;
using Moderation.Evaluation;
using Moderation.Labels;
using Moderation.Learning.Datasets;
using Moderation.Models;
using Moderation.Scoring;
using Moderation.Scoring.Networks;

namespace Moderation.Learning;

/// <summary>Trains a network's recipe once more without each of its parts, and writes beside its card what each is worth.</summary>
public static class Ablations
{
    /// <summary>Name of the table in the model's folder.</summary>
    public const string File = "ablations.md";

    private const string Jigsaw = "jigsaw";

    /// <summary>Trains every ablation, which takes as long as so many trainings, and writes the table after each; the card for people leads to it.</summary>
    /// <param name="settings">The recipe and the data that the model was trained with.</param>
    /// <param name="shelf">The folder of models.</param>
    /// <param name="model">Id of the model, which is the table's first row.</param>
    /// <exception cref="ModelRefusedException">The model cannot be used.</exception>
    public static void Write(TrainingSettings settings, string shelf, string model)
    {
        var (whole, card) = new ModelShelf(shelf, ModelLoader.Open).Load(model);
        var corpus = Training.ReadCorpus(settings);
        var rows = Evaluating.TestRows(corpus, settings.TrainingDataFolder);
        var folder = Path.Combine(shelf, model);
        var shipped = new Contestant(model, whole, card.Thresholds);
        List<(string Without, AblationFigures Figures)> measured =
        [
            ("nothing", Measure(shipped, rows)),
            ("the place: each comment is read alone", Measure(shipped, rows, alone: true)),
        ];
        foreach (var (share, ablation) in Ablation.All.Index())
        {
            settings.Report($"without {ablation.Without}");
            var own = settings with
            {
                Network = ablation.Recipe(settings.Network),
                Progress = done => settings.Progress((share + done) / Ablation.All.Count),
                Report = _ => { },
            };
            using var classifier = new NetworkClassifier(model, Training.Run(ablation.Data(corpus), own));
            measured.Add((ablation.Without, Measure(new Contestant(model, classifier, card.Thresholds), rows)));
            // It takes long: what is known by then is not lost where it is stopped.
            System.IO.File.WriteAllText(Path.Combine(folder, File), Markdown(model, measured));
            Link(Path.Combine(folder, "card.md"));
        }
    }

    /// <summary>The four figures of one model.</summary>
    internal static AblationFigures Measure(Contestant contestant, IReadOnlyList<EvaluationRow> rows, bool alone = false)
    {
        var scores = EvaluationRun.Score([contestant], rows, alone);
        var areas = EvaluationRun.Measure([contestant], rows, scores).Where(figure => figure.Measure == "roc-auc" && !double.IsNaN(figure.Value)).ToList();
        return new AblationFigures(
            Mean(areas.Where(figure => figure.Slice == Jigsaw && IsGiven(figure.Label))),
            Mean(areas.Where(figure => IsDataset(figure.Slice) && IsGiven(figure.Label) && figure.Slice != Jigsaw && !Corpus.IsOwn(figure.Slice))),
            BalancedAccuracy(contestant, rows, scores[0]),
            Mean(areas.Where(figure => figure.Slice == Corpus.Authored && LabelNames.Harms.Contains(figure.Label))));
    }

    /// <summary>The table.</summary>
    /// <param name="model">Id of the model.</param>
    /// <param name="measured">What was left out and what came of it, the whole recipe first.</param>
    internal static string Markdown(string model, IReadOnlyList<(string Without, AblationFigures Figures)> measured)
    {
        var text = new StringBuilder($"""
            # What the parts of {model} are worth

            The recipe was trained once more without each part (but for the place, which needs no training). Areas under the ROC curve and balanced accuracy at the thresholds, on rows that no training sees; in brackets the difference from the whole recipe. A difference no larger than that of another seed says nothing.

            | without | Wikipedia talk (Jigsaw), mean ROC-AUC of its labels | mean ROC-AUC over the other public sets | functional suite, hate: balanced accuracy | own sections: mean ROC-AUC of the harms |
            |---|---:|---:|---:|---:|

            """);
        var whole = measured[0].Figures;
        foreach (var (without, figures) in measured)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {without} | {Cell(figures.Jigsaw, whole.Jigsaw)} | {Cell(figures.OtherSets, whole.OtherSets)} | {Cell(figures.Suite, whole.Suite)} | {Cell(figures.OwnSections, whole.OwnSections)} |\n");
        }

        return text.ToString();
    }

    /// <summary>Leads from the card for people to the table.</summary>
    internal static void Link(string card)
    {
        var text = System.IO.File.ReadAllText(card);
        if (!text.Contains(File, StringComparison.Ordinal))
        {
            System.IO.File.WriteAllText(card, text.Replace("\n## Plots\n", $"\n[What each part of the recipe is worth]({File}): it was trained once more without it.\n\n## Plots\n", StringComparison.Ordinal));
        }
    }

    /// <summary>Public sets' raters were hardly asked about the other two; what is derived of them is found too easily to tell parts apart.</summary>
    private static bool IsGiven(string label) => label is not (LabelNames.Slur or LabelNames.Harassment);

    private static bool IsDataset(string slice) =>
        slice != EvaluationRun.AllRows && !slice.StartsWith(EvaluationRow.FunctionPrefix, StringComparison.Ordinal) && !slice.StartsWith(Evaluating.LengthPrefix, StringComparison.Ordinal);

    private static double BalancedAccuracy(Contestant contestant, IReadOnlyList<EvaluationRow> rows, float[][] scores)
    {
        var hate = LabelSet.Full.IndexOf(LabelNames.HateSpeech);
        int[] cases = [.. Enumerable.Range(0, rows.Count).Where(row => rows[row].IsFunction && !float.IsNaN(rows[row].Truth[hate]))];
        return Counts.At(
            contestant.Thresholds[LabelNames.HateSpeech],
            Array.ConvertAll(cases, row => float.IsNaN(scores[row][hate]) ? 1 : scores[row][hate]),
            Array.ConvertAll(cases, row => rows[row].Truth[hate] >= 0.5f)).BalancedAccuracy;
    }

    private static double Mean(IEnumerable<CardFigure> figures) => figures.Select(figure => figure.Value).DefaultIfEmpty(double.NaN).Average();

    private static string Cell(double value, double whole) => double.IsNaN(value) ? "NaN"
        : value.Equals(whole) ? value.ToString("0.000", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{value:0.000} ({value - whole:+0.000;−0.000;0.000})");
}

/// <summary>What is told of an ablation; NaN where it is undefined.</summary>
/// <param name="Jigsaw">Mean area of the labels that Jigsaw's raters were asked about.</param>
/// <param name="OtherSets">Mean area over the same labels of the other public sets.</param>
/// <param name="Suite">Balanced accuracy on the functional suite's cases of hate speech.</param>
/// <param name="OwnSections">Mean area of the three harms on this project's sections.</param>
internal sealed record AblationFigures(double Jigsaw, double OtherSets, double Suite, double OwnSections);
