namespace Moderation.Scoring.Networks;

/// <summary>A word of a comment: where what it brings stands.</summary>
internal readonly record struct WordEntry(WordRows Rows, int Place)
{
    /// <summary>How many known features it has.</summary>
    public int Known => Rows.KnownOf(Place);

    /// <summary>Filter responses: place in the window × filter.</summary>
    public ReadOnlySpan<sbyte> Responses => Rows.ResponsesOf(Place);

    /// <summary>Adds the sum of the rows of its known features.</summary>
    public void AddTo(Span<float> sum) => Rows.AddTo(Place, sum);

    /// <summary>One column of that sum.</summary>
    public float At(int column) => Rows.At(Place, column);
}
