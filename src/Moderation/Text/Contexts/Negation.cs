namespace Moderation.Text;

/// <summary>Marks what a negation reaches: to the end of its clause, at most six words.</summary>
internal static class Negation
{
    private const int Reach = 6;

    internal static void Mark(TokenBuffer buffer, int from)
    {
        var left = 0;
        for (var i = from; i < buffer.Count; i++)
        {
            ref var token = ref buffer[i];
            if (token.Role == WordRole.Negator)
            {
                left = Reach;
            }
            else if (left > 0 && (Clauses.EndsAt(token, buffer.Text(token)) || IsTurn(buffer.Text(token))))
            {
                left = 0;
            }
            else if (left > 0 && token.Kind == TokenKind.Word)
            {
                token.Flags |= TokenFlags.Negated;
                left--;
            }
        }
    }

    private static bool IsTurn(ReadOnlySpan<char> word) => word is "but" or "because" or "although" or "though" or "however" or "unless" or "while";
}
