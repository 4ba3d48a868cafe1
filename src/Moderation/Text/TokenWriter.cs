namespace Moderation.Text;

/// <summary>Writes tokens over folded text: keeps offsets exact, in order and without overlap.</summary>
internal sealed class TokenWriter(TokenBuffer buffer)
{
    private readonly FoldedText folded = buffer.Folded;
    private int lastEnd;

    /// <summary>Begins a new text, whose offsets start again.</summary>
    internal void Begin() => lastEnd = 0;

    /// <summary>Adds a token over the folded characters from <paramref name="from"/> to before <paramref name="to"/>, with their text.</summary>
    internal ref Token Add(TokenKind kind, int from, int to)
    {
        ref var token = ref buffer.Add();
        token.Kind = kind;

        // One original character may fold to several ("ﬁ"); where tokens part them, the first one keeps its place.
        token.Begin = Math.Max(folded.Begins[from], lastEnd);
        token.End = lastEnd = Math.Max(folded.Ends[to - 1], token.Begin);
        token.TextStart = from;
        token.TextLength = to - from;
        return ref token;
    }

    /// <summary>Adds a word with its own text as canonical text.</summary>
    internal void AddWord(int from, int to, ulong hash, TokenFlags flags)
    {
        ref var token = ref Add(TokenKind.Word, from, to);
        token.Hash = hash;
        token.Flags = flags | MarksOf(from, to);
        Describe(ref token);
    }

    /// <summary>Adds a word whose canonical text differs from what stands there.</summary>
    internal void AddRepaired(int from, int to, ReadOnlySpan<char> text, TokenFlags flags)
    {
        var marks = MarksOf(from, to);
        var start = folded.Keep(text);
        ref var token = ref Add(TokenKind.Word, from, to);
        token.TextStart = start;
        token.TextLength = text.Length;
        token.Hash = TextHash.Of(text);
        token.Flags = flags | marks;
        Describe(ref token);
    }

    /// <summary>Adds a token of another kind under a fixed text.</summary>
    internal void AddNamed(TokenKind kind, int from, int to, string text)
    {
        var start = folded.Keep(text);
        ref var token = ref Add(kind, from, to);
        token.TextStart = start;
        token.TextLength = text.Length;
        token.Hash = TextHash.Of(text);
    }

    private static void Describe(ref Token token)
    {
        ref readonly var word = ref Vocabulary.Find(token.Hash);
        if (word.IsKnown)
        {
            token.Flags |= TokenFlags.Known;
            token.Lexeme = word.Lexeme;

            // "u" is the reader, "U" mostly half of an abbreviation.
            token.Role = token.TextLength == 1 && word.Role == WordRole.You && token.Is(TokenFlags.Capitalized) ? WordRole.None : word.Role;
            token.StartsPhrase = word.StartsPhrase;
            token.Cost = word.Cost;
        }
    }

    private TokenFlags MarksOf(int from, int to)
    {
        var marks = folded.Marks.AsSpan(from, to - from);
        int upper = 0, letters = 0;
        FoldMark any = 0;
        for (var i = 0; i < marks.Length; i++)
        {
            upper += (int)(marks[i] & FoldMark.Upper);
            any |= i == 0 ? marks[i] & ~FoldMark.Gap : marks[i];
            letters += CharClasses.IsLetter(folded.Chars[from + i]) ? 1 : 0;
        }

        var flags = (any & (FoldMark.Styled | FoldMark.Gap)) != 0 ? TokenFlags.Disguised : TokenFlags.None;
        if (upper == 0)
        {
            return flags;
        }

        return flags | (upper == letters && upper > 1 ? TokenFlags.Shouted
            : upper == 1 && (marks[0] & FoldMark.Upper) != 0 ? TokenFlags.Capitalized
            : TokenFlags.None);
    }
}
