using Moderation.Learning.Datasets;

namespace Moderation.Learning.Networks;

/// <summary>A comment as training sees it: rows of the tables instead of text.</summary>
/// <param name="Example">The comment and its labels.</param>
/// <param name="Features">Rows of its known features: sentence by sentence, then those that speak of the whole text.</param>
/// <param name="Sentences">Where each sentence ends among the features.</param>
/// <param name="Words">Rows of its words, -1 for unknown ones.</param>
/// <param name="Flags">Flags of its words.</param>
public sealed record TrainingRow(Example Example, int[] Features, int[] Sentences, int[] Words, byte[] Flags)
{
    /// <summary>How much the row counts.</summary>
    public float Weight { get; init; } = 1;

    /// <summary>How much it counts to guess where the row comes from: rarer kinds of text count more.</summary>
    public float GuessWeight { get; init; } = 1;

    /// <summary>Place of its data set among those that are learnt from; each has its own share of positives.</summary>
    public int Source { get; init; }
}
