using Moderation.Features;
using Moderation.Scoring.Networks;

namespace Moderation.Scoring.Linear;

/// <summary>
/// A linear model a label over the hashed features: a raw score is a bias and the scaled sum of the weights of the comment's features.
/// Immutable; shared by all threads.
/// </summary>
/// <param name="FeatureKeys">The keys of the features it knows.</param>
/// <param name="Weights">For each feature, in their order, a weight for each label of the taxonomy.</param>
/// <param name="Biases">One a label.</param>
/// <param name="Curves">From raw scores to probabilities, one a label.</param>
public sealed record LinearModel(ulong[] FeatureKeys, float[] Weights, float[] Biases, CalibrationCurve[] Curves)
{
    /// <summary>From feature keys to their place.</summary>
    internal KeyIndex Index { get; } = new(FeatureKeys);
}
