namespace Moderation.Text;

/// <summary>
/// Cuts folded text into tokens, in one pass. Plain words take the short way: letters, hash, one probe. Only what looks hidden
/// is handed to the repairs, and no character is handed to them more than a fixed number of times.
/// </summary>
internal sealed class Scanner
{
    private const int LongestClitic = 4;

    // Words spelt letter by letter may follow one another in a chunk, and behind each the rest is looked at once more. Nobody writes so
    // many; in a text made to take long the looks would take quadratic time.
    private const int MostLooks = 16;

    private readonly TokenBuffer buffer;
    private readonly TokenWriter writer;
    private readonly FoldedText folded;
    private readonly WordRepair words;
    private readonly ChunkRepair chunks;
    private readonly SpacedLetters spaced;

    // Up to here the repairs have looked and found nothing hidden.
    private int plainUntil;
    private int hashtagUntil;

    // Where the chunk that was looked at last ends, and how often its parts were looked at.
    private int chunkEnd;
    private int looks;

    internal Scanner(TokenBuffer buffer)
    {
        this.buffer = buffer;
        folded = buffer.Folded;
        writer = new TokenWriter(buffer);
        words = new WordRepair(buffer, writer);
        chunks = new ChunkRepair(buffer, writer);
        spaced = new SpacedLetters(buffer, writer);
    }

