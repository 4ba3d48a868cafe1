namespace Moderation.Evaluation;

/// <summary>What a threshold does to labelled rows.</summary>
/// <param name="TruePositives">Flagged, and rightly.</param>
/// <param name="FalsePositives">Flagged, and wrongly.</param>
/// <param name="TrueNegatives">Not flagged, and rightly.</param>
/// <param name="FalseNegatives">Not flagged, and wrongly: missed.</param>
public sealed record Counts(int TruePositives, int FalsePositives, int TrueNegatives, int FalseNegatives)
{
    /// <summary>Share of the flagged that are positive, or NaN.</summary>
    public double Precision => Ratio(TruePositives, TruePositives + FalsePositives);

    /// <summary>Share of the positives that are flagged, or NaN.</summary>
    public double Recall => Ratio(TruePositives, TruePositives + FalseNegatives);

    /// <summary>Share of the negatives that are not flagged, or NaN.</summary>
    public double Specificity => Ratio(TrueNegatives, TrueNegatives + FalsePositives);

    /// <summary>Share of rows judged rightly, or NaN. No headline where few rows are positive.</summary>
    public double Accuracy => Ratio(TruePositives + TrueNegatives, Rows);

    /// <summary>Mean of recall and specificity, or NaN.</summary>
    public double BalancedAccuracy => (Recall + Specificity) / 2;

    /// <summary>Harmonic mean of precision and recall, or NaN.</summary>
    public double F1 => Ratio(2 * TruePositives, 2 * TruePositives + FalsePositives + FalseNegatives);

    /// <summary>Share of rows flagged, or NaN.</summary>
    public double FlaggedShare => Ratio(TruePositives + FalsePositives, Rows);

    /// <summary>All rows.</summary>
    public int Rows => TruePositives + FalsePositives + TrueNegatives + FalseNegatives;

    /// <summary>Counts rows at or above a threshold as flagged.</summary>
    public static Counts At(float threshold, ReadOnlySpan<float> probabilities, ReadOnlySpan<bool> positive)
    {
        int tp = 0, fp = 0, tn = 0, fn = 0;
        for (var i = 0; i < probabilities.Length; i++)
        {
            var flagged = probabilities[i] >= threshold;
            tp += flagged && positive[i] ? 1 : 0;
            fp += flagged && !positive[i] ? 1 : 0;
            tn += !flagged && !positive[i] ? 1 : 0;
            fn += !flagged && positive[i] ? 1 : 0;
        }

        return new Counts(tp, fp, tn, fn);
    }

    private static double Ratio(int part, int whole) => whole == 0 ? double.NaN : (double)part / whole;
}
