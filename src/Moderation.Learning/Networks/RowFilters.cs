using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Moderation.Scoring.Networks;

namespace Moderation.Learning.Networks;

/// <summary>One row's way through the filters in training and back: each filter looks at three neighbouring words, and its strongest place counts.</summary>
internal sealed unsafe class RowFilters
{
    private const int WordRoom = WordFlags.TokenLimit + 3;
    private readonly NetworkState state;
    private readonly NetworkShape shape;
    private readonly float[] buffer;
    private readonly int[] strongest;
    private readonly float* vectors, most;

    public RowFilters(NetworkState state)
    {
        (this.state, shape) = (state, state.Shape);
        var words = WordRoom * shape.Dimensions;
        buffer = Floats.Allocate((2 * words) + shape.Filters);
        vectors = Floats.Pointer(buffer);
        WordGradient = vectors + words;
        most = WordGradient + words;
        strongest = GC.AllocateArray<int>(shape.Filters, pinned: true);
    }

    /// <summary>How many words the filters saw.</summary>
    public int WordCount { get; private set; }

    /// <summary>Gradient of the word vectors, beginning one place before the first word.</summary>
    public float* WordGradient { get; }

    /// <summary>What the filters make of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="responses">Where the strongest response of each filter goes; none is below 0.</param>
    public void Pass(TrainingRow row, float* responses)
    {
        LoadWords(row);
        Convolve(responses);
    }

    /// <summary>The way back. Only the strongest place of each filter learns, so it costs a fraction of the way there.</summary>
    /// <param name="row">The row last passed.</param>
    /// <param name="slopes">The gradient of the responses.</param>
    /// <param name="gradient">Where the gradient of the small layers goes.</param>
    public void Back(TrainingRow row, float* slopes, float* gradient)
    {
        var (layout, filters, span) = (state.Layout, shape.Filters, NetworkShape.Window * shape.Dimensions);
        Floats.Clear(WordGradient, (Math.Max(WordCount, 1) + 2) * shape.Dimensions);
        for (var filter = 0; filter < filters; filter++)
        {
            var slope = slopes[filter];
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
            for (int flag = 0, flags = row.Flags[i]; flags != 0; flag++, flags >>= 1)
            {
                if ((flags & 1) != 0)
                {
                    Floats.Add(gradient + layout.FlagVectors + (flag * shape.Dimensions), WordGradient + ((i + 1) * shape.Dimensions), shape.Dimensions);
                }
            }
        }
    }

    private void LoadWords(TrainingRow row)
    {
        var dimensions = shape.Dimensions;
        WordCount = row.Words.Length;
        var length = Math.Max(WordCount, 1);
        Floats.Clear(vectors, (length + 2) * dimensions);
        for (var i = 0; i < WordCount; i++)
        {
            var target = vectors + ((i + 1) * dimensions);
            if (row.Words[i] >= 0)
            {
                Floats.Add(target, state.Words + ((long)row.Words[i] * dimensions), dimensions);
            }

            for (int flag = 0, flags = row.Flags[i]; flags != 0; flag++, flags >>= 1)
            {
                if ((flags & 1) != 0)
                {
                    Floats.Add(target, state.Dense + state.Layout.FlagVectors + (flag * dimensions), dimensions);
                }
            }
        }
    }

    /// <summary>Two places and 64 filters at a time, all sums in registers.</summary>
    private void Convolve(float* responses)
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
            responses[i] = Math.Max(0, most[i]);
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
}