    internal void Scan(int from)
    {
        var to = folded.Length;
        plainUntil = hashtagUntil = chunkEnd = from;
        chunks.Begin();
        spaced.Begin(from);
        words.Begin();
        writer.Begin();
        AskForWords(from, to);
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

    // The vocabulary is larger than the fast caches: asked for all words at once, the memory answers while the first are cut.
    private void AskForWords(int from, int to)
    {
        var hash = TextHash.Seed;
        foreach (var c in folded.Chars.AsSpan(from, to - from))
        {
            if (CharClasses.IsLetter(c))
            {
                hash = TextHash.Add(hash, c);
            }
            else if (hash != TextHash.Seed)
            {
                Vocabulary.Prefetch(TextHash.Finish(hash));
                hash = TextHash.Seed;
            }
        }
    }

    private int Word(int from, int to)
    {
        var chars = folded.Chars;
        var hash = TextHash.Seed;
        var i = from;
        while (i < to && CharClasses.IsLetter(chars[i]))
        {
            hash = TextHash.Add(hash, chars[i++]);
        }

        if (i < to && chars[i] == '\'' && EndsInNot(from, i, to))
        {
            hash = TextHash.Add(TextHash.Add(hash, '\''), 't');
            i += 2;
        }

        if (from >= plainUntil)
        {
            if (IsSuspicious(i, to))
            {
                return Chunk(from, to);
            }

            if (i - from == 1 && spaced.TryWrite(from, to) is var end && end > from)
            {
                return end;
            }
        }

        var first = buffer.Count;
        words.Write(from, i, TextHash.Finish(hash));
        MarkHashtag(first, from);
        return i + 1 < to && chars[i] == '\'' && CharClasses.IsLetter(chars[i + 1]) ? Clitic(i, to) : i;
    }

    // "don't" stays one word, since half of it would lose the negation; "he's" and "you're" are two, since "he" and "you" matter.
    private bool EndsInNot(int from, int apostrophe, int to) =>
        apostrophe > from && apostrophe + 1 < to && folded.Chars[apostrophe - 1] == 'n' && folded.Chars[apostrophe + 1] == 't';

    // A word that ends in white space, or in punctuation behind which nothing follows directly, hides nothing.
    private bool IsSuspicious(int end, int to)
    {
        if (end >= to)
        {
            return false;
        }

        var c = folded.Chars[end];
        if (CharClasses.Of(c) is CharClass.Space or CharClass.LineBreak or CharClass.Emoji)
        {
            return false;
        }

        var i = end;
        while (i < to && i < end + 4 && folded.Chars[i] is '.' or ',' or '!' or '?' or ';' or ':' or ')' or ']' or '"' or '”' or '\'')
        {
            i++;
        }

        return i < to && CharClasses.Of(folded.Chars[i]) is CharClass.Letter or CharClass.Digit or CharClass.Symbol
            && !(c == '\'' && i == end + 1 && CharClasses.IsLetter(folded.Chars[i]));
    }

    private int Chunk(int from, int to)
    {
        looks = from < chunkEnd ? looks + 1 : 1;
        if (looks <= MostLooks)
        {
            chunkEnd = chunks.EndOf(from, to);
            var first = buffer.Count;
            if (chunks.TryWrite(from, chunkEnd))
            {
                MarkHashtag(first, from);
                return chunkEnd;
            }
        }

        if (spaced.TryWrite(from, to) is var spelt && spelt > from)
        {
            return spelt;
        }

        plainUntil = chunkEnd;
        return from;
    }

    private void MarkHashtag(int firstToken, int at)
    {
        if (at < hashtagUntil)
        {
            for (var i = firstToken; i < buffer.Count; i++)
            {
                buffer[i].Flags |= TokenFlags.InHashtag;
            }
        }
    }

    // "1d10t's": what stands before the apostrophe was repaired, so the word before did not take it along.
    private bool IsClitic(int at, int to) =>
        at + 1 < to && CharClasses.IsLetter(folded.Chars[at + 1]) && buffer.Count > 0
        && buffer[buffer.Count - 1] is { Kind: TokenKind.Word } last && last.End == folded.Begins[at];

    private int Clitic(int from, int to)
    {
        var i = from + 1;
        while (i < to && CharClasses.IsLetter(folded.Chars[i]))
        {
            i++;
        }

        // "it'sokay": the rest was run on.
        if (i - from > LongestClitic && !Vocabulary.Find(folded.Chars.AsSpan(from + 1, i - from - 1)).IsKnown)
        {
            i = from + (folded.Chars[from + 1] is 's' or 'd' or 'm' ? 2 : 3);
        }

        writer.AddWord(from, i, TextHash.Of(folded.Chars.AsSpan(from, i - from)), TokenFlags.None);
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

        if (from >= plainUntil)
        {
            if (IsSuspicious(i, to))
            {
                return Chunk(from, to);
            }

            if (i - from == 1 && spaced.TryWrite(from, to) is var end && end > from)
            {
                return end;
            }
        }

        ref var token = ref writer.Add(TokenKind.Number, from, i);
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

        ref var token = ref writer.Add(TokenKind.LineBreak, from, i);
        token.TextLength = 1;
        token.Hash = TextHash.Of("\n");
        return i;
    }

    private int Emoji(int at)
    {
        var row = folded.Chars[at];
        writer.AddNamed(TokenKind.Emoji, at, at + 1, EmojiTable.Text(row));
        buffer[buffer.Count - 1].Emoji = EmojiTable.Class(row);
        return at + 1;
    }

    private int Symbol(int from, int to)
    {
        var c = folded.Chars[from];
        var i = from + 1;
        while (i < to && folded.Chars[i] == c)
        {
            i++;
        }

        if (c == '\'' && IsClitic(from, to))
        {
            return Clitic(from, to);
        }

        var next = i < to ? CharClasses.Of(folded.Chars[i]) : CharClass.Space;
        var touchesWord = next is CharClass.Letter or CharClass.Digit || (i < to && Leet.IsCommonSign(folded.Chars[i]));
        if (touchesWord && from >= plainUntil && c is '*' or '_' or '~' or '@' or '$' or '!' or '|' or '+' or '€' or '£' or '<' or '-'
            && Chunk(from, to) is var end && end > from)
        {
            return end;
        }

        if (c == '@' && i == from + 1 && next is CharClass.Letter)
        {
            return Mention(from, to);
        }

        if (c == '#' && i == from + 1 && next is CharClass.Letter)
        {
            hashtagUntil = i;
            while (hashtagUntil < to && CharClasses.Of(folded.Chars[hashtagUntil]) is CharClass.Letter or CharClass.Digit)
            {
                hashtagUntil++;
            }

            ref var hashtag = ref writer.Add(TokenKind.Hashtag, from, i);
            hashtag.Hash = TextHash.Of("#");
            return i;
        }

        ref var token = ref writer.Add(TokenKind.Punctuation, from, i);
        token.TextLength = 1;
        token.Hash = TextHash.Of(buffer.Text(token));
        return i;
    }

    private int Mention(int from, int to)
    {
        var i = from + 1;
        while (i < to && (CharClasses.Of(folded.Chars[i]) is CharClass.Letter or CharClass.Digit || folded.Chars[i] == '_'))
        {
            i++;
        }

        writer.AddNamed(TokenKind.Mention, from, i, "⟨user⟩");
        return i;
    }
}
