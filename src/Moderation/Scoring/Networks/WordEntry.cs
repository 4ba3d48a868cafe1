using Moderation.Features;
using Moderation.Text;

namespace Moderation.Scoring.Networks;

/// <summary>
/// What a word brings to every comment it stands in, worked out once: the sum of its features' rows, and what each filter makes
/// of it at each place of the window. Sixteen bits a filter response, so that a window is three additions.
/// </summary>
internal sealed class WordEntry
{
    /// <summary>Filter responses are kept in units of 1/512: room for ±64 with a window's sum of at most ±60.</summary>
    public const float ResponseUnit = 512;

    private const float MostResponse = 10;

    /// <summary>Makes room for a word; <see cref="Fill"/> gives it one.</summary>
    public WordEntry(NetworkShape shape)
    {
        Row = new float[shape.Columns];
        Responses = new short[NetworkShape.Window * shape.Filters];
    }

    /// <summary>Sum of the rows of its known features.</summary>
    public float[] Row { get; }

    /// <summary>How many known features it has.</summary>
    public int Known { get; private set; }

    /// <summary>Filter responses: place in the window × filter. All zero for a word without a vector.</summary>
    public short[] Responses { get; }

    /// <summary>Works out the entry of a token.</summary>
    public void Fill(NetworkModel model, ReadOnlySpan<char> canonical, in Token token, int word)
    {
        Span<ulong> keys = stackalloc ulong[FeatureExtractor.MaxOfWord];
        Span<int> rows = stackalloc int[FeatureExtractor.MaxOfWord];
        keys = keys[..FeatureExtractor.OfWord(canonical, token, keys)];
        rows = rows[..model.FeatureIndex.FindAll(keys, rows)];
        Array.Clear(Row);
        model.Features.AddTo(rows, Row);
        Known = rows.Length;
        Array.Clear(Responses);
        if (word >= 0)
        {
            Span<float> vector = stackalloc float[model.Shape.Dimensions];
            vector.Clear();
            model.Words.AddTo(word, vector);
            Respond(model, vector, Responses);
        }
    }

    /// <summary>Filter responses of a vector at each place of the window.</summary>
    public static void Respond(NetworkModel model, ReadOnlySpan<float> vector, Span<short> responses)
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
                responses[(place * filters) + filter] = Fixed(sum[filter]);
            }
        }
    }

    /// <summary>A response in fixed point.</summary>
    public static short Fixed(float response) =>
        (short)MathF.Round(Math.Clamp(response, -MostResponse, MostResponse) * ResponseUnit);
}
