using Moderation.Scoring.Networks;

namespace Moderation.Learning;

/// <summary>
/// Fits calibration curves: isotonic regression (pool adjacent violators) on the calibration part, in log-odds, then smoothed, so that a
/// probability means what it says and the order of comments is kept. The steps of the regression are chance: a hundred comments would
/// be nearly equal on one, and which side of a threshold it lies on would decide on all of them.
/// </summary>
public static class Calibration
{
    private const int Bins = 24;
    private const double Prior = 0.5;
    private const float LeastSlope = 1e-3f;

    /// <summary>Standard deviation of the smoothing, in raw scores.</summary>
    private const float Width = 0.5f;

    /// <summary>Knots of a curve.</summary>
    private const int Knots = 28;

    /// <summary>Fits a curve.</summary>
    /// <param name="rows">Raw score, truth as a share of raters, and weight of each row.</param>
    public static CalibrationCurve Fit(IEnumerable<(float Raw, float Truth, float Weight)> rows)
    {
        var blocks = new List<Block>();
        var sorted = rows.OrderBy(row => row.Raw).ToArray();
        var perBin = Math.Max(1e-9, sorted.Sum(row => (double)row.Weight) / Bins);
        var bin = new Block(0, 0, 0);
        foreach (var row in sorted)
        {
            bin = bin.With(row.Raw, row.Truth, row.Weight);
            // Finer bins at the top: positives are rare and thresholds lie there.
            if (bin.Weight >= perBin || bin.Positive >= perBin / 8)
            {
                Push(blocks, bin);
                bin = new Block(0, 0, 0);
            }
        }

        if (bin.Weight > 0)
        {
            Push(blocks, bin);
        }

        return Curve(blocks);
    }

    private static void Push(List<Block> blocks, Block block)
    {
        while (blocks.Count > 0 && blocks[^1].Share >= block.Share)
        {
            block = blocks[^1].Join(block);
            blocks.RemoveAt(blocks.Count - 1);
        }

        blocks.Add(block);
    }

    private static CalibrationCurve Curve(List<Block> blocks)
    {
        var (raw, logOdds) = (new List<float>(), new List<float>());
        foreach (var block in blocks)
        {
            var share = (block.Positive + (Prior * 0.1)) / (block.Weight + (Prior * 0.2));
            var (x, y) = ((float)(block.RawSum / block.Weight), (float)Math.Log(share / (1 - share)));
            if (raw.Count == 0 || x > raw[^1])
            {
                raw.Add(x);
                logOdds.Add(logOdds.Count == 0 ? y : Math.Max(y, logOdds[^1] + LeastSlope));
            }
        }

        return raw.Count == 0 ? CalibrationCurve.Identity : Smooth(Extended([.. raw], [.. logOdds]));
    }

    /// <summary>Level ends would make the strongest comments equal; a gentle slope outside keeps their order.</summary>
    private static CalibrationCurve Extended(float[] raw, float[] logOdds) =>
        new([raw[0] - 10, .. raw, raw[^1] + 10], [logOdds[0] - 5, .. logOdds, logOdds[^1] + 5]);

    /// <summary>At evenly spaced knots the mean of a curve around them, weighed by a normal distribution: what rises goes on rising.</summary>
    private static CalibrationCurve Smooth(CalibrationCurve steps)
    {
        var (first, last) = (steps.Raw[1] - Width, steps.Raw[^2] + Width);
        float[] raw = [.. Enumerable.Range(0, Knots).Select(knot => first + ((last - first) * knot / (Knots - 1)))];
        return Extended(raw, Array.ConvertAll(raw, x => Around(steps, x)));
    }

    private static float Around(CalibrationCurve steps, float x)
    {
        const int Taps = 20;
        const float Reach = 3;
        var (sum, weights) = (0f, 0f);
        for (var tap = -Taps; tap <= Taps; tap++)
        {
            var deviation = Reach * tap / Taps;
            var weight = MathF.Exp(-deviation * deviation / 2);
            sum += weight * steps.LogOddsAt(x + (deviation * Width));
            weights += weight;
        }

        return sum / weights;
    }

    private readonly record struct Block(double RawSum, double Positive, double Weight)
    {
        public double Share => Positive / Weight;

        public Block With(float raw, float truth, float weight) => new(RawSum + ((double)raw * weight), Positive + ((double)truth * weight), Weight + weight);

        public Block Join(Block other) => new(RawSum + other.RawSum, Positive + other.Positive, Weight + other.Weight);
    }
}
