namespace Moderation.Text;

/// <summary>Decides by the words around a term in which of its senses it stands.</summary>
internal static class Senses
{
    private const int Window = 8;
    private const int Before = 4;

    private static readonly Compiled[][] ByLexeme = [.. Lexicons.Entries.Select(entry => entry.Senses.Select(Compile).ToArray())];

    private sealed record Compiled(bool Abusive, ulong[] Words, string[] Signs);

    /// <summary>Whether the first sense that fits is an abusive one; the entry's default where none fits.</summary>
    internal static bool IsAbusive(TokenBuffer buffer, int from, int at, LexiconEntry entry)
    {
        var (first, end) = Surroundings(buffer, from, at);
        foreach (var sense in ByLexeme[entry.Id - 1])
        {
            if (HasWord(buffer, first, end, at, sense.Words) || HasSign(buffer, first, end, at, sense.Signs))
            {
                return sense.Abusive;
            }
        }

        return !entry.HarmlessByDefault;
    }

    /// <summary>Whether the writer speaks of themselves or their own: "as a proud …", "I'm a …", "we …s".</summary>
    internal static bool IsReclaimed(TokenBuffer buffer, int from, int at)
    {
        var proud = false;
        var toBe = false;
        for (var i = at - 1; i >= Math.Max(from, at - Window); i--)
        {
            ref var token = ref buffer[i];
            var text = buffer.Text(token);
            if (Clauses.EndsAt(token, text) || token.Role is WordRole.You or WordRole.ThirdPerson or WordRole.They or WordRole.Negator or WordRole.Reporter)
            {
                return false;
            }

            if (text is "as" && (proud || i == from || Clauses.EndsSentence(buffer[i - 1], buffer.Text(buffer[i - 1]))))
            {
                return true;
            }

            proud |= text is "proud" or "fellow";
            toBe |= token.Role == WordRole.ToBe && at - i <= Before;
            if ((token.Role == WordRole.We && (proud || toBe || at - i == 1)) || (token.Role == WordRole.Self && (proud || toBe)))
            {
                return true;
            }

            if (text is "of" or "with" or "at" or "by" or "to" or "about" or "for" or "hate")
            {
                return false;
            }
        }

        return false;
    }

    private static Compiled Compile(LexiconSense sense) => new(
        sense.Abusive,
        [.. sense.When.Where(when => when[0] != '@').Select(when => TextHash.Of(when))],
        [.. sense.When.Where(when => when[0] == '@')]);

    // At most eight tokens on each side, and none beyond the sentence: the next one may speak of something else.
    private static (int First, int End) Surroundings(TokenBuffer buffer, int from, int at)
    {
        var first = at;
        while (first > Math.Max(from, at - Window) && !Clauses.EndsSentence(buffer[first - 1], buffer.Text(buffer[first - 1])))
        {
            first--;
        }

        var end = at + 1;
        while (end < Math.Min(buffer.Count, at + Window + 1) && !Clauses.EndsSentence(buffer[end], buffer.Text(buffer[end])))
        {
            end++;
        }

        return (first, end);
    }

    private static bool HasWord(TokenBuffer buffer, int first, int end, int at, ulong[] words)
    {
        for (var i = first; i < end; i++)
        {
            if (i != at && Array.IndexOf(words, buffer[i].Hash) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasSign(TokenBuffer buffer, int first, int end, int at, string[] signs)
    {
        foreach (var sign in signs)
        {
            if (sign switch
            {
                "@name" => IsName(buffer, first, end, at),
                "@you-are" => IsPredicate(buffer, first, at, WordRole.You, WordRole.You),
                "@they-are" => IsPredicate(buffer, first, at, WordRole.They, WordRole.ThirdPerson),
                _ => HasNeighbour(buffer, first, end, at, sign),
            })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsName(TokenBuffer buffer, int first, int end, int at) =>
        buffer[at].Is(TokenFlags.Capitalized)
        && ((at > first && buffer[at - 1].Is(TokenFlags.Capitalized)) || (at + 1 < end && buffer[at + 1].Is(TokenFlags.Capitalized)));

    // "you are a …", "you …", "they are all …".
    private static bool IsPredicate(TokenBuffer buffer, int first, int at, WordRole subject, WordRole otherSubject)
    {
        var toBe = false;
        for (var i = at - 1; i >= Math.Max(first, at - Before); i--)
        {
            var role = buffer[i].Role;
            if ((role == subject || role == otherSubject) && (toBe || (subject == WordRole.You && at - i <= 2)))
            {
                return true;
            }

            toBe |= role == WordRole.ToBe;
        }

        return false;
    }

    private static bool HasNeighbour(TokenBuffer buffer, int first, int end, int at, string sign)
    {
        for (var i = first; i < end; i++)
        {
            if (i != at && buffer[i].Lexeme is not 0 and var lexeme && Shows(Lexicons.Entry(lexeme), sign))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Shows(LexiconEntry other, string sign) => sign switch
    {
        "@slur" => other.Category == LexiconCategory.Slur && !other.HarmlessByDefault,
        "@abuse" => other is { Severity: >= 2, Category: not (LexiconCategory.Identity or LexiconCategory.Violence) } && !other.HarmlessByDefault,
        "@identity" => other.Category == LexiconCategory.Identity && other.Group is not (IdentityGroup.Age or IdentityGroup.Unprotected or IdentityGroup.Men),
        _ => false,
    };
}
