using Moderation.Scoring.Networks;

namespace Moderation.Learning.Networks;

/// <summary>The weights of a network in training, in full precision, with what their optimisers remember.</summary>
internal sealed unsafe class NetworkState
{
    /// <summary>Gradients of the small layers are summed in so many shares, always, so that the sums do not depend on the cores.</summary>
    public const int Shares = 4;

    /// <summary>What Adagrad's sums of squares begin from.</summary>
    public const float FirstSquare = 0.01f;

    private readonly float[] featureWeights, featureSquares, wordWeights, wordSquares, dense, gradients;
    private readonly float[] firstMoments, secondMoments, packed;
    private readonly float filtersPart, linearPart;
    private int steps;

    public NetworkState(NetworkShape shape, NetworkSettings settings, int features, int words, Func<int, float[]?> wordVector)
    {
        (Shape, HiddenOfFeatures, filtersPart, linearPart) = (shape, settings.HiddenOfFeatures, settings.FiltersPart, settings.LinearPart);
        if (HiddenOfFeatures > shape.Hidden)
        {
            throw new ArgumentException($"HiddenOfFeatures is {HiddenOfFeatures} of {shape.Hidden} hidden units: give the features at most as many as there are.", nameof(settings));
        }

        var random = new Random(settings.Seed);
        (featureWeights, featureSquares) = (Floats.Allocate((long)features * shape.Columns), Floats.Allocate((long)features * shape.Columns));
        (wordWeights, wordSquares) = (Floats.Allocate((long)words * shape.Dimensions), Floats.Allocate((long)words * shape.Dimensions));
        featureSquares.AsSpan().Fill(FirstSquare);
        wordSquares.AsSpan().Fill(FirstSquare);
        for (var row = 0; row < features; row++)
        {
            Fill(featureWeights.AsSpan((row * shape.Columns) + shape.Logits, shape.Embedded), random, 0.3f);
        }

        for (var row = 0; row < words; row++)
        {
            var target = wordWeights.AsSpan(row * shape.Dimensions, shape.Dimensions);
            if (wordVector(row) is { } vector)
            {
                vector.CopyTo(target);
            }
            else
            {
                Fill(target, random, 0.25f);
            }
        }

        Linear = new LinearModels(shape, settings, features);
        Layout = new DenseLayout(shape);
        dense = Floats.Allocate(Layout.Length);
        gradients = Floats.Allocate((long)Layout.Length * Shares);
        (firstMoments, secondMoments) = (Floats.Allocate(Layout.Length), Floats.Allocate(Layout.Length));
        FillFan(Layout.Convolution, FilterSpan, shape.Filters, random, 1);
        packed = Floats.Allocate(FilterSpan * shape.Filters);
        var filters = dense.AsSpan(Layout.Convolution, packed.Length);
        filters.CopyTo(packed);
        Floats.Transpose(packed, filters, FilterSpan);
        PackFilters();
        FillFan(Layout.Hidden, shape.Inputs, shape.Hidden, random, 1);
        for (var i = 0; i < shape.Inputs; i++)
        {
            var row = dense.AsSpan(Layout.Hidden + (i * shape.Hidden), shape.Hidden);
            (i < shape.Embedded ? row[HiddenOfFeatures..] : row[..HiddenOfFeatures]).Clear();
        }

        FillFan(Layout.Output, shape.Hidden, shape.Logits, random, 0.5f);
        Mixture.Plain(shape).CopyTo(dense.AsSpan(Layout.Mixture));
    }

    public NetworkShape Shape { get; }

    /// <summary>So many of the hidden units see what the features feed; the others see the filters.</summary>
    public int HiddenOfFeatures { get; }

    /// <summary>The mean of the answers of three that learn apart: none sees what the others answer, so they err differently.</summary>
    /// <param name="linear">Of the straight sums.</param>
    /// <param name="features">Of the features and the hidden units behind them.</param>
    /// <param name="filters">Of the hidden units behind the filters.</param>
    public float Mean(float linear, float features, float filters) => (linearPart * linear) + ((1 - linearPart - filtersPart) * features) + (filtersPart * filters);

    public DenseLayout Layout { get; }

