using Moderation.Labels;
using Moderation.Models;
using Moderation.Scoring;

namespace Moderation.Evaluation;

/// <summary>
/// Measures contestants on labelled rows, label by label and slice by slice. A figure that is undefined is NaN; rows that do not
/// know a label do not count for it. All contestants see the same rows.
/// </summary>
public static class EvaluationRun
{
    /// <summary>The slice of all rows.</summary>
    public const string AllRows = "all";

    /// <summary>Scores the rows once for each contestant: <c>[contestant][row][label]</c>, NaN where unscored or unknown to the model.</summary>
    /// <param name="contestants">Who scores.</param>
    /// <param name="rows">What.</param>
    /// <param name="alone">Whether each comment is read alone, and not as one among others of its place.</param>
    public static float[][][] Score(IReadOnlyList<Contestant> contestants, IReadOnlyList<EvaluationRow> rows, bool alone = false) =>
        [.. contestants.Select(contestant => Score(contestant.Classifier, rows, alone ? _ => null : Priors(contestant.Classifier, rows)))];

    /// <summary>Every figure of every contestant, slice and label.</summary>
    /// <param name="contestants">What is measured.</param>
    /// <param name="rows">What on.</param>
    /// <param name="scores">Of <see cref="Score(IReadOnlyList{Contestant}, IReadOnlyList{EvaluationRow}, bool)"/>.</param>
    public static IReadOnlyList<CardFigure> Measure(
        IReadOnlyList<Contestant> contestants, IReadOnlyList<EvaluationRow> rows, float[][][] scores)
    {
        var slices = rows.SelectMany((row, index) => row.Slices.Append(AllRows).Select(slice => (slice, index)))
            .ToLookup(pair => pair.slice, pair => pair.index);
        var figures = new List<CardFigure>();
        foreach (var slice in slices)
        {
            for (var label = 0; label < LabelNames.All.Count; label++)
            {
                int[] known = [.. slice.Where(row => !float.IsNaN(rows[row].Truth[label]))];
                for (var i = 0; i < contestants.Count && known.Length > 0; i++)
                {
                    var part = new Part(
                        contestants[i], slice.Key, LabelNames.All[label],
                        Array.ConvertAll(known, row => scores[i][row][label]), Array.ConvertAll(known, row => rows[row].Truth[label]));
                    figures.AddRange(part.Figures());
                }
            }
        }

        return figures;
    }

    /// <summary>What each row's place is like: as the row itself says, else as a classifier reads the rows of the place.</summary>
    public static Func<EvaluationRow, DomainPrior?> Priors(IClassifier classifier, IReadOnlyList<EvaluationRow> rows)
    {
        var priors = DomainPrior.ByPlace(classifier, rows, row => row.Place, row => row.Text);
        return row => row.Text.Prior ?? priors[row.Place];
    }

    private static float[][] Score(IClassifier classifier, IReadOnlyList<EvaluationRow> rows, Func<EvaluationRow, DomainPrior?> prior)
    {
        var all = new float[rows.Count][];
        var labels = classifier.Labels;
        int[] places = [.. LabelNames.All.Select(labels.IndexOf)];
        Parallel.For(0, rows.Count, row =>
        {
            var own = new float[labels.Count];
            var scored = classifier.TryScore(rows[row].Text with { Prior = prior(rows[row]) }, own);
            all[row] = Array.ConvertAll(places, place => scored && place >= 0 ? own[place] : float.NaN);
        });
        return all;
    }

    private sealed record Part(Contestant Contestant, string Slice, string Label, float[] Scores, float[] Truth)
    {
        public IEnumerable<CardFigure> Figures()
        {
            var unscored = Scores.Count(float.IsNaN);
            // An unscored comment goes to review: it counts as flagged, never as clean.
            var scores = Array.ConvertAll(Scores, score => float.IsNaN(score) ? 1 : score);
            var positive = Array.ConvertAll(Truth, share => share >= 0.5f);
            yield return Of("roc-auc", Measures.RocAuc(scores, positive));
            yield return Of("average-precision", Measures.AveragePrecision(scores, positive));
            yield return Of("positive-share", Measures.Share(positive.Count(yes => yes), positive.Length));
            yield return Of("ece", Measures.ExpectedCalibrationError(scores, Truth));
            yield return Of("brier", Measures.Brier(scores, Truth));
            yield return Of("unscored", unscored);
            if (Truth.Any(share => share is > 0 and < 1))
            {
                yield return Of("spearman", Measures.Spearman(scores, Truth));
            }

            if (Contestant.Thresholds.TryGetValue(Label, out var threshold))
            {
                var counts = Counts.At(threshold, scores, positive);
                yield return Of("precision", Measures.Share(counts.TruePositives, counts.TruePositives + counts.FalsePositives));
                yield return Of("recall", Measures.Share(counts.TruePositives, counts.TruePositives + counts.FalseNegatives));
                yield return Of("accuracy", Measures.Share(counts.TruePositives + counts.TrueNegatives, counts.Rows));
                yield return Of("f1", counts.F1);
                yield return Of("balanced-accuracy", counts.BalancedAccuracy);
                yield return Of("flagged-share", Measures.Share(counts.TruePositives + counts.FalsePositives, counts.Rows));
            }
        }

        private CardFigure Of(string measure, Figure figure) =>
            new(Contestant.Name, Slice, Label, measure, figure.Value, figure.Low, figure.High, Scores.Length);

        private CardFigure Of(string measure, double value) => Of(measure, new Figure(value, double.NaN, double.NaN));
    }
}
