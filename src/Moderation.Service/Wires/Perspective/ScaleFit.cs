using Moderation.Evaluation;

namespace Moderation.Service.Wires.Perspective;

/// <summary>
/// Fits a scale by matching quantiles: the score that a share of comments reached with Perspective is given to the probability
/// that the same share of the same comments reaches with us. So a threshold keeps the share of comments it holds, which
/// regression on the scores would not do (it draws everything towards the mean).
/// </summary>
internal static class ScaleFit
{
    // Shares of comments above a point. Thresholds stand where few comments are above, so the points are dense there.
    private static readonly double[] Shares =
        [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.35, 0.3, 0.25, 0.2, 0.15, 0.125, 0.1, 0.08, 0.065, 0.05, 0.04, 0.03, 0.02, 0.015, 0.01, 0.005, 0.0025, 0];

    // Fewer comments than that between two points would be the sample's noise.
    private const int FewestBetween = 3;
    private const int Folds = 5;

    /// <summary>Fewest comments worth a table.</summary>
    public const int FewestRows = 100;

    /// <summary>The table for pairs of our probability and Perspective's score of the same comment, with how well it fits.</summary>
    /// <param name="pairs">At least <see cref="FewestRows"/>.</param>
    public static ScaleEntry Fit(IReadOnlyList<(float Ours, float Theirs)> pairs)
    {
        var points = Points(pairs);
        return new ScaleEntry(
            pairs.Count,
            Math.Round(Measures.Spearman([.. pairs.Select(pair => pair.Ours)], [.. pairs.Select(pair => pair.Theirs)]), 4),
            Math.Round(pairs.Average(pair => Math.Abs(pair.Ours - pair.Theirs)), 4),
            Math.Round(CrossValidatedError(pairs), 4),
            [.. points.Select(point => new[] { point.From, point.To })]);
    }

    /// <summary>Each comment judged by a table fitted without its fold.</summary>
    private static double CrossValidatedError(IReadOnlyList<(float Ours, float Theirs)> pairs)
    {
        double error = 0;
        for (var fold = 0; fold < Folds; fold++)
        {
            var table = new ScaleTable(Points([.. pairs.Where((_, i) => i % Folds != fold)]));
            error += pairs.Where((_, i) => i % Folds == fold).Sum(pair => Math.Abs(table.Map(pair.Ours) - pair.Theirs));
        }

        return error / pairs.Count;
    }

    private static List<(float From, float To)> Points(IReadOnlyList<(float Ours, float Theirs)> pairs)
    {
        float[] ours = [.. pairs.Select(pair => pair.Ours).Order()];
        float[] theirs = [.. pairs.Select(pair => pair.Theirs).Order()];
        var points = new List<(float From, float To)> { (0, 0) };
        var last = double.NegativeInfinity;
        foreach (var share in Shares)
        {
            var at = (1 - share) * (pairs.Count - 1);
            if (at - last < FewestBetween && share > 0)
            {
                continue;
            }

            last = at;
            var (from, to) = (Quantile(ours, at), Quantile(theirs, at));
            // Where many comments share a probability only the last point can stand, and the table must rise.
            if (from <= points[^1].From)
            {
                points[^1] = points[^1] with { To = points.Count == 1 ? 0 : Math.Max(points[^1].To, to) };
            }
            else if (from < 1)
            {
                points.Add((from, Math.Max(points[^1].To, to)));
            }
        }

        points.Add((1, 1));
        return points;
    }

    private static float Quantile(float[] sorted, double at)
    {
        var low = (int)at;
        var high = Math.Min(low + 1, sorted.Length - 1);
        return (float)Math.Round(sorted[low] + ((sorted[high] - sorted[low]) * (at - low)), 5);
    }
}
