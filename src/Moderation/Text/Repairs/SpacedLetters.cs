namespace Moderation.Text;

/// <summary>Letters set apart by spaces, points, hyphens or other signs: <c>i d i o t</c>, <c>f.u.c.k</c>. Initials and lists stay.</summary>
internal sealed class SpacedLetters(TokenBuffer buffer, TokenWriter writer)
{
    private const int Fewest = 3;
    private const int Most = 256;
    private const int FewTries = 16;
    private const int WidestGap = 3;
    private const byte CommonShortCost = 92;
    private const byte CommonCost = 130;

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
        if (Leet.Read(letters.AsSpan(0, count), 0, read) != count)
        {
            return from;
        }

        // "a p a t h e t i c" is an article and a word rather than "apathetic".
        if (read[0] is 'a' or 'i' && count > Fewest && IsAbusive(Vocabulary.Find(read[1..])))
        {
            return from;
        }

        if (IsWord(read, from))
        {
            writer.AddRepaired(from, places[count - 1] + 1, read, TokenFlags.Disguised);
            return places[count - 1] + 1;
        }

        if (!segmenter.TrySegment(read) || !IsBelievable(read))
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

    // As far as the gaps are alike: a wider one, or white space beside points, is where the next word begins.
    private int Collect(int from, int to)
    {
        var count = 0;
        var width = 0;
        var spaced = false;
        for (var i = from; i < to && count < Most && IsUnit(folded.Chars[i]) && (i + 1 >= to || IsGap(folded.Chars[i + 1]));)
        {
            letters[count] = folded.Chars[i];
            places[count++] = i++;
            var gap = i;
            var hasSpace = false;
            while (i < to && i - gap < WidestGap && IsGap(folded.Chars[i]))
            {
                hasSpace |= folded.Chars[i++] == ' ';
            }

            if (count > 1 && (i - gap > width || hasSpace != spaced))
            {
                break;
            }

            (width, spaced) = (i - gap, hasSpace);
        }

        return count;
    }

    // One word: a lexicon term, or a common word; three capitals are more often an abbreviation.
    private bool IsWord(ReadOnlySpan<char> read, int from)
    {
        ref readonly var word = ref Vocabulary.Find(read);
        return word.IsKnown && (read.Length > 3 || (folded.Marks[from] & FoldMark.Upper) == 0 || IsAbusive(word))
            && (IsAbusive(word) || word.Cost < (read.Length == 3 ? CommonShortCost : CommonCost));
    }

    private static bool IsAbusive(in Word word) => word.Lexeme != 0 && Lexicons.Entry(word.Lexeme) is { Strong: true };

    // A lexicon term, or so many letters that the words they make are no accident.
    private bool IsBelievable(ReadOnlySpan<char> read)
    {
        var begin = 0;
        var longest = 0;
        var abuse = false;
        foreach (var end in segmenter.Ends)
        {
            longest = Math.Max(longest, end - begin);
            abuse |= end - begin >= 3 && IsAbusive(Vocabulary.Find(read[begin..end]));
            begin = end;
        }

        return abuse || (longest >= 4 && read.Length >= 4 && segmenter.Count * 3 <= read.Length);
    }

    private static bool IsUnit(char c) => CharClasses.IsLetter(c) || CharClasses.IsDigit(c) || c is '@' or '$';

    private static bool IsGap(char c) => CharClasses.Of(c) is CharClass.Space or CharClass.Symbol or CharClass.Apostrophe && !IsUnit(c) && c != '\uFFFD';
}
