namespace Moderation.Text;

/// <summary>Cuts folded text into tokens, in one pass.</summary>
internal sealed class Scanner(TokenBuffer buffer)
{
    private readonly FoldedText folded = buffer.Folded;

    internal void Scan(int from)
    {
        var to = folded.Length;
        for (var i = from; i < to;)
        {
            i = CharClasses.Of(folded.Chars[i]) switch
            {
                CharClass.Letter => Word(i, to),
                CharClass.Digit => Number(i, to),
                CharClass.Space => i + 1,
                CharClass.LineBreak => LineBreak(i, to),
                CharClass.Emoji => Emoji(i),
                _ => Symbol(i, to),
            };
        }
    }

    private int Word(int from, int to)
    {
        if (IsAddress(from, to))
        {
            return Chunk(from, to, TokenKind.Url, "⟨url⟩");
        }

        var chars = folded.Chars;
        var hash = TextHash.Seed;
        var upper = 0;
        var i = from;
        for (; i < to; i++)
        {
            var c = chars[i];
            if (!CharClasses.IsLetter(c) && !(c == '\'' && i + 1 < to && CharClasses.IsLetter(chars[i + 1])))
            {
                break;
            }

            if (c == '\'' && !EndsInNot(from, i, to) && i > from)
            {
                break;
            }

            hash = TextHash.Add(hash, c);
            upper += (int)(folded.Marks[i] & FoldMark.Upper);
        }

        ref var token = ref Add(TokenKind.Word, from, i);
        token.Hash = TextHash.Finish(hash);
        token.Flags = upper == i - from && upper > 1 ? TokenFlags.Shouted
            : upper == 1 && (folded.Marks[from] & FoldMark.Upper) != 0 ? TokenFlags.Capitalized
            : TokenFlags.None;
        if (i + 1 < to && chars[i] == '\'' && CharClasses.IsLetter(chars[i + 1]))
        {
            return Clitic(i, to);
        }

        return i;
    }

    // "don't" stays one word, since half of it would lose the negation; "he's" and "you're" are two, since "he" and "you" matter.
    private bool EndsInNot(int from, int apostrophe, int to) =>
        apostrophe > from && folded.Chars[apostrophe - 1] == 'n' && folded.Chars[apostrophe + 1] == 't'
        && (apostrophe + 2 >= to || !CharClasses.IsLetter(folded.Chars[apostrophe + 2]));

    private int Clitic(int from, int to)
    {
        var i = from + 1;
        while (i < to && CharClasses.IsLetter(folded.Chars[i]))
        {
            i++;
        }

        ref var token = ref Add(TokenKind.Word, from, i);
        token.Hash = TextHash.Of(buffer.Text(token));
        return i;
    }

    private int Number(int from, int to)
    {
        var i = from + 1;
        while (i < to && (CharClasses.IsDigit(folded.Chars[i])
            || (folded.Chars[i] is '.' or ',' or ':' && i + 1 < to && CharClasses.IsDigit(folded.Chars[i + 1]))))
        {
            i++;
        }

        ref var token = ref Add(TokenKind.Number, from, i);
        token.Hash = TextHash.Of(buffer.Text(token));
        return i;
    }

    private int LineBreak(int from, int to)
    {
        var i = from + 1;
        while (i < to && CharClasses.Of(folded.Chars[i]) is CharClass.LineBreak or CharClass.Space)
        {
            i++;
        }

        ref var token = ref Add(TokenKind.LineBreak, from, i);
        token.TextLength = 1;
        token.Hash = TextHash.Of("\n");
        return i;
    }

    private int Emoji(int at)
    {
        var row = folded.Chars[at];
        ref var token = ref Add(TokenKind.Emoji, at, at + 1);
        token.Emoji = EmojiTable.Class(row);
        token.Hash = EmojiTable.Hash(row);
        Rename(ref token, EmojiTable.Text(row));
        return at + 1;
    }

    private int Symbol(int from, int to)
    {
        var c = folded.Chars[from];
        var next = from + 1 < to ? folded.Chars[from + 1] : ' ';
        if (c == '@' && CharClasses.IsLetter(next))
        {
            return Chunk(from, to, TokenKind.Mention, "⟨user⟩");
        }

        if (c == '#' && CharClasses.IsLetter(next))
        {
            ref var hashtag = ref Add(TokenKind.Hashtag, from, from + 1);
            hashtag.Hash = TextHash.Of("#");
            return from + 1;
        }

        var i = from + 1;
        while (i < to && folded.Chars[i] == c)
        {
            i++;
        }

        ref var token = ref Add(TokenKind.Punctuation, from, i);
        token.TextLength = 1;
        token.Hash = TextHash.Of(buffer.Text(token));
        return i;
    }

    private bool IsAddress(int from, int to)
    {
        var rest = folded.Chars.AsSpan(from, Math.Min(8, to - from));
        return rest.StartsWith("http://") || rest.StartsWith("https://") || rest.StartsWith("www.");
    }

    private int Chunk(int from, int to, TokenKind kind, string text)
    {
        var i = from + 1;
        while (i < to && CharClasses.Of(folded.Chars[i]) is not (CharClass.Space or CharClass.LineBreak)
            && (kind == TokenKind.Url || CharClasses.Of(folded.Chars[i]) is CharClass.Letter or CharClass.Digit || folded.Chars[i] == '_'))
        {
            i++;
        }

        ref var token = ref Add(kind, from, i);
        Rename(ref token, text);
        token.Hash = TextHash.Of(text);
        return i;
    }

    private void Rename(ref Token token, string text)
    {
        token.TextStart = folded.Keep(text);
        token.TextLength = text.Length;
    }

    private ref Token Add(TokenKind kind, int from, int to)
    {
        ref var token = ref buffer.Add();
        token.Kind = kind;
        token.Begin = folded.Begins[from];
        token.End = folded.Ends[to - 1];
        token.TextStart = from;
        token.TextLength = to - from;
        return ref token;
    }
}
