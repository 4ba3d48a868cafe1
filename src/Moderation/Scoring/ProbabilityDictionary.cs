using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Moderation.Labels;

namespace Moderation.Scoring;

/// <summary>
/// Probabilities by the name of their label, in the order of the labels. A view and no copy: one is made for every decision, and
/// a hash table of eight would be the largest thing that a decision allocates.
/// </summary>
/// <param name="labels">The labels.</param>
/// <param name="probabilities">One probability a label, 0 to 1; or none at all, for a comment that is unscored.</param>
public sealed class ProbabilityDictionary(LabelSet labels, float[] probabilities) : IReadOnlyDictionary<string, float>
{
    /// <inheritdoc />
    public int Count => probabilities.Length;

    /// <inheritdoc />
    public IEnumerable<string> Keys => labels.Take(Count);

    /// <inheritdoc />
    public IEnumerable<float> Values => probabilities;

    /// <inheritdoc />
    public float this[string key] =>
        TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no probability for '{key}'. Ask for one of: {string.Join(", ", Keys)}.");

    /// <inheritdoc />
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc />
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out float value)
    {
        var index = labels.IndexOf(key);
        var known = index >= 0 && index < probabilities.Length;
        value = known ? probabilities[index] : default;
        return known;
    }

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, float>> GetEnumerator()
    {
        for (var i = 0; i < probabilities.Length; i++)
        {
            yield return KeyValuePair.Create(labels[i], probabilities[i]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
