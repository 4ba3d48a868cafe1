namespace Moderation.Scoring.Networks;

/// <summary>
/// Which words of a comment are the abusive ones: a logistic regression over a word's own score (a column of the feature table), its
/// neighbours' and the whole comment's. Learnt from stretches that readers marked.
/// </summary>
/// <param name="Weights">A weight for each of <see cref="Width"/> inputs, then the bias.</param>
/// <param name="Threshold">Log-odds at or above which a word is reported; chosen for the best character F1 on the calibration part.</param>
public sealed record SpanModel(float[] Weights, float Threshold)
{
    /// <summary>How many inputs a word has.</summary>
    public const int Width = 13;

    /// <summary>The score of the word before the first and after the last.</summary>
    public const float Outside = -5;

    /// <summary>A model that reports nothing.</summary>
    public static SpanModel Silent { get; } = new(new float[Width + 1], float.PositiveInfinity);

    /// <summary>Log-odds that a word is marked.</summary>
    public float LogOdds(ReadOnlySpan<float> inputs)
    {
        var sum = Weights[Width];
        for (var i = 0; i < Width; i++)
        {
            sum += Weights[i] * inputs[i];
        }

        return sum;
    }
}
