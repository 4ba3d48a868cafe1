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
        var (layout, span) = (state.Layout, state.FilterSpan);
        Floats.Clear(WordGradient, (Math.Max(WordCount, 1) + 2) * shape.Dimensions);
        for (var filter = 0; filter < shape.Filters; filter++)
        {
            var slope = slopes[filter];
            if (slope == 0)
            {
                continue;
            }

            gradient[layout.ConvolutionBias + filter] += slope;
            var offset = strongest[filter] * shape.Dimensions;
            var place = layout.Convolution + (filter * span);
            Floats.AddProduct(gradient + place, vectors + offset, slope, span);
            Floats.AddProduct(WordGradient + offset, state.Dense + place, slope, span);
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

    /// <summary>Four places and 16 filters at a time, all sums in registers.</summary>
    private void Convolve(float* responses)
    {
        new Span<float>(most, shape.Filters).Fill(float.NegativeInfinity);
        var length = Math.Max(WordCount, 1);
        for (var from = 0; from < shape.Filters; from += 16)
        {
            for (var place = 0; place < length; place += 4)
            {
                ConvolveFour(from, place, length - 1);
            }
        }

        for (var i = 0; i < shape.Filters; i++)
        {
            responses[i] = Math.Max(0, most[i]);
        }
    }

    /// <summary>Places beyond the last are the last once more, which changes nothing.</summary>
    private void ConvolveFour(int from, int first, int last)
    {
        int second = Math.Min(first + 1, last), third = Math.Min(first + 2, last), fourth = Math.Min(first + 3, last);
        float* x = vectors + (first * shape.Dimensions), y = vectors + (second * shape.Dimensions);
        float* z = vectors + (third * shape.Dimensions), t = vectors + (fourth * shape.Dimensions);
        var bias = state.Dense + state.Layout.ConvolutionBias + from;
        Vector256<float> x0 = Vector256.Load(bias), x1 = Vector256.Load(bias + 8), y0 = x0, y1 = x1, z0 = x0, z1 = x1, t0 = x0, t1 = x1;
        var weights = state.PackedFilters + (from * state.FilterSpan);
        for (var i = 0; i < state.FilterSpan; i++, weights += 16)
        {
            Vector256<float> low = Vector256.Load(weights), high = Vector256.Load(weights + 8);
            var here = Vector256.Create(x[i]);
            x0 = Vector256.FusedMultiplyAdd(here, low, x0);
            x1 = Vector256.FusedMultiplyAdd(here, high, x1);
            here = Vector256.Create(y[i]);
            y0 = Vector256.FusedMultiplyAdd(here, low, y0);
            y1 = Vector256.FusedMultiplyAdd(here, high, y1);
            here = Vector256.Create(z[i]);
            z0 = Vector256.FusedMultiplyAdd(here, low, z0);
            z1 = Vector256.FusedMultiplyAdd(here, high, z1);
            here = Vector256.Create(t[i]);
            t0 = Vector256.FusedMultiplyAdd(here, low, t0);
            t1 = Vector256.FusedMultiplyAdd(here, high, t1);
        }

        Keep(from, x0, x1, first);
        Keep(from, y0, y1, second);
        Keep(from, z0, z1, third);
        Keep(from, t0, t1, fourth);
    }

    private void Keep(int filter, Vector256<float> low, Vector256<float> high, int place)
    {
        Keep(filter, low, place);
        Keep(filter + 8, high, place);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Keep(int filter, Vector256<float> response, int place)
    {
        fixed (int* places = &strongest[filter])
        {
            var before = Vector256.Load(most + filter);
            var more = Vector256.GreaterThan(response, before);
            Vector256.ConditionalSelect(more, response, before).Store(most + filter);
            Vector256.ConditionalSelect(more.AsInt32(), Vector256.Create(place), Vector256.Load(places)).Store(places);
        }
    }
}
