using System.Globalization;
using System.Text;
using Moderation.Service.Hosting;

namespace Moderation.Service.Wires.Perspective;

/// <summary>Writes a comparison for the owner of a site (Markdown) and for a spreadsheet (CSV). Neither has any text of a comment.</summary>
internal static class ShadowReport
{
    /// <summary>Fewer held comments than these give a threshold that the next export would move.</summary>
    private const int FewestHeld = 30;

    /// <summary>The report as Markdown.</summary>
    public static string Markdown(string source, string model, int lines, int compared, int unscored, IReadOnlyList<ShadowAttribute> attributes)
    {
        var text = new StringBuilder();
        Line(text, $"# Perspective's scores and ours, on {source}");
        Line(text, $"");
        Line(text, $"{compared:N0} of {lines:N0} lines have a text and a stored score; {unscored:N0} of them could not be scored by `{model}`.");
        Line(text, $"");
        Line(text, $"| attribute | comments | rank correlation (Spearman) | mean difference of scores |");
        Line(text, $"|---|---:|---:|---:|");
        foreach (var attribute in attributes)
        {
            Line(text, $"| {attribute.Name} | {attribute.Scores.Count:N0} | {attribute.Spearman:0.000} | {attribute.MeanDifference:0.000} |");
        }

        foreach (var attribute in attributes)
        {
            Write(text, attribute);
        }

        Line(text, $"");
        Line(text, $"\"Held\" means a score above the threshold. \"Agreement\" is the share of comments that Perspective held which the new threshold holds too. \"*\": fewer than {FewestHeld} held comments speak for it; compare a longer export before you rely on it.");
        return text.ToString();
    }

    /// <summary>Writes one row a comment and attribute.</summary>
    public static async Task WriteCsvAsync(Stream output, IReadOnlyList<ShadowAttribute> attributes)
    {
        await using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
        await writer.WriteAsync("id,attribute,perspective,ours,probability\n");
        foreach (var attribute in attributes)
        {
            foreach (var score in attribute.Scores)
            {
                await writer.WriteAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{Quoted(TableCell.Of(score.Id))},{attribute.Name},{score.Stored:0.#####},{score.Scaled:0.#####},{score.Probability:0.#####}\n"));
            }
        }
    }

    /// <summary>The sentence an owner acts on.</summary>
    public static string Advice(ShadowAttribute attribute, ShadowThreshold threshold)
    {
        if (threshold.HeldThen == 0)
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"{attribute.Name}: none of these {attribute.Scores.Count:N0} comments was above {threshold.Stored:0.00}, so they do not say what to set in its place. Compare an export with comments that were held.");
        }

        var advice = string.Create(CultureInfo.InvariantCulture,
            $"{attribute.Name}: set {threshold.Scaled:0.00} where {threshold.Stored:0.00} stood, to hold the same {Share(threshold.HeldThen, attribute):0.0} % of comments; left as it is, it holds {Share(threshold.HeldAsIs, attribute):0.0} %.");
        return threshold.HeldThen >= FewestHeld ? advice : string.Create(CultureInfo.InvariantCulture,
            $"{advice} Only {threshold.HeldThen:N0} held comments speak for it: compare a longer export before you rely on it.");
    }

    private static void Write(StringBuilder text, ShadowAttribute attribute)
    {
        Line(text, $"");
        Line(text, $"## {attribute.Name}");
        Line(text, $"");
        Line(text, $"| threshold until now | held by Perspective | new threshold for as many | the same as a probability | held by us with the old threshold | agreement |");
        Line(text, $"|---:|---:|---:|---:|---:|---:|");
        foreach (var threshold in attribute.Thresholds)
        {
            var few = threshold.HeldThen < FewestHeld ? "*" : "";
            var (scaled, probability, agreement) = threshold.HeldThen == 0 ? ("-", "-", "-") : (
                string.Create(CultureInfo.InvariantCulture, $"{threshold.Scaled:0.000}{few}"),
                string.Create(CultureInfo.InvariantCulture, $"{threshold.Probability:0.0000}{few}"),
                string.Create(CultureInfo.InvariantCulture, $"{100.0 * threshold.Both / threshold.HeldThen:0.0} %"));
            Line(text, $"| {threshold.Stored:0.00} | {Held(threshold.HeldThen, attribute)} | {scaled} | {probability} | {Held(threshold.HeldAsIs, attribute)} | {agreement} |");
        }
    }

    private static string Held(int comments, ShadowAttribute attribute) =>
        string.Create(CultureInfo.InvariantCulture, $"{comments:N0} ({Share(comments, attribute):0.0} %)");

    private static double Share(int part, ShadowAttribute attribute) => 100.0 * part / attribute.Scores.Count;

    private static string Quoted(string id) => id.AsSpan().ContainsAny(",\"\n\r") ? $"\"{id.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : id;

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
