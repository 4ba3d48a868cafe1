using Moderation.Features;

namespace Moderation.Scoring.Networks;

/// <summary>
/// A trained network with what turns its outputs into probabilities: all that <c>model.zip</c> holds. Immutable; shared by all
/// threads.
/// </summary>
/// <param name="Shape">The sizes and the meaning of the outputs.</param>
/// <param name="FeatureKeys">The keys of the features it knows, in the order of <paramref name="Features"/>.</param>
/// <param name="Features">A row a feature.</param>
/// <param name="WordKeys">The words it knows, most frequent first, in the order of <paramref name="Words"/>.</param>
/// <param name="Words">A vector a word.</param>
/// <param name="Dense">The small layers.</param>
/// <param name="Combiner">From outputs to one probability a label.</param>
/// <param name="Spans">Which words are reported.</param>
public sealed record NetworkModel(
    NetworkShape Shape,
    ulong[] FeatureKeys,
    QuantizedRows Features,
    ulong[] WordKeys,
    QuantizedRows Words,
    DenseWeights Dense,
    Combiner Combiner,
    SpanModel Spans)
{
    /// <summary>From feature keys to rows.</summary>
    internal KeyIndex FeatureIndex { get; } = new(FeatureKeys);

    /// <summary>From word hashes to vectors.</summary>
    internal KeyIndex WordIndex { get; } = new(WordKeys);

    /// <summary>The vector of a word.</summary>
    /// <param name="hash">The word's hash.</param>
    /// <param name="vector">Where it goes, as wide as a vector; all zero for a word that is not known.</param>
    public void VectorOf(ulong hash, Span<float> vector)
    {
        vector.Clear();
        if (WordIndex.Find(hash) is >= 0 and var word)
        {
            Words.AddTo(word, vector);
        }
    }
}
