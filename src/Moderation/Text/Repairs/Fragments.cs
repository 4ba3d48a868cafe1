namespace Moderation.Text;

/// <summary>Joins a word that was torn in pieces: <c>fu ck</c>, <c>id iot</c>. At least one piece must be no word of its own.</summary>
internal static class Fragments
{
    private const int MostPieces = 6;
    private const int LongestWord = 16;
    private const int ShortestWord = 4;
    private const byte RarePiece = 136;
    private const byte RareShortPiece = 100;

    internal static void Join(TokenBuffer buffer, int from)
    {
        var write = from;
        for (var read = from; read < buffer.Count;)
        {
            if (buffer[read].End == buffer[read].Begin)
            {
                // The rest of one original character that folded to several and was parted: it has no place of its own.
                read++;
                continue;
            }

            buffer[write] = buffer[read];
            read += read + 1 < buffer.Count && (IsPiece(buffer[read]) || IsPiece(buffer[read + 1])) ? TryJoin(buffer, read, write) : 1;
            write++;
        }

        buffer.Truncate(write);
    }

    // Returns how many tokens were used up.
    private static int TryJoin(TokenBuffer buffer, int first, int write)
    {
        Span<char> joined = stackalloc char[LongestWord];
        var length = 0;
        var hash = TextHash.Seed;
        for (var i = first; i < buffer.Count && i < first + MostPieces; i++)
        {
            ref var token = ref buffer[i];
            var text = buffer.Text(token);
            if (token.Kind != TokenKind.Word || length + text.Length > LongestWord || (i > first && token.Begin - buffer[i - 1].End > 2))
            {
                return 1;
            }

            text.CopyTo(joined[length..]);
            length += text.Length;
            hash = TextHash.Add(hash, text);
            if (i > first && length >= ShortestWord && IsWorthJoining(TextHash.Finish(hash), length))
            {
                Merge(buffer, write, buffer[i].End, joined[..length]);
                return i - first + 1;
            }
        }

        return 1;
    }

    private static bool IsWorthJoining(ulong hash, int length) =>
        Vocabulary.Lexeme(hash) is not 0 and var lexeme && Lexicons.Entry(lexeme) is { Strong: true, Severity: not 1 } entry
        && (entry.Category != LexiconCategory.Identity || length >= 6);

    private static void Merge(TokenBuffer buffer, int index, int end, ReadOnlySpan<char> text)
    {
        ref readonly var word = ref Vocabulary.Find(text);
        var start = buffer.Folded.Keep(text);
        ref var token = ref buffer[index];
        token.End = end;
        token.TextStart = start;
        token.TextLength = text.Length;
        token.Hash = TextHash.Of(text);
        token.Lexeme = word.Lexeme;
        token.Role = word.Role;
        token.StartsPhrase = word.StartsPhrase;
        token.Flags |= TokenFlags.Disguised | TokenFlags.Known;
    }

    private static bool IsPiece(in Token token)
    {
        if (token.Kind != TokenKind.Word || token.TextLength > LongestWord || (token.Flags & (TokenFlags.Disguised | TokenFlags.Segmented)) != 0)
        {
            return false;
        }

        return token.TextLength == 1 ? token.Role == WordRole.None : token.Cost == 0 || token.Cost > (token.TextLength == 2 ? RareShortPiece : RarePiece);
    }
}
