using Moderation.Features;
using Moderation.Scoring.Networks;

namespace Moderation.Learning.Networks;

/// <summary>
/// One row's way through a network in training and back. What it leaves behind (<see cref="SumGradient"/>,
/// <see cref="RowFilters.WordGradient"/>) is applied to the tables later, in the order of the rows, so that the result is the same on any number of cores.
/// </summary>
internal sealed unsafe class RowWork
{
    private readonly NetworkState state;
    private readonly NetworkShape shape;
    private readonly float dropout;
    private readonly float[] buffer;
    private readonly float* inputs, inputGradient, hidden, hiddenGradient, logits, logitGradient, sum, linear, filterLogits, filterGradient;
    private readonly MixtureWork mixture;
    private readonly Func<int, float> toxicity;
    private float[] counts = new float[256];

    public RowWork(NetworkState state, float dropout)
    {
        (this.state, shape, this.dropout) = (state, state.Shape, dropout);
        Filters = new RowFilters(state);
        // As serving will read it, once the outputs are joined.
        var column = shape.SentenceColumn;
        toxicity = feature => state.Mean(0, state.FeatureColumn(feature, column), 0);
        buffer = Floats.Allocate((2 * shape.Columns) + (2 * shape.Inputs) + (2 * shape.Hidden) + (4 * shape.Logits) + (2 * shape.Outputs));
        var next = Floats.Pointer(buffer);
        float* Take(int count)
        {
            var taken = next;
            next += count;
            return taken;
        }

        sum = Take(shape.Columns);
        SumGradient = Take(shape.Columns);
        inputs = Take(shape.Inputs);
        inputGradient = Take(shape.Inputs);
        hidden = Take(shape.Hidden);
        hiddenGradient = Take(shape.Hidden);
        logits = Take(shape.Logits);
        logitGradient = Take(shape.Logits);
        filterLogits = Take(shape.Logits);
        filterGradient = Take(shape.Logits);
        linear = Take(shape.Outputs);
        LinearGradient = Take(shape.Outputs);
        mixture = new MixtureWork(state);
    }

    /// <summary>The row last passed.</summary>
    public TrainingRow Row { get; private set; } = null!;

    /// <summary>Its way through the filters.</summary>
    public RowFilters Filters { get; }

    /// <summary>What each feature of the row counts, in their order.</summary>
    public ReadOnlySpan<float> Counts => counts.AsSpan(0, Row.Features.Length);

    /// <summary>Gradient of the sum of features.</summary>
    public float* SumGradient { get; }

    /// <summary>Gradient of the straight sums beside the network.</summary>
    public float* LinearGradient { get; }

    /// <summary>Blocks of 16 outputs that the row's data set speaks of.</summary>
    public static (int From, int To) Block(TrainingRow row) =>
        (row.Example.FirstHead / 16 * 16, (row.Example.FirstHead + row.Example.Heads.Length + 15) / 16 * 16);

    /// <summary>Where the blocks of 16 with the pooled outputs begin.</summary>
    public int PooledBlock => shape.PooledStart / 16 * 16;

    /// <summary>The outputs of a row as serving would give them, nothing left out.</summary>
    public float[] Foresee(TrainingRow row)
    {
        Pass(row, new Chance(0, 0));
        var outputs = new Span<float>(logits, shape.Logits).ToArray();
        for (var head = 0; head < shape.PooledStart; head++)
        {
            outputs[head] += outputs[shape.PooledStart + shape.HeadLabels[head]];
            filterLogits[head] += filterLogits[shape.PooledStart + shape.HeadLabels[head]];
        }

        state.Linear.Sum(row.Features, Counts, 0, shape.Outputs, linear);
        for (var head = 0; head < shape.Heads.Count; head++)
        {
            outputs[head] = state.Mean(linear[head], outputs[head], filterLogits[head]);
        }

        return outputs;
    }

