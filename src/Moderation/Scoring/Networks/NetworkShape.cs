namespace Moderation.Scoring.Networks;

/// <summary>The sizes of a network. Widths are multiples of 16, so that every row is whole vectors.</summary>
/// <param name="Heads">Names of the outputs in order: one a data set and label, then one a label of the taxonomy ("pooled").</param>
/// <param name="HeadDomains">For each output its data set, or -1 for the pooled ones.</param>
/// <param name="HeadLabels">For each output the place of its label in the taxonomy.</param>
/// <param name="HeadPriors">For each output the log-odds of its label among its own training rows.</param>
/// <param name="Domains">The kinds of text, by the names of their data sets; at most 15.</param>
/// <param name="Embedded">Width of what the features feed into the hidden layer.</param>
/// <param name="Dimensions">Width of a word vector.</param>
/// <param name="Filters">Filters of the convolution over three neighbouring words.</param>
/// <param name="Hidden">Width of the hidden layer.</param>
public sealed record NetworkShape(
    IReadOnlyList<string> Heads,
    IReadOnlyList<int> HeadDomains,
    IReadOnlyList<int> HeadLabels,
    IReadOnlyList<float> HeadPriors,
    DomainList Domains,
    int Embedded,
    int Dimensions,
    int Filters,
    int Hidden)
{
    /// <summary>Words a filter sees at once.</summary>
    public const int Window = 3;

    /// <summary>Room for data sets in the output layer; the last place is kept free for what they share.</summary>
    public const int DomainRoom = 16;

    /// <summary>Kinds of flags that have a vector of their own (see <see cref="WordFlags"/>).</summary>
    public const int Flags = 8;

    /// <summary>The outputs and the column of <see cref="SpanColumn"/>, rounded up to whole vectors.</summary>
    public int Outputs => (Heads.Count + 1 + 15) / 16 * 16;

    /// <summary>The column of a feature's row that says whether readers would mark a word that has the feature.</summary>
    public int SpanColumn => Heads.Count;

    /// <summary>The column of a feature's row that says how much a sentence counts (see <see cref="Features.SentenceWeights"/>): the pooled output for toxicity.</summary>
    public int SentenceColumn => PooledStart + Labels.LabelSet.Full.IndexOf(Labels.LabelNames.Toxicity);

    /// <summary>Width of a feature's row: a weight an output and data set, then its share of the hidden layer's input.</summary>
    public int Columns => Logits + Embedded;

    /// <summary>Width of the hidden layer's input.</summary>
    public int Inputs => Embedded + Filters;

    /// <summary>Width of the output layer with the guess of the data set behind it.</summary>
    public int Logits => Outputs + DomainRoom;

    /// <summary>Where the pooled outputs begin.</summary>
    public int PooledStart => Heads.Count - Labels.LabelNames.All.Count;
}
