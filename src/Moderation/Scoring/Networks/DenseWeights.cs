namespace Moderation.Scoring.Networks;

/// <summary>The small layers of a network, in full precision. Matrices lie input by input: all weights of an input together.</summary>
/// <param name="Shape">The sizes.</param>
public sealed record DenseWeights(NetworkShape Shape)
{
    /// <summary>Filters: (place in the window, word dimension) × filter.</summary>
    public float[] Convolution { get; init; } = new float[NetworkShape.Window * Shape.Dimensions * Shape.Filters];

    /// <summary>Filter biases.</summary>
    public float[] ConvolutionBias { get; init; } = new float[Shape.Filters];

    /// <summary>What a flag adds to a word's vector: flag × dimension.</summary>
    public float[] FlagVectors { get; init; } = new float[NetworkShape.Flags * Shape.Dimensions];

    /// <summary>Bias of the embedded features.</summary>
    public float[] EmbeddedBias { get; init; } = new float[Shape.Embedded];

    /// <summary>Hidden layer: input × unit.</summary>
    public float[] Hidden { get; init; } = new float[Shape.Inputs * Shape.Hidden];

    /// <summary>Hidden biases.</summary>
    public float[] HiddenBias { get; init; } = new float[Shape.Hidden];

    /// <summary>Output layer: unit × (outputs, then data sets).</summary>
    public float[] Output { get; init; } = new float[Shape.Hidden * Shape.Logits];

    /// <summary>Output biases.</summary>
    public float[] OutputBias { get; init; } = new float[Shape.Logits];

    /// <summary>The hidden units that some inputs feed: all outside have a weight of zero from each of them.</summary>
    /// <param name="from">The first input.</param>
    /// <param name="to">One past the last.</param>
    /// <returns>The first unit and one past the last, whole vectors of 16.</returns>
    public (int From, int To) UnitsOf(int from, int to)
    {
        var (first, end) = (Shape.Hidden, 0);
        for (var input = from; input < to; input++)
        {
            var row = Hidden.AsSpan(input * Shape.Hidden, Shape.Hidden);
            first = row.IndexOfAnyExcept(0f) is >= 0 and var begin ? Math.Min(first, begin) : first;
            end = Math.Max(end, row.LastIndexOfAnyExcept(0f) + 1);
        }

        return end == 0 ? (0, 0) : (first / 16 * 16, (end + 15) / 16 * 16);
    }

    /// <summary>All parts in the order of the file.</summary>
    public IEnumerable<float[]> Parts() =>
        [Convolution, ConvolutionBias, FlagVectors, EmbeddedBias, Hidden, HiddenBias, Output, OutputBias];
}
