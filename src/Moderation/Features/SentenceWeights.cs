namespace Moderation.Features;

/// <summary>
/// How much each sentence counts in the sums over a comment's features, in training and serving alike: the one that looks most toxic
/// counts wholly, a duller one less, so that one bad sentence among dull ones is not watered down. None counts for nothing: what is said
/// around a sentence may quote it, deny it or answer it.
/// </summary>
public static class SentenceWeights
{
    private const float Least = 0.15f;
    private const float Sharpness = 3;

    /// <summary>From what each sentence's features say of toxicity to how much the sentence counts.</summary>
    /// <param name="sums">
    /// For each sentence its features' sum, scaled as <see cref="FeatureScale"/> does; negative infinity where none is known. They become
    /// weights from 0.15 to 1.
    /// </param>
    public static void Of(Span<float> sums)
    {
        var most = float.MinValue;
        foreach (var sum in sums)
        {
            most = Math.Max(most, sum);
        }

        foreach (ref var sum in sums)
        {
            sum = Least + ((1 - Least) * MathF.Exp(Sharpness * (sum - most)));
        }
    }
}
