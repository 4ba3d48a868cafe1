using System.Collections.Frozen;

namespace Moderation.Service.Wires.Perspective;

/// <summary>
/// A monotone table from our calibrated probability to the score Perspective would have given the same comments: sites choose
/// thresholds on Perspective's scores, which are no probabilities of ours, and want to keep them.
/// </summary>
internal sealed class ScaleTable
{
    private readonly float[] _from;
    private readonly float[] _to;

    /// <param name="points">Our probability and Perspective's score, rising in both; between them it is linear.</param>
    /// <exception cref="InvalidDataException">The points do not rise, or leave 0 to 1.</exception>
    public ScaleTable(IReadOnlyList<(float From, float To)> points)
    {
        _from = [.. points.Select(point => point.From)];
        _to = [.. points.Select(point => point.To)];
        for (var i = 0; i < points.Count; i++)
        {
            var rises = i == 0 || (_from[i] > _from[i - 1] && _to[i] >= _to[i - 1]);
            if (points.Count < 2 || !rises || !(_from[i] is >= 0 and <= 1) || !(_to[i] is >= 0 and <= 1))
            {
                throw new InvalidDataException("A scale needs two points or more, rising, between 0 and 1. Fit it again with 'perspective-scale'.");
            }
        }
    }

    /// <summary>The points, for writing them down.</summary>
    public IEnumerable<(float From, float To)> Points => _from.Zip(_to);

    /// <summary>Perspective's score for a probability of ours.</summary>
    public float Map(float probability) => Interpolate(_from, _to, probability);

    /// <summary>The lowest probability of ours that reaches a score of Perspective's.</summary>
    public float Back(float score)
    {
        if (score <= _to[0])
        {
            return _from[0];
        }

        var i = 1;
        while (i < _to.Length - 1 && _to[i] < score)
        {
            i++;
        }

        var height = _to[i] - _to[i - 1];
        return height <= 0 ? _from[i] : _from[i - 1] + ((_from[i] - _from[i - 1]) * Math.Min(1, (score - _to[i - 1]) / height));
    }

    private static float Interpolate(float[] from, float[] to, float x)
    {
        if (!(x > from[0]))
        {
            return to[0];
        }

        if (x >= from[^1])
        {
            return to[^1];
        }

        var i = Array.BinarySearch(from, x);
        if (i >= 0)
        {
            return to[i];
        }

        i = ~i;
        var share = (x - from[i - 1]) / (from[i] - from[i - 1]);
        return to[i - 1] + ((to[i] - to[i - 1]) * share);
    }
}

/// <summary>The tables of one model, by attribute. An attribute without one keeps our probability.</summary>
internal sealed class PerspectiveScale(IReadOnlyDictionary<string, ScaleTable> tables)
{
    private readonly FrozenDictionary<string, ScaleTable> _tables = tables.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Our probabilities as they are.</summary>
    public static PerspectiveScale Probability { get; } = new(new Dictionary<string, ScaleTable>());

    /// <summary>Perspective's score for a probability of ours.</summary>
    public float Map(PerspectiveAttribute attribute, float probability) =>
        _tables.TryGetValue(attribute.ScaleOf, out var table) ? table.Map(probability) : probability;
}
