namespace Moderation.Evaluation;

/// <summary>What a threshold shall achieve.</summary>
public enum ThresholdGoal
{
    /// <summary>At least this precision, with the highest recall.</summary>
    Precision,

    /// <summary>At least this recall, with the highest precision.</summary>
    Recall,

    /// <summary>At most this share of all comments flagged.</summary>
    Share,
}

/// <summary>Chooses thresholds on labelled rows (never on the test part).</summary>
public static class Thresholds
{
    /// <summary>The threshold that meets the goal, or null where none does.</summary>
    /// <param name="goal">What is asked for.</param>
    /// <param name="target">Its value, 0 to 1.</param>
    /// <param name="probabilities">One a row.</param>
    /// <param name="positive">Whether the row has the label.</param>
    public static float? Choose(ThresholdGoal goal, double target, ReadOnlySpan<float> probabilities, ReadOnlySpan<bool> positive)
    {
        var order = Measures.Order(probabilities);
        var positives = positive.Count(true);
        int flagged = 0, found = 0;
        float? best = null;
        for (var i = order.Length - 1; i >= 0;)
        {
            var threshold = probabilities[order[i]];
            for (; i >= 0 && probabilities[order[i]] == threshold; i--)
            {
                flagged++;
                found += positive[order[i]] ? 1 : 0;
            }

            switch (goal)
            {
                // The lowest threshold that still holds the promise catches the most.
                case ThresholdGoal.Precision when (double)found / flagged >= target:
                case ThresholdGoal.Share when (double)flagged / order.Length <= target:
                    best = threshold;
                    break;
                case ThresholdGoal.Recall when positives > 0 && (double)found / positives >= target:
                    return threshold;
            }
        }

        return best;
    }
}
