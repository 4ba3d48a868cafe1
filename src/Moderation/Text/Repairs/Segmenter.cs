namespace Moderation.Text;

/// <summary>
/// Cuts letters that were run together into the likeliest words, by the frequencies of the vocabulary (Viterbi over word ends).
/// Long input is cut in blocks, so memory is bounded and time linear.
/// </summary>
internal sealed class Segmenter
{
    internal const int BlockLength = 512;

    // English run together costs about 2.2 bits a letter, foreign words and names above 3.5; costs are in eighths of a bit.
    private const int CostPerLetter = 27;
    private const int CostPerLetterWithAbuse = 34;
    private const int LongestWord = 20;

    // A letter of a name or of a word that no list has. Only long input may hold any, and not many.
    private const int UnknownCost = 72;
    private const int ShortestWithUnknown = 16;
    private const int Unreachable = int.MaxValue / 2;

    private readonly int[] costs = new int[BlockLength + 1];
    private readonly byte[] lengths = new byte[BlockLength + 1];
    private readonly bool[] unknown = new bool[BlockLength + 1];
    private readonly int[] ends = new int[BlockLength];

    /// <summary>The ends of the words found; valid after <see cref="TrySegment"/>.</summary>
    internal ReadOnlySpan<int> Ends => ends.AsSpan(0, Count);

    /// <summary>Number of words found.</summary>
    internal int Count { get; private set; }

    /// <summary>Whether one of the words is a lexicon term worth finding.</summary>
    internal bool HasAbuse { get; private set; }

    /// <summary>Cuts <paramref name="letters"/> (at most <see cref="BlockLength"/>) into words; false where no cut is believable.</summary>
    internal bool TrySegment(ReadOnlySpan<char> letters)
    {
        Count = 0;
        HasAbuse = false;
        costs.AsSpan(1, letters.Length).Fill(Unreachable);
        for (var from = 0; from < letters.Length; from++)
        {
            if (costs[from] < Unreachable)
            {
                Extend(letters, from);
            }
        }

        if (costs[letters.Length] >= Unreachable)
        {
            return false;
        }

        var guessed = TraceBack(letters);
        return guessed * 3 <= letters.Length && costs[letters.Length] <= letters.Length * (HasAbuse ? CostPerLetterWithAbuse : CostPerLetter);
    }

    private void Extend(ReadOnlySpan<char> letters, int from)
    {
        var hash = TextHash.Seed;
        for (var to = from + 1; to <= letters.Length && to - from <= LongestWord; to++)
        {
            hash = TextHash.Add(hash, letters[to - 1]);
            ref readonly var word = ref Vocabulary.Find(TextHash.Finish(hash));
            if (word.Cost != 0 && word.Cost <= HighestCost(to - from) && costs[from] + word.Cost < costs[to])
            {
                costs[to] = costs[from] + word.Cost;
                lengths[to] = (byte)(to - from);
                unknown[to] = false;
            }
        }

        if (letters.Length >= ShortestWithUnknown && costs[from] + UnknownCost < costs[from + 1])
        {
            costs[from + 1] = costs[from] + UnknownCost;
            lengths[from + 1] = 1;
            unknown[from + 1] = true;
        }
    }

    // Word lists hold every abbreviation; only the common short words may be cut out, or anything could be spelt from them.
    private static int HighestCost(int length) => length switch
    {
        1 => 75,
        2 => 86,
        3 => 118,
        4 => 140,
        _ => 200,
    };

    // Returns how many letters are in no word; neighbours among them stay together.
    private int TraceBack(ReadOnlySpan<char> letters)
    {
        var guessed = 0;
        var insideUnknown = false;
        for (var end = letters.Length; end > 0; end -= lengths[end])
        {
            if (!(unknown[end] && insideUnknown))
            {
                ends[Count++] = end;
            }

            insideUnknown = unknown[end];
            guessed += unknown[end] ? 1 : 0;
            var word = letters[(end - lengths[end])..end];
            HasAbuse |= word.Length >= 3 && Vocabulary.Lexeme(word) is not 0 and var lexeme && Lexicons.Entry(lexeme) is { Severity: >= 2 };
        }

        ends.AsSpan(0, Count).Reverse();
        return guessed;
    }
}