    /// <summary>From features to outputs.</summary>
    /// <param name="row">The row.</param>
    /// <param name="seed">Which inputs are left out.</param>
    public void Forward(TrainingRow row, uint seed) => Pass(row, new Chance(seed, dropout));

    private void Pass(TrainingRow row, Chance chance)
    {
        Row = row;
        SumFeatures();
        for (var i = 0; i < shape.Embedded; i++)
        {
            inputs[i] = Math.Max(0, sum[shape.Logits + i] + state.Dense[state.Layout.EmbeddedBias + i]);
        }

        Filters.Pass(row, inputs + shape.Embedded);
        chance.Thin(inputs, shape.Inputs);
        Copy(state.Layout.HiddenBias, hidden, shape.Hidden);
        for (var i = 0; i < shape.Inputs; i++)
        {
            if (inputs[i] != 0)
            {
                var (from, count) = UnitsOf(i);
                Floats.AddScaled(hidden + from, state.Dense + state.Layout.Hidden + (i * shape.Hidden) + from, inputs[i], count);
            }
        }

        for (var i = 0; i < shape.Hidden; i++)
        {
            hidden[i] = Math.Max(0, hidden[i]);
        }

        chance.Thin(hidden, shape.Hidden);
        Output();
    }

    /// <summary>From outputs back: adds to the gradient of the small layers and leaves those of the tables.</summary>
    public void Backward(float* gradient, float domainWeight)
    {
        Floats.Clear(logitGradient, shape.Logits);
        Floats.Clear(filterGradient, shape.Logits);
        Floats.Clear(SumGradient, shape.Columns);
        var example = Row.Example;
        for (var i = 0; i < example.Heads.Length; i++)
        {
            var head = example.FirstHead + i;
            Slope(head, shape.PooledStart + shape.HeadLabels[head], example.Heads[i]);
        }

        for (var i = 0; i < example.Labels.Length; i++)
        {
            Slope(shape.PooledStart + i, -1, example.Labels[i]);
        }

        GuessDomain(example.Domain, domainWeight * Row.GuessWeight);
        BackToLinear();
        mixture.Pass(Row, logits, logitGradient, gradient);
        Buffer.MemoryCopy(logitGradient, SumGradient, shape.Logits * sizeof(float), shape.Logits * sizeof(float));
        BackToInputs(gradient);
        for (var i = 0; i < shape.Embedded; i++)
        {
            SumGradient[shape.Logits + i] = inputGradient[i];
            gradient[state.Layout.EmbeddedBias + i] += inputGradient[i];
        }

        Filters.Back(Row, inputGradient + shape.Embedded, gradient);
    }

    private void SumFeatures()
    {
        if (counts.Length < Row.Features.Length)
        {
            counts = new float[Row.Features.Length * 2];
        }

        FeatureCounts.Of(Row, toxicity, counts.AsSpan(0, Row.Features.Length));
        Floats.Clear(sum, shape.Columns);
        for (var i = 0; i < Row.Features.Length; i++)
        {
            Floats.AddScaled(sum, state.Features + ((long)Row.Features[i] * shape.Columns), counts[i], shape.Columns);
        }
    }

    private void Output()
    {
        Copy(state.Layout.OutputBias, logits, shape.Logits);
        Floats.Add(logits, sum, shape.Logits);
        Copy(state.Layout.FilterBias, filterLogits, shape.Outputs);
        Floats.Clear(filterLogits + shape.Outputs, NetworkShape.DomainRoom);
        for (var i = 0; i < shape.Hidden; i++)
        {
            if (hidden[i] != 0)
            {
                Floats.AddScaled(i < state.HiddenOfFeatures ? logits : filterLogits, state.Dense + state.Layout.Output + (i * shape.Logits), hidden[i], shape.Logits);
            }
        }

        Floats.Add(logits + shape.Outputs, filterLogits + shape.Outputs, NetworkShape.DomainRoom);
    }

