using System.Collections;

namespace Moderation.Labels;

/// <summary>The ordered labels one model knows; a score's place in a model's output is its place here.</summary>
public sealed class LabelSet : IReadOnlyList<string>
{
    private readonly string[] _names;

    /// <param name="names">Label names, unique, in the order of the model's outputs.</param>
    /// <exception cref="ArgumentException">A name stands twice, or there is none.</exception>
    public LabelSet(IEnumerable<string> names)
    {
        _names = [.. names];
        if (_names.Length == 0 || _names.Distinct(StringComparer.Ordinal).Count() != _names.Length)
        {
            throw new ArgumentException("A label set needs at least one label and each only once.", nameof(names));
        }
    }

    /// <summary>The full taxonomy in its own order.</summary>
    public static LabelSet Full { get; } = new(LabelNames.All);

    /// <inheritdoc />
    public int Count => _names.Length;

    /// <inheritdoc />
    public string this[int index] => _names[index];

    /// <summary>The place of a label, or -1 where this set does not know it.</summary>
    public int IndexOf(string label) => Array.IndexOf(_names, label);

    /// <inheritdoc />
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
