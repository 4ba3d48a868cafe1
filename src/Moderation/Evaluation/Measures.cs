namespace Moderation.Evaluation;

/// <summary>A figure with its 95 % interval; all NaN where it is undefined.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Figure(double Value, double Low, double High)
{
    /// <summary>A figure that is undefined on the rows given.</summary>
    public static Figure Undefined { get; } = new(double.NaN, double.NaN, double.NaN);
}

/// <summary>
/// The meters. They know no model: scores (higher means more of the label) and truth in, a figure out, and NaN where a
/// figure is undefined (no positives, no negatives, no rows).
/// </summary>
public static class Measures
{
    private const double Z = 1.959963984540054;

    /// <summary>
    /// Area under the ROC curve: the chance that a random positive scores above a random negative, ties counting half.
    /// The interval is Hanley and McNeil's (Radiology 143, 1982).
    /// </summary>
    /// <param name="scores">One score a row.</param>
    /// <param name="positive">Whether the row has the label.</param>
    public static Figure RocAuc(ReadOnlySpan<float> scores, ReadOnlySpan<bool> positive)
    {
        var order = Order(scores);
        double positives = 0, rankSum = 0;
        for (var i = 0; i < order.Length;)
        {
            var next = i + 1;
            while (next < order.Length && scores[order[next]] == scores[order[i]])
            {
                next++;
            }

            // Rows of one score share the mean of their ranks, counted from 1.
            var rank = (i + 1 + next) / 2.0;
            for (; i < next; i++)
            {
                if (positive[order[i]])
                {
                    positives++;
                    rankSum += rank;
                }
            }
        }

        var negatives = order.Length - positives;
        if (positives == 0 || negatives == 0)
        {
            return Figure.Undefined;
        }

        var auc = (rankSum - positives * (positives + 1) / 2) / (positives * negatives);
        return HanleyMcNeil(auc, positives, negatives);
    }

    /// <summary>Average precision, the area under the precision-recall curve without interpolation; rows of one score are one step.</summary>
    public static double AveragePrecision(ReadOnlySpan<float> scores, ReadOnlySpan<bool> positive)
    {
        var order = Order(scores);
        double found = 0, sum = 0, positives = positive.Count(true);
        for (var i = order.Length - 1; i >= 0;)
        {
            var score = scores[order[i]];
            double before = found;
            for (; i >= 0 && scores[order[i]] == score; i--)
            {
                found += positive[order[i]] ? 1 : 0;
            }

            sum += (found - before) * found / (order.Length - 1 - i);
        }

        return positives == 0 ? double.NaN : sum / positives;
    }

    /// <summary>
    /// Expected calibration error over bins of equal width: the mean distance between a bin's mean probability and its share of
    /// positives, weighted by rows (Naeini et al., AAAI 2015). 0 is perfect.
    /// </summary>
    /// <param name="probabilities">0 to 1.</param>
    /// <param name="truth">Share of raters who gave the label, 0 to 1.</param>
    /// <param name="bins">How many bins; the field uses 10 to 15.</param>
    public static double ExpectedCalibrationError(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> truth, int bins = 15)
    {
        double sum = 0;
        foreach (var bin in Reliability(probabilities, truth, bins))
        {
            sum += bin.Rows * Math.Abs(bin.MeanProbability - bin.ShareOfPositives);
        }

        return probabilities.Length == 0 ? double.NaN : sum / probabilities.Length;
    }

    /// <summary>Mean squared distance between probability and truth. 0 is perfect.</summary>
    public static double Brier(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> truth)
    {
        double sum = 0;
        for (var i = 0; i < probabilities.Length; i++)
        {
            double distance = probabilities[i] - truth[i];
            sum += distance * distance;
        }

        return probabilities.Length == 0 ? double.NaN : sum / probabilities.Length;
    }

