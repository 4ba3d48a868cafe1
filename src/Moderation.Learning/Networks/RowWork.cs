using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Moderation.Features;
using Moderation.Scoring.Networks;

namespace Moderation.Learning.Networks;

/// <summary>
/// One row's way through a network in training and back. What it leaves behind (<see cref="SumGradient"/>,
/// <see cref="WordGradient"/>) is applied to the tables later, in the order of the rows, so that the result is the same on any number of cores.
/// </summary>
internal sealed unsafe class RowWork
{
    private const int WordRoom = WordFlags.TokenLimit + 3;
    private readonly NetworkState state;
    private readonly NetworkShape shape;
    private readonly float dropout;
    private readonly float[] buffer;
    private readonly int[] strongest;
    private readonly float* vectors, most, inputs, inputGradient, hidden, hiddenGradient, logits, logitGradient, sum, linear;
    private readonly MixtureWork mixture;

    public RowWork(NetworkState state, float dropout)
    {
        (this.state, shape, this.dropout) = (state, state.Shape, dropout);
        var words = WordRoom * shape.Dimensions;
        buffer = Floats.Allocate((2 * words) + (2 * shape.Columns) + shape.Filters + (2 * shape.Inputs) + (2 * shape.Hidden) + (2 * shape.Logits) + (2 * shape.Outputs));
        var next = Floats.Pointer(buffer);
        float* Take(int count)
        {
            var taken = next;
            next += count;
            return taken;
        }

        vectors = Take(words);
        WordGradient = Take(words);
        sum = Take(shape.Columns);
        SumGradient = Take(shape.Columns);
        most = Take(shape.Filters);
        inputs = Take(shape.Inputs);
        inputGradient = Take(shape.Inputs);
        hidden = Take(shape.Hidden);
        hiddenGradient = Take(shape.Hidden);
        logits = Take(shape.Logits);
        logitGradient = Take(shape.Logits);
        linear = Take(shape.Outputs);
        LinearGradient = Take(shape.Outputs);
        mixture = new MixtureWork(state);
        strongest = GC.AllocateArray<int>(shape.Filters, pinned: true);
    }

    /// <summary>The row last passed.</summary>
    public TrainingRow Row { get; private set; } = null!;

    /// <summary>How many words the filters saw.</summary>
    public int WordCount { get; private set; }

    /// <summary>What each feature of the row counts.</summary>
    public float Scale { get; private set; }

    /// <summary>Gradient of the sum of features.</summary>
    public float* SumGradient { get; }

    /// <summary>Gradient of the straight sums beside the network.</summary>
    public float* LinearGradient { get; }

