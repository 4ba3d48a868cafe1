using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Moderation.Features;
using Moderation.Text;

namespace Moderation.Scoring.Networks;

/// <summary>
/// What words bring to every comment they stand in, worked out once: the sum of their features' rows, and what each filter makes of
/// them at each place of the window. Sixteen bits a weight of the sum and eight a response, since a comment waits for these more than
/// for anything else; areas under the curve are the same to a thousandth.
/// </summary>
internal sealed class WordRows
{
    /// <summary>Filter responses are kept in units of 1/32: room for ±4, where the strongest of three thousand comments was 2.6.</summary>
    public const float ResponseUnit = 32;

    private readonly NetworkModel model;
    private readonly AlignedRows rows;
    private readonly int columns;

    /// <summary>Makes room for words; <see cref="Fill"/> gives it some.</summary>
    public WordRows(NetworkModel model, int count)
    {
        this.model = model;
        columns = model.Shape.Columns;
        rows = new AlignedRows(count, Unsafe.SizeOf<Header>() + (columns * sizeof(short)) + (NetworkShape.Window * model.Shape.Filters));
    }

    /// <summary>How many words there is room for.</summary>
    public int Count => rows.Count;

    /// <summary>Whether a place holds a word. Once it does, so does what the other members read.</summary>
    public bool IsFilled(int place) => Volatile.Read(ref HeaderOf(place).KnownAndOne) != 0;

    /// <summary>Asks for all cache lines of a word, without waiting for them.</summary>
    public void Prefetch(int place) => rows.Prefetch(place);

    /// <summary>How many known features a word has.</summary>
    public int KnownOf(int place) => HeaderOf(place).KnownAndOne - 1;

    /// <summary>Adds the sum of the rows of a word's known features.</summary>
    public void AddTo(int place, Span<float> sum) => Vectors.AddScaled(sum, RowOf(place), HeaderOf(place).Unit);

    /// <summary>One column of that sum.</summary>
    public float At(int place, int column) => RowOf(place)[column] * HeaderOf(place).Unit;

    /// <summary>Filter responses of a word: place in the window × filter. All zero for one without a vector.</summary>
    public ReadOnlySpan<sbyte> ResponsesOf(int place) => ResponsesAt(place);

    /// <summary>Works out a word. Threads that fill a place with the same word at once write the same bytes.</summary>
    public void Fill(int place, ReadOnlySpan<char> canonical, in Token token, int word)
    {
        Span<ulong> keys = stackalloc ulong[FeatureExtractor.MaxOfWord];
        Span<int> known = stackalloc int[FeatureExtractor.MaxOfWord];
        keys = keys[..FeatureExtractor.OfWord(canonical, token, keys)];
        keys = keys[..model.FeatureIndex.Sift(keys, keys)];
        known = known[..model.FeatureIndex.FindAll(keys, known)];
        model.Features.Prefetch(known);
        Span<float> sum = stackalloc float[columns];
        sum.Clear();
        model.Features.AddTo(known, sum);

        ref var header = ref HeaderOf(place);
        header.Unit = Vectors.Quantize(sum, RowOf(place));
        Respond(word, ResponsesAt(place));
        Volatile.Write(ref header.KnownAndOne, known.Length + 1);
    }

    /// <summary>Filter responses of a vector at each place of the window.</summary>
    public static void Respond(NetworkModel model, ReadOnlySpan<float> vector, Span<sbyte> responses)
    {
        var filters = model.Shape.Filters;
        Span<float> sum = stackalloc float[filters];
        Span<int> used = stackalloc int[vector.Length];
        for (var place = 0; place < NetworkShape.Window; place++)
        {
            sum.Clear();
            Layers.Connect(vector, model.Dense.Convolution.AsSpan(place * vector.Length * filters), filters, used, sum);

            for (var filter = 0; filter < filters; filter++)
            {
                responses[(place * filters) + filter] = (sbyte)MathF.Round(Math.Clamp(sum[filter] * ResponseUnit, sbyte.MinValue, sbyte.MaxValue));
            }
        }
    }

    private void Respond(int word, Span<sbyte> responses)
    {
        if (word < 0)
        {
            responses.Clear();
            return;
        }

        Span<float> vector = stackalloc float[model.Shape.Dimensions];
        vector.Clear();
        model.Words.AddTo(word, vector);
        Respond(model, vector, responses);
    }

    private Span<sbyte> ResponsesAt(int place) => MemoryMarshal.Cast<byte, sbyte>(rows[place][(Unsafe.SizeOf<Header>() + (columns * sizeof(short)))..]);

    private Span<short> RowOf(int place) => MemoryMarshal.Cast<byte, short>(rows[place].Slice(Unsafe.SizeOf<Header>(), columns * sizeof(short)));

    private ref Header HeaderOf(int place) => ref Unsafe.As<byte, Header>(ref rows.At(place));

    private struct Header
    {
        public float Unit;
        public int KnownAndOne;
    }
}
