using System.Globalization;
using System.Text;
using System.Text.Json;
using Moderation.Evaluation;
using Moderation.Models;

namespace Moderation.Learning;

/// <summary>Writes what stands beside <c>model.zip</c>: the card for programs, the card for people, every figure and the plots.</summary>
internal static class CardWriter
{
    private static readonly JsonSerializerOptions Compact = new(ModelShelf.Json) { WriteIndented = false };

    /// <summary>The figures that the card itself carries; the rest would slow down every start.</summary>
    public static IReadOnlyList<CardFigure> Headlines(EvaluationResult result, string model) =>
        [.. result.Figures.Where(figure => figure.System == model && (figure.Measure is "roc-auc" && !Function(figure) || figure.Measure is "identity-bias-score" or EvaluationReport.SpanF1
            || figure.Measure == "ece" && figure.Slice == EvaluationRun.AllRows))];

    /// <summary>Writes all files.</summary>
    public static void Write(string folder, ModelCard card, EvaluationResult result)
    {
        File.WriteAllText(Path.Combine(folder, "card.json"), JsonSerializer.Serialize(card, ModelShelf.Json) + "\n");
        File.WriteAllText(Path.Combine(folder, "card.md"), Markdown(card, result));
        File.WriteAllLines(Path.Combine(folder, "figures.jsonl"), result.Figures.Select(figure => JsonSerializer.Serialize(figure, Compact)));
        Directory.CreateDirectory(Path.Combine(folder, "plots"));
        foreach (var (name, svg) in result.Plots)
        {
            File.WriteAllText(Path.Combine(folder, "plots", name), svg);
        }
    }

    private static bool Function(CardFigure figure) => figure.Slice.StartsWith(EvaluationRow.FunctionPrefix, StringComparison.Ordinal);

    private static string Markdown(ModelCard card, EvaluationResult result)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Model {card.Id}

            Trained {card.TrainedAt:yyyy-MM-dd HH:mm} UTC by `{card.Trainer}`, seed {card.Seed}; normaliser {card.NormalizerVersion}, features {card.FeatureVersion}, lexicons `{card.LexiconSha256}`; `model.zip` has SHA-256 `{card.ModelSha256}`.
            {string.Join(", ", card.Software.Select(part => $"{part.Key} {part.Value}"))}.

            **For** screening comments in English for slurs, harassment and hate speech, with a person deciding what is held.
            **Not for** deciding about people, other languages, or rejecting comments without a person on figures from other sites.

            Scores {string.Join(", ", card.Labels)}. Review thresholds: {string.Join(", ", card.Thresholds.Select(pair => $"{pair.Key} {pair.Value:0.###}"))}.

            ## Data

            {card.Splits}

            | data set | file | rows | licence | SHA-256 |
            |---|---|---:|---|---|

            """);
        foreach (var set in card.Datasets)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {set.Name} | {set.File} | {set.Rows} | {set.Licence} | `{set.Sha256[..Math.Min(16, set.Sha256.Length)]}…` |\n");
        }

        foreach (var note in card.Notes)
        {
            text.Append($"\n- {note}");
        }

        text.Append("\n\n## Plots\n\n");
        foreach (var name in result.Plots.Keys)
        {
            text.Append($"![{Path.GetFileNameWithoutExtension(name)}](plots/{name})\n");
        }

        // The card has a heading of its own.
        return text.Append('\n').Append(result.Report.Replace("# Evaluation\n", "", StringComparison.Ordinal)).ToString();
    }
}
