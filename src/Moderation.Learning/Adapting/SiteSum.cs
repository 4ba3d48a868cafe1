using Moderation.Scoring.Networks;

namespace Moderation.Learning.Adapting;

/// <summary>A comment in the learning of one label.</summary>
/// <param name="Features">Rows of its features.</param>
/// <param name="Counts">What each of them counts.</param>
/// <param name="Raw">The label's raw score before.</param>
/// <param name="Target">The probability it is to have.</param>
internal readonly record struct SiteRow(int[] Features, float[] Counts, float Raw, float Target);

/// <summary>What an adaptation adds to the raw score of one label: a bias and a weight a feature, which counts what it counts in the network.</summary>
/// <param name="Weights">A weight a feature.</param>
/// <param name="Bias">Added to every comment.</param>
internal sealed record SiteSum(float[] Weights, float Bias)
{
    private const float FirstSquare = 0.01f;
    private const float LastRate = 0.1f;

    /// <summary>Over so far to both sides the slope of a calibration curve is taken, which has knots.</summary>
    private const float Reach = 0.25f;

    private const float MostBias = 6;
    private const int BiasSteps = 24;

    /// <summary>What changes nothing.</summary>
    public static SiteSum None(int features) => new(new float[features], 0);

    /// <summary>Learns a label by Adagrad, a comment at a time.</summary>
    /// <param name="rows">Judged comments first, then those that hold the model in place.</param>
    /// <param name="judged">How many were judged.</param>
    /// <param name="features">How many features there are.</param>
    /// <param name="curve">The label's curve.</param>
    /// <param name="threshold">The probability from which the label is held.</param>
    /// <param name="settings">The recipe.</param>
    public static SiteSum Fit(SiteRow[] rows, int judged, int features, CalibrationCurve curve, float threshold, AdaptationSettings settings)
    {
        if (judged < settings.FewestJudgements)
        {
            return None(features);
        }

        var (weights, squares, bias, biasSquare) = (new float[features], new float[features], 0f, FirstSquare);
        Array.Fill(squares, FirstSquare);
        var anchor = settings.AnchorWeight * judged / Math.Max(1, rows.Length - judged);
        var order = Enumerable.Range(0, rows.Length).ToArray();
        var random = new Random(settings.Seed);
        for (var pass = 0; pass < settings.Passes; pass++)
        {
            random.Shuffle(order);
            var rate = settings.Rate * (1 - ((1 - LastRate) * pass / settings.Passes));
            foreach (var place in order)
            {
                var row = rows[place];
                var at = row.Raw + bias + Sum(weights, row);
                var slope = (place < judged ? 1 : anchor) * (curve.Probability(at) - row.Target) * Slope(curve, at);
                Step(ref bias, ref biasSquare, slope, rate);
                for (var i = 0; i < row.Features.Length; i++)
                {
                    var feature = row.Features[i];
                    Step(ref weights[feature], ref squares[feature], (slope * row.Counts[i]) + (settings.Decay * weights[feature]), rate);
                }
            }
        }

        return new SiteSum(weights, Level(rows.AsSpan(judged), weights, curve, threshold));
    }

    /// <summary>
    /// The bias with which as many of the comments that hold the model in place are held as before. Moderators judge mostly what was
    /// held, and approve much of it: a bias learnt from them would let pass elsewhere what only here is harmless.
    /// </summary>
    private static float Level(ReadOnlySpan<SiteRow> anchors, float[] weights, CalibrationCurve curve, float threshold)
    {
        var (before, after) = (new float[anchors.Length], new float[anchors.Length]);
        for (var i = 0; i < anchors.Length; i++)
        {
            before[i] = anchors[i].Raw;
            after[i] = anchors[i].Raw + Sum(weights, anchors[i]);
        }

        var held = before.Count(raw => curve.Probability(raw) >= threshold);
        if (held == 0 || held == anchors.Length)
        {
            return 0;
        }

        var (low, high) = (-MostBias, MostBias);
        for (var i = 0; i < BiasSteps; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = after.Count(raw => curve.Probability(raw + middle) >= threshold) >= held ? (low, middle) : (middle, high);
        }

        return high;
    }

    private static float Sum(float[] weights, SiteRow row)
    {
        var sum = 0f;
        for (var i = 0; i < row.Features.Length; i++)
        {
            sum += row.Counts[i] * weights[row.Features[i]];
        }

        return sum;
    }

    private static float Slope(CalibrationCurve curve, float at) => (curve.LogOddsAt(at + Reach) - curve.LogOddsAt(at - Reach)) / (2 * Reach);

    private static void Step(ref float weight, ref float square, float slope, float rate)
    {
        square += slope * slope;
        weight -= rate * slope / MathF.Sqrt(square);
    }
}
