using System.Globalization;
using System.Text;
using Moderation.Models;

namespace Moderation.Evaluation;

/// <summary>Writes figures as Markdown that people read: a table a measure, a row a slice and label, a column a contestant.</summary>
public static class EvaluationReport
{
    /// <summary>Measure: mean over comments of the character F1 of the stretches that a contestant names.</summary>
    public const string SpanF1 = "span-f1";

    private static readonly (string Measure, string Title)[] Tables =
    [
        ("roc-auc", "Area under the ROC curve"),
        ("average-precision", "Average precision (positives in brackets are what a random order would reach)"),
        ("f1", "F1 at the threshold"),
        ("precision", "Precision at the threshold"),
        ("recall", "Recall at the threshold"),
        ("ece", "Expected calibration error (15 bins)"),
        ("brier", "Brier score"),
        (HeldShares.HarmlessHeld, "Harmless comments held at the thresholds (share of the comments without any harm, toxicity, insult or threat)"),
        (HeldShares.HarmfulMissed, "Harmful comments missed at the thresholds (share of the comments with a slur, harassment or hate speech that are not held)"),
        (SpanF1, "Abusive stretches: mean character F1 with those that readers marked (1 where neither marks anything)"),
        ("spearman", "Rank agreement with the shares of raters, or with Perspective's own scores (Spearman)"),
    ];

    /// <summary>The report.</summary>
    /// <param name="figures">Of <see cref="EvaluationRun.Measure"/>.</param>
    /// <param name="contestants">Names, in the order of the columns.</param>
    /// <param name="bias">Identity bias by contestant, or empty.</param>
    public static string Markdown(
        IReadOnlyList<CardFigure> figures, IReadOnlyList<string> contestants, IReadOnlyDictionary<string, (double Score, IReadOnlyList<GroupBias> Groups)> bias)
    {
        var text = new StringBuilder("# Evaluation\n");
        foreach (var (measure, title) in Tables)
        {
            Table(text, title, contestants, figures.Where(figure => figure.Measure == measure && !figure.Slice.StartsWith(EvaluationRow.FunctionPrefix, StringComparison.Ordinal)));
        }

        Table(text, "Functions: accuracy at the threshold", contestants,
            figures.Where(figure => figure.Measure == "accuracy" && figure.Slice.StartsWith(EvaluationRow.FunctionPrefix, StringComparison.Ordinal)));
        Bias(text, contestants, bias);
        return text.ToString();
    }

    /// <summary>A figure with its interval, as it stands in a table.</summary>
    public static string Cell(CardFigure? figure) => figure is null || double.IsNaN(figure.Value) ? "NaN"
        : double.IsNaN(figure.Low) ? Number(figure.Value)
        : $"{Number(figure.Value)} ({Number(figure.Low)}–{Number(figure.High)})";

    private static void Table(StringBuilder text, string title, IReadOnlyList<string> contestants, IEnumerable<CardFigure> figures)
    {
        var rows = figures.ToLookup(figure => (figure.Slice, figure.Label));
        if (rows.Count == 0)
        {
            return;
        }

        text.Append($"\n## {title}\n\n| slice | label | rows | {string.Join(" | ", contestants)} |\n|---|---|---:|{string.Concat(contestants.Select(_ => "---:|"))}\n");
        foreach (var row in rows)
        {
            var cells = contestants.Select(name => Cell(row.FirstOrDefault(figure => figure.System == name)));
            text.Append(CultureInfo.InvariantCulture, $"| {row.Key.Slice} | {row.Key.Label} | {row.First().Rows} | {string.Join(" | ", cells)} |\n");
        }
    }

    private static void Bias(
        StringBuilder text, IReadOnlyList<string> contestants, IReadOnlyDictionary<string, (double Score, IReadOnlyList<GroupBias> Groups)> bias)
    {
        foreach (var name in contestants.Where(bias.ContainsKey))
        {
            var (score, groups) = bias[name];
            text.Append($"\n## Identity bias of {name}: {Number(score)}\n\n| group | rows | subgroup AUC | BPSN AUC | BNSP AUC |\n|---|---:|---:|---:|---:|\n");
            foreach (var group in groups.OrderBy(group => group.BackgroundPositiveSubgroupNegative))
            {
                text.Append(CultureInfo.InvariantCulture, $"| {group.Group} | {group.Rows} | {Number(group.Subgroup)} | {Number(group.BackgroundPositiveSubgroupNegative)} | {Number(group.BackgroundNegativeSubgroupPositive)} |\n");
            }
        }
    }

    private static string Number(double value) => double.IsNaN(value) ? "NaN" : value.ToString("0.000", CultureInfo.InvariantCulture);
}
