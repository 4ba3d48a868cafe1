using Moderation.Features;

namespace Moderation.Learning.Networks;

/// <summary>What each feature of a comment counts in training: as much as its sentence does, scaled as serving scales the sums.</summary>
internal static class FeatureCounts
{
    /// <summary>Works out the counts of a comment.</summary>
    /// <param name="row">The comment.</param>
    /// <param name="toxicity">What a feature says of toxicity, by its row (<see cref="Scoring.Networks.NetworkShape.SentenceColumn"/>).</param>
    /// <param name="counts">Where they go, in the order of the row's features; as many.</param>
    public static void Of(TrainingRow row, Func<int, float> toxicity, Span<float> counts)
    {
        Span<float> weights = stackalloc float[row.Sentences.Length];
        var from = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            var (sum, known) = (0f, row.Sentences[i] - from);
            for (; from < row.Sentences[i]; from++)
            {
                sum += toxicity(row.Features[from]);
            }

            weights[i] = known == 0 ? float.NegativeInfinity : sum * FeatureScale.Of(known);
        }

        SentenceWeights.Of(weights);
        counts.Fill(1);
        from = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            counts[from..row.Sentences[i]].Fill(weights[i]);
            from = row.Sentences[i];
        }

        var counted = 0f;
        foreach (var count in counts)
        {
            counted += count;
        }

        var scale = FeatureScale.Of(counted);
        foreach (ref var count in counts)
        {
            count *= scale;
        }
    }
}