    /// <summary>The hidden units that an input feeds.</summary>
    private (int From, int Count) UnitsOf(int input) =>
        input < shape.Embedded ? (0, state.HiddenOfFeatures) : (state.HiddenOfFeatures, shape.Hidden - state.HiddenOfFeatures);

    /// <summary>The gradient of one output, which is the sum of its own and its label's pooled part.</summary>
    private void Slope(int head, int pooled, float truth)
    {
        if (float.IsNaN(truth))
        {
            return;
        }

        Slope(logits, logitGradient, head, pooled, truth);
        Slope(filterLogits, filterGradient, head, pooled, truth);
    }

    private void Slope(float* answers, float* slopes, int head, int pooled, float truth)
    {
        var slope = SlopeOf(answers[head] + (pooled >= 0 ? answers[pooled] : 0), truth);
        slopes[head] += slope;
        if (pooled >= 0)
        {
            slopes[pooled] += slope;
        }
    }

    private void BackToLinear()
    {
        var (from, to) = Block(Row);
        state.Linear.Sum(Row.Features, Counts, from, to, linear);
        Floats.Clear(LinearGradient + from, to - from);
        for (var i = 0; i < Row.Example.Heads.Length; i++)
        {
            var (head, truth) = (Row.Example.FirstHead + i, Row.Example.Heads[i]);
            LinearGradient[head] = float.IsNaN(truth) ? 0 : SlopeOf(linear[head], truth);
        }
    }

    private float SlopeOf(float logit, float truth) => ((1 / (1 + MathF.Exp(-logit))) - truth) * Row.Weight;

    private void GuessDomain(int domain, float weight)
    {
        float* guess = logits + shape.Outputs, slope = logitGradient + shape.Outputs;
        var most = guess[0];
        for (var i = 1; i < shape.Domains.Count; i++)
        {
            most = Math.Max(most, guess[i]);
        }

        var total = 0f;
        for (var i = 0; i < shape.Domains.Count; i++)
        {
            total += slope[i] = MathF.Exp(guess[i] - most);
        }

        for (var i = 0; i < shape.Domains.Count; i++)
        {
            slope[i] = weight * ((slope[i] / total) - (i == domain ? 1 : 0));
        }
    }

    private void BackToInputs(float* gradient)
    {
        var layout = state.Layout;
        var keep = 1 / (1 - dropout);
        Floats.Add(gradient + layout.OutputBias, logitGradient, shape.Logits);
        Floats.Add(gradient + layout.FilterBias, filterGradient, shape.Outputs);
        Floats.Add(filterGradient + shape.Outputs, logitGradient + shape.Outputs, NetworkShape.DomainRoom);
        for (var i = 0; i < shape.Hidden; i++)
        {
            hiddenGradient[i] = 0;
            if (hidden[i] != 0)
            {
                var slopes = i < state.HiddenOfFeatures ? logitGradient : filterGradient;
                hiddenGradient[i] = Floats.Dot(slopes, state.Dense + layout.Output + (i * shape.Logits), shape.Logits) * keep;
                Floats.AddScaled(gradient + layout.Output + (i * shape.Logits), slopes, hidden[i], shape.Logits);
            }
        }

        Floats.Add(gradient + layout.HiddenBias, hiddenGradient, shape.Hidden);
        for (var i = 0; i < shape.Inputs; i++)
        {
            inputGradient[i] = 0;
            if (inputs[i] != 0)
            {
                var (from, count) = UnitsOf(i);
                inputGradient[i] = Floats.Dot(hiddenGradient + from, state.Dense + layout.Hidden + (i * shape.Hidden) + from, count) * keep;
                Floats.AddScaled(gradient + layout.Hidden + (i * shape.Hidden) + from, hiddenGradient + from, inputs[i], count);
            }
        }
    }

    private void Copy(int offset, float* target, int count) =>
        Buffer.MemoryCopy(state.Dense + offset, target, count * sizeof(float), count * sizeof(float));
}
