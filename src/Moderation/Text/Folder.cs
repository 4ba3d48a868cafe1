namespace Moderation.Text;

/// <summary>
/// The first step: every character becomes lower case, without accents, in one alphabet; what cannot be seen is dropped.
/// One pass, each step bounded, so the time is linear whatever the text.
/// </summary>
internal sealed class Folder(FoldedText folded)
{
    // One original character or entity folds to four at most.
    private const int LongestExpansion = 8;

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
            folded.Reserve(LongestExpansion);
            var c = text[i];
            i += c switch
            {
                '<' => FoldTag(text, i),
                '&' => FoldEntity(text, i),
                < '\u0080' => FoldAscii(c, i, i + 1),
                _ when char.IsSurrogate(c) => FoldSurrogate(text, i),
                _ => FoldOther(c, i, i + 1),
            };
        }
    }

    private int FoldTag(ReadOnlySpan<char> text, int at)
    {
        var length = Markup.Tag(text[at..], out var inline);
        if (length == 0)
        {
            return FoldAscii('<', at, at + 1);
        }

        if (inline)
        {
            gap = true;
        }
        else
        {
            Add('\n', at, at + length, FoldMark.None);
        }

        return length;
    }

    private int FoldEntity(ReadOnlySpan<char> text, int at)
    {
        var length = Markup.Entity(text[at..], out var code);
        if (length == 0)
        {
            return FoldAscii('&', at, at + 1);
        }

        if (code > 0xFFFF)
        {
            FoldAstral(code, at, at + length);
        }
        else if (code < 0x80)
        {
            FoldAscii((char)code, at, at + length);
        }
        else
        {
            FoldOther((char)code, at, at + length);
        }

        return length;
    }

    private int FoldAscii(char c, int begin, int end)
    {
        if (char.IsAsciiLetterUpper(c))
        {
            Letters++;
            UpperCaseLetters++;
            Add((char)(c | 0x20), begin, end, FoldMark.Upper);
        }
        else if (c >= ' ' || c is '\n' or '\t')
        {
            Letters += char.IsAsciiLetterLower(c) ? 1 : 0;
            Add(c, begin, end, FoldMark.None);
        }
        else if (c is '\r')
        {
            Add(' ', begin, end, FoldMark.None);
        }
        else
        {
            gap = true;
        }

        return 1;
    }

    private int FoldOther(char c, int begin, int end)
    {
        var replacement = FoldTable.Of(c);
        if (replacement == FoldTable.Drop)
        {
            // An accent written apart is no trick; everything else that is dropped cannot be seen.
            gap |= c is not (>= '\u0300' and <= '\u036F');
            return 1;
        }

        var marks = char.IsUpper(c) ? FoldMark.Upper : FoldMark.None;
        marks |= c >= '\u2000' && replacement < 0x80 && char.IsAsciiLetterOrDigit(replacement) ? FoldMark.Styled : FoldMark.None;
        if (replacement is >= FoldTable.FirstExpansion and <= FoldTable.LastExpansion)
        {
            foreach (var part in FoldTable.Expansion(replacement))
            {
                Count(part, marks);
                Add(part, begin, end, marks);
            }
        }
        else
        {
            var folding = replacement == FoldTable.Keep ? c : replacement;
            Count(folding, marks);
            Add(folding, begin, end, marks);
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
        if (EmojiTable.IsIndicator(code) && at + 3 < text.Length && char.IsSurrogatePair(text[at + 2], text[at + 3])
            && char.ConvertToUtf32(text[at + 2], text[at + 3]) is var second && EmojiTable.IsIndicator(second))
        {
            Add(EmojiTable.Flag(code, second), at, at + 4, FoldMark.None);
            return 4;
        }

        FoldAstral(code, at, at + 2);
        return 2;
    }

    private void FoldAstral(int code, int begin, int end)
    {
        if (EmojiTable.Find(code) is not '\0' and var emoji)
        {
            Add(emoji, begin, end, FoldMark.None);
            return;
        }

        switch (StyledAlphabets.Fold(code, out var upper))
        {
            case '\0':
                Add('\uFFFD', begin, end, FoldMark.None);
                break;
            case FoldTable.Drop:
                gap = true;
                break;
            case var letter:
                var marks = FoldMark.Styled | (upper ? FoldMark.Upper : FoldMark.None);
                Count(letter, marks);
                Add(letter, begin, end, marks);
                break;
        }
    }

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
        if (gap)
        {
            gap = false;

            // Between letters it parts a word; elsewhere it is a joiner of emoji, a direction mark, a tag around a word.
            if (folded.Length > 0 && CharClasses.IsLetter(folded.Chars[folded.Length - 1]) && CharClasses.IsLetter(c))
            {
                marks |= FoldMark.Gap;
            }
        }

        folded.Add(c, begin, end, marks);
    }
}
