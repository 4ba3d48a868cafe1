using Moderation.Features;

namespace Moderation.Learning.Networks;

/// <summary>The recipe of a network: sizes, speeds and how hard to hold it back. The defaults are the shipped champion's.</summary>
public sealed record NetworkSettings
{
    /// <summary>Seed of the initial weights, the order of rows and what is dropped.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Passes over the rows.</summary>
    public int Epochs { get; init; } = 2;

    /// <summary>Rows a step. Steps see the weights of the step before; the result does not depend on the number of cores.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>Width of what the features feed into the hidden layer; a multiple of 16.</summary>
    public int Embedded { get; init; } = 48;

    /// <summary>Width of a word vector; a multiple of 16.</summary>
    public int Dimensions { get; init; } = 64;

    /// <summary>Filters of the convolution; a multiple of 64.</summary>
    public int Filters { get; init; } = 192;

    /// <summary>Width of the hidden layer; a multiple of 16.</summary>
    public int Hidden { get; init; } = 192;

    /// <summary>So many of the hidden units see what the features feed, the others the filters; a multiple of 16.</summary>
    public int HiddenOfFeatures { get; init; } = 64;

    /// <summary>A feature must stand in so many training rows.</summary>
    public int FeatureMinimum { get; init; } = 44;

    /// <summary>A word must stand so many times in the training rows to get a vector, unless it comes with one.</summary>
    public int WordMinimum { get; init; } = 5;

    /// <summary>Kinds of features that are not learnt.</summary>
    public IReadOnlyList<FeatureKind> LeftOut { get; init; } = [];

    /// <summary>Whether words begin from published vectors; else from chance, and only those that stand in training rows are known.</summary>
    public bool GivenVectors { get; init; } = true;

    /// <summary>Step size of the weights that go from a feature straight to an output (Adagrad).</summary>
    public float WideRate { get; init; } = 0.15f;

    /// <summary>Step size of the features' share of the hidden layer (Adagrad).</summary>
    public float EmbeddedRate { get; init; } = 0.03f;

    /// <summary>Step size of word vectors (Adagrad).</summary>
    public float WordRate { get; init; } = 0.02f;

    /// <summary>Step size of the small layers (Adam).</summary>
    public float DenseRate { get; init; } = 1.5e-3f;

    /// <summary>All step sizes shrink in a line to this share of themselves.</summary>
    public float LastRate { get; init; } = 0.1f;

    /// <summary>Pull of the feature-to-output weights to zero.</summary>
    public float Decay { get; init; } = 2e-4f;

    /// <summary>Step size of the straight sums beside the network (Adagrad).</summary>
    public float LinearRate { get; init; } = 0.3f;

    /// <summary>Pull of their weights to zero.</summary>
    public float LinearDecay { get; init; } = 6e-4f;

    /// <summary>Their share of the outputs.</summary>
    public float LinearPart { get; init; } = 0.33f;

    /// <summary>The share of the hidden units behind the filters; what these two leave is that of the features and the hidden units behind them.</summary>
    public float FiltersPart { get; init; } = 0.35f;

    /// <summary>Share of the hidden layer's inputs and units left out at each step.</summary>
    public float Dropout { get; init; } = 0.2f;

    /// <summary>Weight of guessing the data set, beside the labels' weight of one. More makes the sets' own meanings count more, and what they share less.</summary>
    public float DomainWeight { get; init; } = 2;
}