    public float* Features => Floats.Pointer(featureWeights);

    public float* FeatureSquares => Floats.Pointer(featureSquares);

    /// <summary>The straight sums beside the network.</summary>
    public LinearModels Linear { get; }

    public float* Words => Floats.Pointer(wordWeights);

    public float* WordSquares => Floats.Pointer(wordSquares);

    public float* Dense => Floats.Pointer(dense);

    /// <summary>How many numbers a filter sees at once.</summary>
    public int FilterSpan => NetworkShape.Window * Shape.Dimensions;

    /// <summary>The filters as they are applied: sixteen beside each other, number by number, then the next sixteen.</summary>
    public float* PackedFilters => Floats.Pointer(packed);

    public float* Gradient(int share) => Floats.Pointer(gradients) + ((long)share * Layout.Length);

    /// <summary>Weights of one column of the feature table, to be read and set by feature.</summary>
    public ref float FeatureColumn(int feature, int column) => ref featureWeights[(feature * Shape.Columns) + column];

    /// <summary>Asks for what a row changes of a feature, without waiting for it.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="from">The first output of the row's data set.</param>
    /// <param name="to">One past the last.</param>
    /// <param name="pooled">The first of the other columns that the row changes, up to the last.</param>
    public void Prefetch(int feature, int from, int to, int pooled)
    {
        var offset = (long)feature * Shape.Columns;
        Linear.Prefetch(feature, from, to);
        Floats.Prefetch(Features + offset + from, to - from);
        Floats.Prefetch(FeatureSquares + offset + from, to - from);
        Floats.Prefetch(Features + offset + pooled, Shape.Columns - pooled);
        Floats.Prefetch(FeatureSquares + offset + pooled, Shape.Columns - pooled);
    }

    /// <summary>Which kinds of text speak of which label (see <see cref="Networks.Mixture.Asked"/>).</summary>
    public bool[] Asked { get; private set; } = new bool[Labels.LabelNames.All.Count * Combiner.Sources];

    /// <summary>Sets where the data sets' shares of positives begin, and what they were asked.</summary>
    public void Begin(float[] shares, bool[] asked)
    {
        shares.CopyTo(dense.AsSpan(Layout.SourceShares));
        Asked = asked;
    }

    /// <summary>The weights of a label's raw score, as <see cref="Combiner.Weights"/> has them.</summary>
    public float[] MixtureOf(int label)
    {
        var width = Combiner.InputCount(Shape);
        return [.. dense.AsSpan(Layout.Mixture + (label * width), width), 0];
    }

    /// <summary>One step of Adam on the small layers; the gradients are zero afterwards.</summary>
    public void StepDense(float rate, int batch)
    {
        steps++;
        var (correctFirst, correctSecond) = (1 - MathF.Pow(0.9f, steps), 1 - MathF.Pow(0.999f, steps));
        for (var i = 0; i < dense.Length; i++)
        {
            var gradient = 0f;
            for (var share = 0; share < Shares; share++)
            {
                ref var part = ref gradients[(share * dense.Length) + i];
                gradient += part;
                part = 0;
            }

            gradient /= batch;
            firstMoments[i] = (0.9f * firstMoments[i]) + (0.1f * gradient);
            secondMoments[i] = (0.999f * secondMoments[i]) + (0.001f * gradient * gradient);
            dense[i] -= rate * (firstMoments[i] / correctFirst) / (MathF.Sqrt(secondMoments[i] / correctSecond) + 1e-8f);
        }

        PackFilters();
    }

    /// <summary>Makes the outputs the <see cref="Mean"/> of the three that learnt apart; once, when they have.</summary>
    public void Join()
    {
        for (var head = 0; head < Shape.Heads.Count; head++)
        {
            for (var feature = 0; feature < featureWeights.Length / Shape.Columns; feature++)
            {
                ref var weight = ref FeatureColumn(feature, head);
                weight = Mean(Linear.Weight(feature, head), weight, 0);
            }

            for (var i = 0; i < Shape.Hidden; i++)
            {
                ref var weight = ref dense[Layout.Output + (i * Shape.Logits) + head];
                weight = i < HiddenOfFeatures ? Mean(0, weight, 0) : Mean(0, 0, weight);
            }

            ref var bias = ref dense[Layout.OutputBias + head];
            bias = Mean(Shape.HeadPriors[head], bias, dense[Layout.FilterBias + head]);
        }
    }

