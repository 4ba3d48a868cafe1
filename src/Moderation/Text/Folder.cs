namespace Moderation.Text;

/// <summary>
/// The first step: every character becomes lower case, without accents, in one alphabet; what cannot be seen is dropped.
/// One pass, each step bounded, so the time is linear whatever the text.
/// </summary>
internal sealed class Folder(FoldedText folded)
{
    private bool gap;

    internal int Letters { get; private set; }

    internal int UpperCaseLetters { get; private set; }

    internal void Fold(ReadOnlySpan<char> text)
    {
        Letters = 0;
        UpperCaseLetters = 0;
        gap = false;
        for (var i = 0; i < text.Length;)
        {
            // The longest replacement has four characters; an ASCII stretch is reserved for by its own length.
            folded.Reserve(8);
            var c = text[i];
            i += c < 0x80 ? FoldAscii(c, i) : FoldOther(text, i);
        }
    }

    private int FoldAscii(char c, int at)
    {
        if (char.IsAsciiLetterUpper(c))
        {
            Letters++;
            UpperCaseLetters++;
            Add((char)(c | 0x20), at, at + 1, FoldMark.Upper);
        }
        else if (c >= ' ' || c is '\n' or '\t')
        {
            Letters += char.IsAsciiLetterLower(c) ? 1 : 0;
            Add(c, at, at + 1, FoldMark.None);
        }
        else if (c is '\r')
        {
            Add(' ', at, at + 1, FoldMark.None);
        }
        else
        {
            gap = true;
        }

        return 1;
    }

    private int FoldOther(ReadOnlySpan<char> text, int at)
    {
        var c = text[at];
        if (char.IsSurrogate(c))
        {
            return FoldSurrogate(text, at);
        }

        var replacement = FoldTable.Of(c);
        if (replacement == FoldTable.Drop)
        {
            gap = true;
            return 1;
        }

        var marks = char.IsUpper(c) ? FoldMark.Upper : FoldMark.None;
        marks |= c is >= '\u0370' and < '\u1E00' ? FoldMark.Foreign : FoldMark.None;
        marks |= c >= '\u2000' && replacement < 0x80 && char.IsAsciiLetterOrDigit(replacement) ? FoldMark.Styled : FoldMark.None;
        if (replacement is >= FoldTable.FirstExpansion and <= FoldTable.LastExpansion)
        {
            foreach (var part in FoldTable.Expansion(replacement))
            {
                Count(part, marks);
                Add(part, at, at + 1, marks);
            }
        }
        else
        {
            var folding = replacement == FoldTable.Keep ? c : replacement;
            Count(folding, marks);
            Add(folding, at, at + 1, marks);
        }

        return 1;
    }

    private int FoldSurrogate(ReadOnlySpan<char> text, int at)
    {
        if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
        {
            Add('\uFFFD', at, at + 1, FoldMark.None);
            return 1;
        }

        var code = char.ConvertToUtf32(text[at], text[at + 1]);
        if (EmojiTable.IsIndicator(code))
        {
            return FoldIndicator(text, at, code);
        }

        var upper = false;
        var folding = EmojiTable.Find(code);
        var marks = FoldMark.None;
        if (folding == '\0' && (folding = StyledAlphabets.Fold(code, out upper)) == '\0')
        {
            folding = '\uFFFD';
        }
        else if (folding == FoldTable.Drop)
        {
            gap = true;
            return 2;
        }
        else if (!IsEmoji(folding))
        {
            marks = FoldMark.Styled | (upper ? FoldMark.Upper : FoldMark.None);
            Count(folding, marks);
        }

        Add(folding, at, at + 2, marks);
        return 2;
    }

    private int FoldIndicator(ReadOnlySpan<char> text, int at, int first)
    {
        if (at + 3 < text.Length && char.IsSurrogatePair(text[at + 2], text[at + 3])
            && char.ConvertToUtf32(text[at + 2], text[at + 3]) is var second && EmojiTable.IsIndicator(second))
        {
            Add(EmojiTable.Flag(first, second), at, at + 4, FoldMark.None);
            return 4;
        }

        Add((char)('a' + first - 0x1F1E6), at, at + 2, FoldMark.Styled);
        return 2;
    }

    private static bool IsEmoji(char c) => c is >= CharClasses.FirstEmoji and <= CharClasses.LastEmoji;

    private void Count(char c, FoldMark marks)
    {
        if (CharClasses.IsLetter(c))
        {
            Letters++;
            UpperCaseLetters += (marks & FoldMark.Upper) != 0 ? 1 : 0;
        }
    }

    private void Add(char c, int begin, int end, FoldMark marks)
    {
        folded.Add(c, begin, end, gap ? marks | FoldMark.Gap : marks);
        gap = false;
    }
}
