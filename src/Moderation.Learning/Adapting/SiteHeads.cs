using Moderation.Labels;
using Moderation.Scoring.Networks;

namespace Moderation.Learning.Adapting;

/// <summary>
/// Room for a site's own sums inside a network, as outputs of their own: so an adapted model is a model like any other, and
/// scoring knows nothing of adaptations.
/// </summary>
internal static class SiteHeads
{
    private const string Prefix = "site.";

    /// <summary>Whether a network has them already.</summary>
    public static bool In(NetworkShape shape) => shape.Heads.Any(head => head.StartsWith(Prefix, StringComparison.Ordinal));

    /// <summary>The same network with an output a label before its pooled ones, which says nothing yet, and with features that weigh nothing yet.</summary>
    /// <param name="model">The network.</param>
    /// <param name="features">Keys of all features; its own come first.</param>
    public static NetworkModel Add(NetworkModel model, ulong[] features)
    {
        var (before, labels) = (model.Shape, LabelNames.All);
        var shape = before with
        {
            Heads = Wider(before.Heads, before, [.. labels.Select(label => Prefix + label)]),
            HeadDomains = Wider(before.HeadDomains, before, [.. labels.Select(_ => -1)]),
            HeadLabels = Wider(before.HeadLabels, before, [.. Enumerable.Range(0, labels.Count)]),
            HeadPriors = Wider(before.HeadPriors, before, new float[labels.Count]),
        };
        return model with
        {
            Shape = shape,
            FeatureKeys = features,
            Features = Table(model.Features, before, shape, features.Length),
            Dense = Layers(model.Dense, shape),
            Combiner = model.Combiner with { Shape = shape, Weights = [.. model.Combiner.Weights.Select((weights, label) => Weights(weights, before, shape, label))] },
        };
    }

    /// <summary>The network with what was learnt in its own outputs.</summary>
    /// <param name="model">Of <see cref="Add"/>.</param>
    /// <param name="sums">One a label.</param>
    public static NetworkModel Fill(NetworkModel model, SiteSum[] sums)
    {
        var (shape, table) = (model.Shape, model.Features);
        var first = First(shape);
        float[] biases = [.. model.Dense.OutputBias];
        for (var label = 0; label < sums.Length; label++)
        {
            biases[first + label] = sums[label].Bias;
        }

        var (filled, row) = (new QuantizedRows(table.Width, table.Split, table.Count), new float[shape.Columns]);
        for (var feature = 0; feature < table.Count; feature++)
        {
            if (!sums.Any(sum => sum.Weights[feature] != 0))
            {
                table.WeightsOf(feature).CopyTo(filled.WeightsOf(feature));
                table.ScalesOf(feature).CopyTo(filled.ScalesOf(feature));
                continue;
            }

            for (var column = 0; column < row.Length; column++)
            {
                row[column] = table.At(feature, column);
            }

            for (var label = 0; label < sums.Length; label++)
            {
                row[first + label] = sums[label].Weights[feature];
            }

            filled.Set(feature, row);
        }

        return model with { Features = filled, Dense = model.Dense with { OutputBias = biases } };
    }

    private static int First(NetworkShape shape) => shape.PooledStart - LabelNames.All.Count;

    private static IReadOnlyList<T> Wider<T>(IReadOnlyList<T> values, NetworkShape before, T[] own) =>
        [.. values.Take(before.PooledStart), .. own, .. values.Skip(before.PooledStart)];

    /// <summary>Where an output of the network stands once there is room; so too the column behind the last output, which marks words.</summary>
    private static int Place(NetworkShape before, int head) => head < before.PooledStart ? head : head + LabelNames.All.Count;

    private static QuantizedRows Table(QuantizedRows table, NetworkShape before, NetworkShape shape, int count)
    {
        var wider = new QuantizedRows(shape.Columns, shape.Logits, count);
        for (var row = 0; row < table.Count; row++)
        {
            Columns<sbyte>(table.WeightsOf(row), wider.WeightsOf(row), before, shape);
            table.ScalesOf(row).CopyTo(wider.ScalesOf(row));
        }

        return wider;
    }

    private static DenseWeights Layers(DenseWeights dense, NetworkShape shape)
    {
        var (before, output, bias) = (dense.Shape, new float[shape.Hidden * shape.Logits], new float[shape.Logits]);
        for (var unit = 0; unit < shape.Hidden; unit++)
        {
            Columns<float>(dense.Output.AsSpan(unit * before.Logits, before.Logits), output.AsSpan(unit * shape.Logits, shape.Logits), before, shape);
        }

        Columns<float>(dense.OutputBias, bias, before, shape);
        return dense with { Shape = shape, Output = output, OutputBias = bias };
    }

    /// <summary>Outputs move apart; the guess of the source and what feeds the hidden layer stay whole behind them.</summary>
    private static void Columns<T>(ReadOnlySpan<T> from, Span<T> to, NetworkShape before, NetworkShape shape)
    {
        for (var head = 0; head <= before.SpanColumn; head++)
        {
            to[Place(before, head)] = from[head];
        }

        from[before.Outputs..].CopyTo(to[shape.Outputs..]);
    }

    /// <summary>
    /// A label's own output counts one, whatever the source of the comment. Serving adds the pooled output to each before it; here it is
    /// taken out again.
    /// </summary>
    private static float[] Weights(float[] weights, NetworkShape before, NetworkShape shape, int label)
    {
        const int Shared = Combiner.Sources - 1;
        var wider = new float[Combiner.InputCount(shape) + 1];
        for (var head = 0; head <= before.Heads.Count; head++)
        {
            weights.AsSpan(head * Combiner.Sources, Combiner.Sources).CopyTo(wider.AsSpan(Place(before, head) * Combiner.Sources));
        }

        wider[^1] = weights[^1];
        wider[((First(shape) + label) * Combiner.Sources) + Shared] = 1 / Combiner.SharedPart;
        wider[((shape.PooledStart + label) * Combiner.Sources) + Shared] -= 1 / Combiner.SharedPart;
        return wider;
    }
}
