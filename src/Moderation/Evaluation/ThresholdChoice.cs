namespace Moderation.Evaluation;

/// <summary>What a threshold does to a label's rows.</summary>
/// <param name="Threshold">Probability at or above which a comment is held.</param>
/// <param name="Share">Share of all rows held, labelled or not.</param>
/// <param name="Precision">Share of the held rows that have the label.</param>
/// <param name="Recall">Share of the rows with the label that are held.</param>
public sealed record ThresholdPoint(float Threshold, Figure Share, Figure Precision, Figure Recall);

/// <summary>The threshold chosen for a label, and what others near it would do.</summary>
/// <param name="Label">The label.</param>
/// <param name="Rows">Rows that know the label.</param>
/// <param name="Positives">Those that have it.</param>
/// <param name="Chosen">The threshold that meets the goal, or null where none does.</param>
/// <param name="Around">It and its neighbours, from the strictest to the loosest; without a chosen one the whole range.</param>
public sealed record ThresholdChoice(string Label, int Rows, int Positives, ThresholdPoint? Chosen, IReadOnlyList<ThresholdPoint> Around)
{
    private static readonly double[] Neighbours = [0.5, 0.75, 1, 1.5, 2];
    private static readonly double[] WholeRange = [0.01, 0.02, 0.05, 0.1, 0.2];

    /// <summary>Chooses a threshold.</summary>
    /// <param name="label">The label.</param>
    /// <param name="goal">What is asked for; a share needs no labelled rows.</param>
    /// <param name="target">Its value, 0 to 1.</param>
    /// <param name="probabilities">One a row.</param>
    /// <param name="truth">Share of raters who gave the label, at or above one half counting as positive; NaN where unknown.</param>
    public static ThresholdChoice Of(string label, ThresholdGoal goal, double target, float[] probabilities, float[] truth)
    {
        int[] known = [.. Enumerable.Range(0, truth.Length).Where(row => !float.IsNaN(truth[row]))];
        var knownProbabilities = Array.ConvertAll(known, row => probabilities[row]);
        var positive = Array.ConvertAll(known, row => truth[row] >= 0.5f);
        var threshold = goal == ThresholdGoal.Share
            ? Thresholds.Choose(goal, target, probabilities, new bool[probabilities.Length])
            : Thresholds.Choose(goal, target, knownProbabilities, positive);

        ThresholdPoint Point(float at)
        {
            var counts = Counts.At(at, knownProbabilities, positive);
            return new ThresholdPoint(
                at,
                Measures.Share(probabilities.Count(probability => probability >= at), probabilities.Length),
                Measures.Share(counts.TruePositives, counts.TruePositives + counts.FalsePositives),
                Measures.Share(counts.TruePositives, counts.TruePositives + counts.FalseNegatives));
        }

        return new ThresholdChoice(
            label, known.Length, positive.Count(yes => yes), threshold is { } chosen ? Point(chosen) : null,
            [.. Near(threshold, probabilities).Select(Point)]);
    }

    /// <summary>Thresholds that hold half, three quarters, once and a half and twice as many rows; the chosen one among them.</summary>
    private static IEnumerable<float> Near(float? chosen, float[] probabilities)
    {
        if (probabilities.Length == 0)
        {
            return [];
        }

        float[] sorted = [.. probabilities.OrderDescending()];
        var held = chosen is { } threshold ? sorted.Count(probability => probability >= threshold) : sorted.Length;
        return (chosen is null ? WholeRange : Neighbours)
            .Select(share => share == 1 ? chosen!.Value : sorted[Math.Clamp((int)(share * held) - 1, 0, sorted.Length - 1)])
            .Distinct().OrderDescending();
    }
}
