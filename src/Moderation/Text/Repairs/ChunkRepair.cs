namespace Moderation.Text;

/// <summary>
/// Looks at characters without white space between them among which signs or digits stand beside letters: a hidden word, or a
/// price, a version, two words with a hyphen. Only what turns out to be a known word is repaired; the rest is cut as usual.
/// </summary>
internal sealed class ChunkRepair(TokenBuffer buffer, TokenWriter writer)
{
    private const int LongestCore = HiddenWords.LongestCore;

    private readonly FoldedText folded = buffer.Folded;
    private readonly HiddenWords hidden = new();

    /// <summary>Forgets what the comment before was like.</summary>
    internal void Begin() => hidden.LeetWords = 0;

    /// <summary>Where what belongs together ends: at white space, at marks that part sentences and clauses, before a clitic.</summary>
    internal int EndOf(int from, int to)
    {
        var chars = folded.Chars;
        for (var i = from + 1; i < to; i++)
        {
            var c = chars[i];
            if (CharClasses.Of(c) is CharClass.Space or CharClass.LineBreak or CharClass.Emoji)
            {
                return i;
            }

            var between = i + 1 < to && CharClasses.IsDigit(chars[i - 1]) && CharClasses.IsDigit(chars[i + 1]);
            if ((c is ',' or ';' or ':' && !between && chars[i - 1] is not '/')
                || c is '"' or '“' or '”' or '(' or ')' or '…' or '—' or '[' or ']'
                || (c == '.' && i + 1 < to && chars[i + 1] == '.')
                || (c == '\'' && i + 1 < to && chars[i + 1] is 's' or 'r' or 'v' or 'l' or 'd' or 'm' && chars[i - 1] != '\''))
            {
                return Addresses.Begins(chars.AsSpan(from, to - from)) ? EndOfRun(i, to) : i;
            }
        }

        return to;
    }

    /// <summary>Writes the chunk as one token and returns true, or returns false where it is to be cut as usual.</summary>
    internal bool TryWrite(int from, int to)
    {
        if (Addresses.Find(folded.Chars.AsSpan(from, to - from)) is > 0 and var length)
        {
            writer.AddNamed(TokenKind.Url, from, from + length, Addresses.Text);
            Rest(from + length, to);
            return true;
        }

        var (start, end) = Trim(from, to);
        var core = folded.Chars.AsSpan(start, end - start);
        if (core.Length is < 2 or > LongestCore || !Shape.Of(core).IsMixed || IsModelNumber(start, core))
        {
            return false;
        }

        Span<char> target = stackalloc char[LongestCore];
        var isNumber = Numerals.IsNumber(core);
        var word = isNumber ? 0 : hidden.Read(core, target);
        if (word == 0 && !isNumber && end < to && folded.Chars[end] == '!' && HiddenWords.ReadFinalSign(folded.Chars.AsSpan(start, end + 1 - start), target) is > 0 and var signed)
        {
            word = signed;
            end++;
        }

        if (!isNumber && word == 0)
        {
            return false;
        }

        Rest(from, start);
        if (isNumber)
        {
            ref var number = ref writer.Add(TokenKind.Number, start, end);
            number.Hash = TextHash.Of(buffer.Text(number));
        }
        else
        {
            writer.AddRepaired(start, end, target[..word], TokenFlags.Disguised);
        }

        Rest(end, to);
        return true;
    }

    // "A55", "H264": one capital and digits.
    private bool IsModelNumber(int start, ReadOnlySpan<char> core) =>
        (folded.Marks[start] & FoldMark.Upper) != 0 && !core[1..].ContainsAnyExceptInRange('0', '9');

    // Punctuation around the core is no part of it; nor is mark-up that stands on both sides.
    private (int Start, int End) Trim(int from, int to)
    {
        var chars = folded.Chars;
        while (to > from + 1)
        {
            if (chars[to - 1] is '.' or ',' or ';' or ':' or '?' or '!' or ')' or ']' or '}' or '"' or '”' or '\'' or '’' or '>' or '/')
            {
                to--;
            }
            else if (chars[to - 1] is '*' or '_' or '~' or '`' && chars[from] == chars[to - 1])
            {
                from++;
                to--;
            }
            else if (chars[from] is '"' or '(' or '[' or '“' or '‘' or '\'')
            {
                from++;
            }
            else
            {
                break;
            }
        }

        return (from, Math.Max(from, to));
    }

    private int EndOfRun(int from, int to)
    {
        while (from < to && CharClasses.Of(folded.Chars[from]) is not (CharClass.Space or CharClass.LineBreak or CharClass.Emoji))
        {
            from++;
        }

        return from;
    }

    // Marks behind the core are tokens of their own, one for each run, as everywhere.
    private void Rest(int from, int to)
    {
        for (var i = from; i < to;)
        {
            var start = i;
            while (i < to && folded.Chars[i] == folded.Chars[start])
            {
                i++;
            }

            ref var token = ref writer.Add(TokenKind.Punctuation, start, i);
            token.TextLength = 1;
            token.Hash = TextHash.Of(buffer.Text(token));
        }
    }
}
