using Moderation.Labels;
using Moderation.Models;

namespace Moderation.Evaluation;

/// <summary>
/// Whether a challenger may replace the champion: on the same frozen rows it must be no worse overall, on no kind of text much
/// worse, no less fair, no less well calibrated, and better in something. What "worse" means is below, in numbers. They lie just
/// beyond what another seed does: three trainings of one recipe differed by up to 0.0035 on all rows of a harm, by 0.030 on one kind
/// of text and by 0.21 on one function, and a gate that refuses equals tells its owner nothing.
/// </summary>
public static class PromotionGate
{
    /// <summary>Area under the ROC curve that may be lost on all rows of a harm.</summary>
    public const double OverallTolerance = 0.004;

    /// <summary>Area that may be lost on one data set.</summary>
    public const double SliceTolerance = 0.03;

    /// <summary>
    /// The part of the way down to the lower end of the champion's interval that may be lost on a data set of any size: where positives
    /// are few, so much is chance.
    /// </summary>
    public const double IntervalTolerance = 0.5;

    /// <summary>Accuracy that may be lost over all cases of the functional suite.</summary>
    public const double SuiteTolerance = 0.01;

    /// <summary>Accuracy that may be lost on one function, of some thirty cases; what many functions lose adds up in <see cref="SuiteTolerance"/>.</summary>
    public const double FunctionTolerance = 0.25;

    /// <summary>Identity bias score that may be lost.</summary>
    public const double BiasTolerance = 0.01;

    /// <summary>Calibration error that may be gained on all rows.</summary>
    public const double CalibrationTolerance = 0.01;

    /// <summary>Rows a slice needs before it can refuse a model.</summary>
    public const int FewestRows = 100;

    /// <summary>The reasons against promotion, a sentence each; none: it may be promoted.</summary>
    /// <param name="figures">Of both, on the same rows.</param>
    /// <param name="challenger">Name of the challenger in the figures.</param>
    /// <param name="champion">Name of the champion in the figures.</param>
    /// <param name="bias">Identity bias scores of both; NaN where not measured.</param>
    public static IReadOnlyList<string> Reasons(
        IReadOnlyList<CardFigure> figures, string challenger, string champion, (double Challenger, double Champion) bias)
    {
        var before = figures.Where(figure => figure.System == champion).ToDictionary(Key);
        var pairs = figures.Where(figure => figure.System == challenger && before.ContainsKey(Key(figure)))
            .Select(figure => new Pair(figure, before[Key(figure)])).ToList();
        return
        [
            .. pairs.Where(pair => IsHarm(pair) && pair is { Slice: EvaluationRun.AllRows, Measure: "roc-auc" } && pair.Lost > OverallTolerance).Select(Sentence),
            .. pairs.Where(pair => pair.Measure == "roc-auc" && IsDataset(pair) && pair.Rows >= FewestRows && pair.Lost > Math.Max(SliceTolerance, pair.Chance)).Select(Sentence),
            .. pairs.Where(pair => pair is { Slice: EvaluationRun.AllRows, Measure: "ece" } && -pair.Lost > CalibrationTolerance).Select(Sentence),
            .. pairs.Where(pair => pair.Measure == "accuracy" && IsFunction(pair) && pair.Lost > FunctionTolerance).Select(Sentence),
            .. Suite(pairs),
            .. bias.Champion - bias.Challenger > BiasTolerance
                ? [$"The identity bias score falls from {bias.Champion:0.000} to {bias.Challenger:0.000}."] : Array.Empty<string>(),
            .. pairs.Where(pair => pair is { Slice: EvaluationRun.AllRows, Measure: "unscored" } && pair.Lost < 0).Select(Sentence),
            .. pairs.Exists(pair => pair.Measure is "roc-auc" or "accuracy" && pair.Lost < 0) ? Array.Empty<string>() : ["It is better in nothing that was measured."],
        ];
    }

    private static IEnumerable<string> Suite(List<Pair> pairs)
    {
        var functions = pairs.Where(pair => pair.Measure == "accuracy" && IsFunction(pair) && pair.Slice != EvaluationRow.FunctionPrefix + "identity-templates").ToList();
        var cases = (double)functions.Sum(pair => pair.Rows);
        if (cases == 0)
        {
            yield break;
        }

        var (now, then) = (functions.Sum(pair => pair.Now * pair.Rows) / cases, functions.Sum(pair => pair.Then * pair.Rows) / cases);
        if (then - now > SuiteTolerance)
        {
            yield return $"Accuracy on the functional suite falls from {then:0.000} to {now:0.000}.";
        }
    }

    private static bool IsHarm(Pair pair) => LabelNames.Harms.Contains(pair.Label);

    private static bool IsFunction(Pair pair) => pair.Slice.StartsWith(EvaluationRow.FunctionPrefix, StringComparison.Ordinal);

    private static bool IsDataset(Pair pair) => pair.Slice != EvaluationRun.AllRows && !IsFunction(pair);

    private static string Sentence(Pair pair) =>
        $"{pair.Measure} of {pair.Label} on {pair.Slice} goes from {pair.Then:0.000} to {pair.Now:0.000} ({pair.Rows} rows).";

    private static (string Slice, string Label, string Measure) Key(CardFigure figure) => (figure.Slice, figure.Label, figure.Measure);

    private sealed record Pair(CardFigure Challenger, CardFigure Champion)
    {
        public string Slice => Challenger.Slice;

        public string Label => Challenger.Label;

        public string Measure => Challenger.Measure;

        public int Rows => Challenger.Rows;

        public double Now => Challenger.Value;

        public double Then => Champion.Value;

        /// <summary>What the challenger has less than the champion; NaN compares as no loss.</summary>
        public double Lost => Then - Now;

        /// <summary>What may be lost by chance; 0 where there is no interval.</summary>
        public double Chance => double.IsNaN(Champion.Low) ? 0 : IntervalTolerance * (Then - Champion.Low);
    }
}
