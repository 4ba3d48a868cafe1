namespace Moderation.Text;

/// <summary>Finds terms of several words, takes back what an exception or a harmless sense excuses, and names the groups.</summary>
internal static class LexiconMatcher
{
    internal static void Mark(TokenBuffer buffer, int from)
    {
        for (var i = from; i < buffer.Count; i++)
        {
            if (buffer[i].StartsPhrase)
            {
                MarkPhrase(buffer, i);
            }
        }

        for (var i = from; i < buffer.Count; i++)
        {
            if (buffer[i].Lexeme != 0 && Lexicons.Entry(buffer[i].Lexeme) is var entry)
            {
                Resolve(buffer, from, i, entry);
            }
        }
    }

    private static void Resolve(TokenBuffer buffer, int from, int i, LexiconEntry entry)
    {
        ref var token = ref buffer[i];
        if (entry.Senses.Count > 0 && !Senses.IsAbusive(buffer, from, i, entry))
        {
            token.Lexeme = 0;
            token.Flags |= TokenFlags.Harmless;
            return;
        }

        token.Identity = entry.Group;
        if (entry.Category == LexiconCategory.Slur && Senses.IsReclaimed(buffer, from, i))
        {
            token.Flags |= TokenFlags.Reclaimed;
        }
    }

    private static void MarkPhrase(TokenBuffer buffer, int first)
    {
        var key = PhraseTable.Step(PhraseTable.Root, buffer[first].Hash);
        var words = 1;
        var longest = first;
        var excused = -1;
        ushort lexeme = 0;
        for (var i = first + 1; i < buffer.Count && words < PhraseTable.LongestPhrase; i++)
        {
            ref var token = ref buffer[i];
            if (token.Kind == TokenKind.Punctuation && buffer.Text(token)[0] == '-')
            {
                continue;
            }

            key = PhraseTable.Step(key, token.Hash);
            if (token.Kind != TokenKind.Word || !PhraseTable.TryGet(key, out var node))
            {
                break;
            }

            words++;
            if (node.IsException)
            {
                Excuse(buffer, first, i);
                excused = i;
            }
            else if (node.Lexeme != 0)
            {
                (longest, lexeme) = (i, node.Lexeme);
            }
        }

        if (lexeme != 0 && longest > excused)
        {
            Join(buffer, first, longest, lexeme);
        }
    }

    // The whole phrase: in "Dick van Dyke" two words are excused by one name.
    private static void Excuse(TokenBuffer buffer, int first, int last)
    {
        for (var i = first; i <= last; i++)
        {
            if (buffer[i].Lexeme != 0)
            {
                buffer[i].Lexeme = 0;
                buffer[i].Flags |= TokenFlags.Harmless;
            }
        }
    }

    private static void Join(TokenBuffer buffer, int first, int last, ushort lexeme)
    {
        buffer[first].Lexeme = lexeme;
        for (var i = first + 1; i <= last; i++)
        {
            buffer[i].Lexeme = 0;
            buffer[i].Flags |= TokenFlags.Continues;
        }
    }
}