    /// <summary>Gradient of the word vectors, beginning one place before the first word.</summary>
    public float* WordGradient { get; }

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
        }

        state.Linear.Sum(row.Features, Scale, 0, shape.Outputs, linear);
        for (var head = 0; head < shape.Heads.Count; head++)
        {
            outputs[head] = state.Linear.Mean(outputs[head], linear[head]);
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

        LoadWords();
        Convolve();
        chance.Thin(inputs, shape.Inputs);
        Copy(state.Layout.HiddenBias, hidden, shape.Hidden);
        for (var i = 0; i < shape.Inputs; i++)
        {
            if (inputs[i] != 0)
            {
                Floats.AddScaled(hidden, state.Dense + state.Layout.Hidden + (i * shape.Hidden), inputs[i], shape.Hidden);
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

        BackToWords(gradient);
    }

    private void SumFeatures()
    {
        Floats.Clear(sum, shape.Columns);
        foreach (var feature in Row.Features)
        {
            Floats.Add(sum, state.Features + ((long)feature * shape.Columns), shape.Columns);
        }

        Scale = FeatureScale.Of(Row.Features.Length);
        for (var i = 0; i < shape.Columns; i++)
        {
            sum[i] *= Scale;
        }
    }

    private void LoadWords()
    {
        var dimensions = shape.Dimensions;
        WordCount = Row.Words.Length;
        var length = Math.Max(WordCount, 1);
        Floats.Clear(vectors, (length + 2) * dimensions);
        for (var i = 0; i < WordCount; i++)
        {
            var target = vectors + ((i + 1) * dimensions);
            if (Row.Words[i] >= 0)
            {
                Floats.Add(target, state.Words + ((long)Row.Words[i] * dimensions), dimensions);
            }

            for (int flag = 0, flags = Row.Flags[i]; flags != 0; flag++, flags >>= 1)
            {
                if ((flags & 1) != 0)
                {
                    Floats.Add(target, state.Dense + state.Layout.FlagVectors + (flag * dimensions), dimensions);
                }
            }
        }
    }

    /// <summary>Two places and 64 filters at a time, all sums in registers.</summary>
    private void Convolve()
    {
        new Span<float>(most, shape.Filters).Fill(float.NegativeInfinity);
        var length = Math.Max(WordCount, 1);
        for (var from = 0; from < shape.Filters; from += 64)
        {
            for (var place = 0; place < length; place += 2)
            {
                ConvolvePair(from, place, Math.Min(place + 1, length - 1));
            }
        }

        for (var i = 0; i < shape.Filters; i++)
        {
            inputs[shape.Embedded + i] = Math.Max(0, most[i]);
        }
    }

    private void ConvolvePair(int from, int place, int other)
    {
        float* x = vectors + (place * shape.Dimensions), y = vectors + (other * shape.Dimensions);
        var bias = state.Dense + state.Layout.ConvolutionBias + from;
        Vector512<float> a0 = Vector512.Load(bias), a1 = Vector512.Load(bias + 16), a2 = Vector512.Load(bias + 32), a3 = Vector512.Load(bias + 48);
        Vector512<float> b0 = a0, b1 = a1, b2 = a2, b3 = a3;
        var weights = state.Dense + state.Layout.Convolution + from;
        for (var i = 0; i < NetworkShape.Window * shape.Dimensions; i++, weights += shape.Filters)
        {
            Vector512<float> u = Vector512.Create(x[i]), v = Vector512.Create(y[i]);
            Vector512<float> w0 = Vector512.Load(weights), w1 = Vector512.Load(weights + 16);
            Vector512<float> w2 = Vector512.Load(weights + 32), w3 = Vector512.Load(weights + 48);
            a0 = Vector512.FusedMultiplyAdd(u, w0, a0);
            a1 = Vector512.FusedMultiplyAdd(u, w1, a1);
            a2 = Vector512.FusedMultiplyAdd(u, w2, a2);
            a3 = Vector512.FusedMultiplyAdd(u, w3, a3);
            b0 = Vector512.FusedMultiplyAdd(v, w0, b0);
            b1 = Vector512.FusedMultiplyAdd(v, w1, b1);
            b2 = Vector512.FusedMultiplyAdd(v, w2, b2);
            b3 = Vector512.FusedMultiplyAdd(v, w3, b3);
        }

        Keep(from, a0, place);
        Keep(from + 16, a1, place);
        Keep(from + 32, a2, place);
        Keep(from + 48, a3, place);
        Keep(from, b0, other);
        Keep(from + 16, b1, other);
        Keep(from + 32, b2, other);
        Keep(from + 48, b3, other);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Keep(int filter, Vector512<float> response, int place)
    {
        fixed (int* places = &strongest[filter])
        {
            var before = Vector512.Load(most + filter);
            var more = Vector512.GreaterThan(response, before);
            Vector512.ConditionalSelect(more, response, before).Store(most + filter);
            Vector512.ConditionalSelect(more.AsInt32(), Vector512.Create(place), Vector512.Load(places)).Store(places);
        }
    }

    private void Output()
    {
        Copy(state.Layout.OutputBias, logits, shape.Logits);
        Floats.Add(logits, sum, shape.Logits);
        for (var i = 0; i < shape.Hidden; i++)
        {
            if (hidden[i] != 0)
            {
                Floats.AddScaled(logits, state.Dense + state.Layout.Output + (i * shape.Logits), hidden[i], shape.Logits);
            }
        }
    }

    /// <summary>The gradient of one output, which is the sum of its own and its label's pooled part.</summary>
    private void Slope(int head, int pooled, float truth)
    {
        if (float.IsNaN(truth))
        {
            return;
        }

        var slope = SlopeOf(logits[head] + (pooled >= 0 ? logits[pooled] : 0), truth);
        logitGradient[head] += slope;
        if (pooled >= 0)
        {
            logitGradient[pooled] += slope;
        }
    }

    private void BackToLinear()
    {
        var (from, to) = Block(Row);
        state.Linear.Sum(Row.Features, Scale, from, to, linear);
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
        for (var i = 0; i < shape.Hidden; i++)
        {
            hiddenGradient[i] = 0;
            if (hidden[i] != 0)
            {
                hiddenGradient[i] = Floats.Dot(logitGradient, state.Dense + layout.Output + (i * shape.Logits), shape.Logits) * keep;
                Floats.AddScaled(gradient + layout.Output + (i * shape.Logits), logitGradient, hidden[i], shape.Logits);
            }
        }

        Floats.Add(gradient + layout.HiddenBias, hiddenGradient, shape.Hidden);
        for (var i = 0; i < shape.Inputs; i++)
        {
            inputGradient[i] = 0;
            if (inputs[i] != 0)
            {
                inputGradient[i] = Floats.Dot(hiddenGradient, state.Dense + layout.Hidden + (i * shape.Hidden), shape.Hidden) * keep;
                Floats.AddScaled(gradient + layout.Hidden + (i * shape.Hidden), hiddenGradient, inputs[i], shape.Hidden);
            }
        }
    }

    /// <summary>Only the strongest place of each filter learns, so the way back costs a fraction of the way there.</summary>
    private void BackToWords(float* gradient)
    {
        var (layout, filters, span) = (state.Layout, shape.Filters, NetworkShape.Window * shape.Dimensions);
        Floats.Clear(WordGradient, (Math.Max(WordCount, 1) + 2) * shape.Dimensions);
        for (var filter = 0; filter < filters; filter++)
        {
            var slope = inputGradient[shape.Embedded + filter];
            if (slope == 0)
            {
                continue;
            }

            gradient[layout.ConvolutionBias + filter] += slope;
            var offset = strongest[filter] * shape.Dimensions;
            float* weights = state.Dense + layout.Convolution + filter, weightGradient = gradient + layout.Convolution + filter;
            for (var i = 0; i < span; i++)
            {
                weightGradient[i * filters] += slope * vectors[offset + i];
                WordGradient[offset + i] += slope * weights[i * filters];
            }
        }

        for (var i = 0; i < WordCount; i++)
        {
            for (int flag = 0, flags = Row.Flags[i]; flags != 0; flag++, flags >>= 1)
            {
                if ((flags & 1) != 0)
                {
                    Floats.Add(gradient + layout.FlagVectors + (flag * shape.Dimensions), WordGradient + ((i + 1) * shape.Dimensions), shape.Dimensions);
                }
            }
        }
    }

    private void Copy(int offset, float* target, int count) =>
        Buffer.MemoryCopy(state.Dense + offset, target, count * sizeof(float), count * sizeof(float));
}
