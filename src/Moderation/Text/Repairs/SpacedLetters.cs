namespace Moderation.Text;

/// <summary>Letters set apart by spaces, points, hyphens or other signs: <c>i d i o t</c>, <c>f.u.c.k</c>. Initials and lists stay.</summary>
internal sealed class SpacedLetters(TokenBuffer buffer, TokenWriter writer)
{
    private const int Fewest = 3;
    private const int Most = 256;
    private const int FewTries = 16;
    private const int WidestGap = 3;

    private readonly FoldedText folded = buffer.Folded;
    private readonly Segmenter segmenter = new();
    private readonly char[] letters = new char[Most];
    private readonly int[] places = new int[Most];

    // A long run that spells nothing is not tried again from each of its letters.
    private int deadUntil;

    internal void Begin(int from) => deadUntil = from;

    /// <summary>Writes the words that the single letters from <paramref name="from"/> on spell and returns where they end; <paramref name="from"/> itself where they spell none.</summary>
    internal int TryWrite(int from, int to)
    {
        var count = from < deadUntil ? 0 : Collect(from, to);
        if (count < Fewest)
        {
            return from;
        }

        Span<char> read = stackalloc char[count];
        if (Leet.Read(letters.AsSpan(0, count), 0, read) != count || !segmenter.TrySegment(read) || !IsBelievable(read))
        {
            deadUntil = count > FewTries ? places[count - 1] : from;
            return from;
        }

        var begin = 0;
        foreach (var end in segmenter.Ends)
        {
            writer.AddRepaired(places[begin], places[end - 1] + 1, read[begin..end], TokenFlags.Disguised);
            begin = end;
        }

        return places[count - 1] + 1;
    }

    private int Collect(int from, int to)
    {
        var count = 0;
        for (var i = from; i < to && count < Most && IsUnit(folded.Chars[i]) && (i + 1 >= to || IsGap(folded.Chars[i + 1]));)
        {
            letters[count] = folded.Chars[i];
            places[count++] = i++;
            var gap = i;
            while (i < to && i - gap < WidestGap && IsGap(folded.Chars[i]))
            {
                i++;
            }
        }

        return count;
    }

    // A lexicon term, or so many letters that the words they make are no accident.
    private bool IsBelievable(ReadOnlySpan<char> read)
    {
        var begin = 0;
        var longest = 0;
        var abuse = false;
        foreach (var end in segmenter.Ends)
        {
            longest = Math.Max(longest, end - begin);
            abuse |= end - begin >= 3 && Vocabulary.Find(read[begin..end]).Lexeme is not 0 and var lexeme && Lexicons.Entry(lexeme).Strong;
            begin = end;
        }

        return abuse || (longest >= 4 && read.Length >= 4 && segmenter.Count * 3 <= read.Length);
    }

    private static bool IsUnit(char c) => CharClasses.IsLetter(c) || CharClasses.IsDigit(c) || c is '@' or '$';

    private static bool IsGap(char c) => CharClasses.Of(c) is CharClass.Space or CharClass.Symbol or CharClass.Apostrophe && !IsUnit(c) && c != '\uFFFD';
}