    /// <summary>The bins of a calibration plot that hold rows.</summary>
    public static IReadOnlyList<ReliabilityBin> Reliability(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> truth, int bins = 15)
    {
        var (rows, mean, share) = (new int[bins], new double[bins], new double[bins]);
        for (var i = 0; i < probabilities.Length; i++)
        {
            var bin = Math.Clamp((int)(probabilities[i] * bins), 0, bins - 1);
            rows[bin]++;
            mean[bin] += probabilities[i];
            share[bin] += truth[i];
        }

        return [.. Enumerable.Range(0, bins).Where(bin => rows[bin] > 0)
            .Select(bin => new ReliabilityBin(rows[bin], mean[bin] / rows[bin], share[bin] / rows[bin]))];
    }

    /// <summary>A share with Wilson's 95 % interval (JASA 22, 1927).</summary>
    public static Figure Share(int hits, int rows)
    {
        if (rows == 0)
        {
            return Figure.Undefined;
        }

        double share = (double)hits / rows, z2 = Z * Z;
        var centre = (share + z2 / (2 * rows)) / (1 + z2 / rows);
        var half = Z / (1 + z2 / rows) * Math.Sqrt(share * (1 - share) / rows + z2 / (4.0 * rows * rows));
        return new Figure(share, Math.Max(0, centre - half), Math.Min(1, centre + half));
    }

    /// <summary>A mean with its normal 95 % interval; the interval is NaN for a single value.</summary>
    /// <param name="values">One value a row, each 0 to 1.</param>
    public static Figure Mean(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
        {
            return Figure.Undefined;
        }

        var mean = values.Average();
        var half = values.Count == 1 ? double.NaN : Z * Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1) / values.Count);
        return new Figure(mean, Math.Max(0, mean - half), Math.Min(1, mean + half));
    }

    /// <summary>Spearman's rank correlation, ties sharing their mean rank.</summary>
    public static double Spearman(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double[] a = Ranks(left), b = Ranks(right);
        if (a.Length < 2)
        {
            return double.NaN;
        }

        double meanA = a.Average(), meanB = b.Average(), product = 0, squareA = 0, squareB = 0;
        for (var i = 0; i < a.Length; i++)
        {
            product += (a[i] - meanA) * (b[i] - meanB);
            squareA += (a[i] - meanA) * (a[i] - meanA);
            squareB += (b[i] - meanB) * (b[i] - meanB);
        }

        return squareA == 0 || squareB == 0 ? double.NaN : product / Math.Sqrt(squareA * squareB);
    }

    /// <summary>The rows from the lowest score to the highest.</summary>
    /// <exception cref="ArgumentException">A score is NaN: equal to none, it would stand in no order and belong to no step.</exception>
    internal static int[] Order(ReadOnlySpan<float> scores)
    {
        var order = new int[scores.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        scores.ToArray().AsSpan().Sort(order.AsSpan());

        // NaN sorts before every number.
        return order.Length == 0 || !float.IsNaN(scores[order[0]])
            ? order
            : throw new ArgumentException("A score is NaN, so the rows have no order. Leave such rows out, or count them as flagged.", nameof(scores));
    }

    private static double[] Ranks(ReadOnlySpan<float> values)
    {
        var order = Order(values);
        var ranks = new double[order.Length];
        for (var i = 0; i < order.Length;)
        {
            var next = i + 1;
            while (next < order.Length && values[order[next]] == values[order[i]])
            {
                next++;
            }

            var rank = (i + 1 + next) / 2.0;
            for (; i < next; i++)
            {
                ranks[order[i]] = rank;
            }
        }

        return ranks;
    }

    private static Figure HanleyMcNeil(double auc, double positives, double negatives)
    {
        double q1 = auc / (2 - auc), q2 = 2 * auc * auc / (1 + auc);
        var variance = (auc * (1 - auc) + (positives - 1) * (q1 - auc * auc) + (negatives - 1) * (q2 - auc * auc)) / (positives * negatives);
        var half = Z * Math.Sqrt(Math.Max(0, variance));
        return new Figure(auc, Math.Max(0, auc - half), Math.Min(1, auc + half));
    }
}

/// <summary>A bin of a calibration plot.</summary>
/// <param name="Rows">Rows in it.</param>
/// <param name="MeanProbability">What the model said on average.</param>
/// <param name="ShareOfPositives">What was true.</param>
public sealed record ReliabilityBin(int Rows, double MeanProbability, double ShareOfPositives);
