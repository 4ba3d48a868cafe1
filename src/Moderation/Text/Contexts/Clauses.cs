namespace Moderation.Text;

/// <summary>Where clauses end.</summary>
internal static class Clauses
{
    internal static bool EndsAt(in Token token, ReadOnlySpan<char> text) => token.Kind switch
    {
        TokenKind.LineBreak => true,
        TokenKind.Punctuation => text[0] is '.' or ',' or ';' or ':' or '!' or '?' or '—' or '…' or '(' or ')' or '|',
        _ => false,
    };

    internal static bool EndsSentence(in Token token, ReadOnlySpan<char> text) =>
        token.Kind == TokenKind.LineBreak || (token.Kind == TokenKind.Punctuation && text[0] is '.' or '!' or '?' or ';' or '…');
}
