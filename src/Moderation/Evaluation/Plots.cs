using System.Globalization;
using System.Text;

namespace Moderation.Evaluation;

/// <summary>A curve in a plot.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Points">From left to right, both axes 0 to 1.</param>
public sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Draws what people would rather look at: SVG without scripts or outside references, legible on light and dark pages.</summary>
public static class Plots
{
    private const int Size = 260;
    private const int Margin = 44;
    private static readonly string[] Colours = ["#1f6feb", "#bc4c00", "#6e7781", "#1a7f37", "#8250df"];

    /// <summary>ROC: false positive rate against recall, a point a distinct score.</summary>
    public static Curve Roc(string name, ReadOnlySpan<float> scores, ReadOnlySpan<bool> positive) =>
        new(name, Thin(Walk(scores, positive, (found, wrong, positives, negatives) => (wrong / negatives, found / positives))));

    /// <summary>Precision against recall.</summary>
    public static Curve PrecisionRecall(string name, ReadOnlySpan<float> scores, ReadOnlySpan<bool> positive) =>
        new(name, Thin(Walk(scores, positive, (found, wrong, positives, _) => (found / positives, found + wrong == 0 ? 1 : found / (found + wrong)))));

    /// <summary>Calibration: what the model said against what was true.</summary>
    public static Curve Calibration(string name, ReadOnlySpan<float> probabilities, ReadOnlySpan<float> truth) =>
        new(name, [.. Measures.Reliability(probabilities, truth).Select(bin => (bin.MeanProbability, bin.ShareOfPositives))]);

    /// <summary>Share of rows by score, positives or negatives, in twenty bars; the highest is 1.</summary>
    public static Curve Histogram(string name, ReadOnlySpan<float> scores, ReadOnlySpan<bool> positive, bool ofPositives)
    {
        var bars = new double[20];
        for (var i = 0; i < scores.Length; i++)
        {
            if (positive[i] == ofPositives)
            {
                bars[Math.Clamp((int)(scores[i] * bars.Length), 0, bars.Length - 1)]++;
            }
        }

        var highest = Math.Max(1, bars.Max());
        return new Curve(name, [.. bars.SelectMany((bar, i) => new[] { (i / 20.0, bar / highest), ((i + 1) / 20.0, bar / highest) })]);
    }

    /// <summary>Panels side by side in one picture.</summary>
    /// <param name="title">Above all panels.</param>
    /// <param name="panels">Name, axes and curves of each.</param>
    public static string Svg(string title, params IReadOnlyList<(string Name, string X, string Y, IReadOnlyList<Curve> Curves)> panels)
    {
        var (width, height) = (panels.Count * (Size + Margin * 2), Size + Margin * 2 + 24);
        var svg = new StringBuilder(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"11\" role=\"img\" aria-label=\"{Escape(title)}\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n<text x=\"{Margin}\" y=\"18\" font-size=\"14\" font-weight=\"bold\">{Escape(title)}</text>\n");
        for (var i = 0; i < panels.Count; i++)
        {
            Panel(svg, panels[i], i * (Size + Margin * 2) + Margin, Margin + 12);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Panel(StringBuilder svg, (string Name, string X, string Y, IReadOnlyList<Curve> Curves) panel, int left, int top)
    {
        svg.Append($"<g transform=\"translate({left},{top})\">\n<text y=\"-6\" font-weight=\"bold\">{Escape(panel.Name)}</text>\n<rect width=\"{Size}\" height=\"{Size}\" fill=\"none\" stroke=\"#8c959f\"/>\n");
        for (var i = 0; i <= 4; i++)
        {
            var at = i / 4.0;
            svg.Append($"<line x1=\"{N(at * Size)}\" x2=\"{N(at * Size)}\" y2=\"{Size}\" stroke=\"#eaeef2\"/><line y1=\"{N(at * Size)}\" y2=\"{N(at * Size)}\" x2=\"{Size}\" stroke=\"#eaeef2\"/>");
            svg.Append($"<text x=\"{N(at * Size)}\" y=\"{Size + 14}\" text-anchor=\"middle\">{at:0.##}</text><text x=\"-5\" y=\"{N(Size - at * Size + 4)}\" text-anchor=\"end\">{at:0.##}</text>\n");
        }

        svg.Append($"<text x=\"{Size / 2}\" y=\"{Size + 30}\" text-anchor=\"middle\">{Escape(panel.X)}</text>\n<text transform=\"translate(-30,{Size / 2}) rotate(-90)\" text-anchor=\"middle\">{Escape(panel.Y)}</text>\n");
        for (var i = 0; i < panel.Curves.Count; i++)
        {
            var colour = Colours[i % Colours.Length];
            var points = string.Join(' ', panel.Curves[i].Points.Select(point => $"{N(point.X * Size)},{N((1 - point.Y) * Size)}"));
            svg.Append($"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.8\"/>\n<text x=\"{Size - 6}\" y=\"{Size - 8 - 14 * i}\" text-anchor=\"end\" fill=\"{colour}\">{Escape(panel.Curves[i].Name)}</text>\n");
        }

        svg.Append("</g>\n");
    }

    private static List<(double X, double Y)> Walk(
        ReadOnlySpan<float> scores, ReadOnlySpan<bool> positive, Func<double, double, double, double, (double X, double Y)> point)
    {
        var order = Measures.Order(scores);
        double positives = positive.Count(true), negatives = positive.Length - positives, found = 0, wrong = 0;
        var points = new List<(double X, double Y)>();
        if (positives == 0 || negatives == 0)
        {
            return points;
        }

        points.Add(point(0, 0, positives, negatives));
        for (var i = order.Length - 1; i >= 0;)
        {
            var score = scores[order[i]];
            for (; i >= 0 && scores[order[i]] == score; i--)
            {
                found += positive[order[i]] ? 1 : 0;
                wrong += positive[order[i]] ? 0 : 1;
            }

            points.Add(point(found, wrong, positives, negatives));
        }

        return points;
    }

    /// <summary>At most 200 points: more cannot be seen, and cards stay small.</summary>
    private static List<(double X, double Y)> Thin(List<(double X, double Y)> points) => points.Count <= 200
        ? points
        : [.. Enumerable.Range(0, 200).Select(i => points[(int)((long)i * (points.Count - 1) / 199)])];

    private static string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Escape(string text) => System.Net.WebUtility.HtmlEncode(text);
}