    /// <summary>The finished network, its tables in eight bits.</summary>
    public NetworkModel Export(Vocabulary vocabulary, Combiner combiner) => new(
        Shape,
        vocabulary.FeatureKeys,
        QuantizedRows.From(Shape.Columns, Shape.Logits, vocabulary.FeatureKeys.Length, row => featureWeights.AsSpan(row * Shape.Columns, Shape.Columns)),
        vocabulary.WordKeys,
        QuantizedRows.From(Shape.Dimensions, Shape.Dimensions, vocabulary.WordKeys.Length, row => wordWeights.AsSpan(row * Shape.Dimensions, Shape.Dimensions)),
        Layout.Unpack(Shape, dense),
        combiner,
        SpanModel.Silent);

    private void PackFilters()
    {
        var block = 16 * FilterSpan;
        for (var from = 0; from < packed.Length; from += block)
        {
            Floats.Transpose(dense.AsSpan(Layout.Convolution + from, block), packed.AsSpan(from, block), 16);
        }
    }

    private static void Fill(Span<float> target, Random random, float most)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = ((float)random.NextDouble() * 2 * most) - most;
        }
    }

    private void FillFan(int offset, int inputs, int outputs, Random random, float scale) =>
        Fill(dense.AsSpan(offset, inputs * outputs), random, MathF.Sqrt(3f / inputs) * scale);
}

/// <summary>Where the small layers lie in one array.</summary>
internal sealed class DenseLayout
{
    public DenseLayout(NetworkShape shape)
    {
        ConvolutionBias = NetworkShape.Window * shape.Dimensions * shape.Filters;
        FlagVectors = ConvolutionBias + shape.Filters;
        EmbeddedBias = FlagVectors + (NetworkShape.Flags * shape.Dimensions);
        Hidden = EmbeddedBias + shape.Embedded;
        HiddenBias = Hidden + (shape.Inputs * shape.Hidden);
        Output = HiddenBias + shape.Hidden;
        OutputBias = Output + (shape.Hidden * shape.Logits);
        Mixture = OutputBias + shape.Logits;
        SourceShares = Mixture + Networks.Mixture.Length(shape);
        FilterBias = SourceShares + Networks.Mixture.ShareCount;
        Length = FilterBias + shape.Outputs;
    }

    /// <summary>Filter by filter, as they learn; serving has them number by number.</summary>
    public int Convolution { get; }

    public int ConvolutionBias { get; }

    public int FlagVectors { get; }

    public int EmbeddedBias { get; }

    public int Hidden { get; }

    public int HiddenBias { get; }

    public int Output { get; }

    public int OutputBias { get; }

    /// <summary>The sums of outputs and sources that each label's raw score is (see <see cref="Networks.Mixture"/>).</summary>
    public int Mixture { get; }

    /// <summary>Log-odds of each label in each data set: learnt so that they explain the differences, and then left out.</summary>
    public int SourceShares { get; }

    /// <summary>Biases of the outputs that the filters give alone.</summary>
    public int FilterBias { get; }

    public int Length { get; }

    /// <summary>The layers as separate arrays.</summary>
    public DenseWeights Unpack(NetworkShape shape, float[] all) => new(shape)
    {
        Convolution = FilterColumns(shape, all.AsSpan(Convolution..ConvolutionBias)),
        ConvolutionBias = all[ConvolutionBias..FlagVectors],
        FlagVectors = all[FlagVectors..EmbeddedBias],
        EmbeddedBias = all[EmbeddedBias..Hidden],
        Hidden = all[Hidden..HiddenBias],
        HiddenBias = all[HiddenBias..Output],
        Output = all[Output..OutputBias],
        OutputBias = all[OutputBias..Mixture],
    };

    private static float[] FilterColumns(NetworkShape shape, ReadOnlySpan<float> filters)
    {
        var columns = new float[filters.Length];
        Floats.Transpose(filters, columns, shape.Filters);
        return columns;
    }
}
