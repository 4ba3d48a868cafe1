namespace Moderation.Text;

/// <summary>Marks what the writer only repeats: text in quotation marks, quoted lines, and what follows a word that reports.</summary>
internal static class Quotation
{
    private const int LongestQuote = 120;
    private const int ReportReach = 6;
    private const int NameReach = 3;

    internal static void Mark(TokenBuffer buffer, int from)
    {
        MarkQuotes(buffer, from, '"', '"');
        MarkQuotes(buffer, from, '“', '”');
        MarkQuotes(buffer, from, '‘', '\'');
        MarkQuotes(buffer, from, '\'', '\'');
        MarkLines(buffer, from);
        MarkReports(buffer, from);
    }

    private static void MarkQuotes(TokenBuffer buffer, int from, char opening, char closing)
    {
        var open = -1;
        for (var i = from; i < buffer.Count; i++)
        {
            ref var token = ref buffer[i];
            if (token.Kind == TokenKind.LineBreak || (open >= 0 && i - open > LongestQuote))
            {
                open = -1;
            }

            if (token.Kind != TokenKind.Punctuation || buffer.Text(token)[0] is var c && c != opening && c != closing)
            {
                continue;
            }

            if (open >= 0 && c == closing && !OnlyOpens(buffer, i, c))
            {
                Quote(buffer, open + 1, i);
                open = -1;
            }
            else if (c == opening && Opens(buffer, i))
            {
                open = i;
            }
        }
    }

    // A mark that opens stands directly before a word and not directly behind one; an apostrophe does not.
    private static bool Opens(TokenBuffer buffer, int i) => i + 1 < buffer.Count && buffer[i + 1].Begin == buffer[i].End;

    private static bool OnlyOpens(TokenBuffer buffer, int i, char c) => c == '\'' && i > 0 && buffer[i - 1].End < buffer[i].Begin && Opens(buffer, i);

    private static void MarkLines(TokenBuffer buffer, int from)
    {
        var quoted = false;
        for (var i = from; i < buffer.Count; i++)
        {
            ref var token = ref buffer[i];
            if (i == from || buffer[i - 1].Kind == TokenKind.LineBreak)
            {
                quoted = token.Kind == TokenKind.Punctuation && buffer.Text(token)[0] == '>';
            }

            token.Flags |= quoted ? TokenFlags.Quoted : TokenFlags.None;
        }
    }

    // "He called me a …", "the word …". Not "I call you a …", which says it.
    private static void MarkReports(TokenBuffer buffer, int from)
    {
        for (var i = from; i < buffer.Count; i++)
        {
            if (buffer[i].Role != WordRole.Reporter || SpeaksForItself(buffer, from, i))
            {
                continue;
            }

            var reach = IsNaming(buffer.Text(buffer[i])) ? NameReach : ReportReach;
            for (var j = i + 1; j < buffer.Count && j <= i + reach && !Clauses.EndsSentence(buffer[j], buffer.Text(buffer[j])); j++)
            {
                buffer[j].Flags |= TokenFlags.Quoted;
            }
        }
    }

    private static bool SpeaksForItself(TokenBuffer buffer, int from, int reporter)
    {
        var self = false;
        for (var j = Math.Max(from, reporter - 3); j < reporter; j++)
        {
            self |= buffer[j].Role is WordRole.Self or WordRole.We;
        }

        var next = reporter + 1 < buffer.Count ? buffer[reporter + 1].Role : WordRole.None;
        return self && next is WordRole.You or WordRole.ThirdPerson or WordRole.They;
    }

    private static bool IsNaming(ReadOnlySpan<char> word) =>
        word is "word" or "words" or "term" or "terms" or "phrase" or "slur" or "slurs" or "label" or "labelled" or "labeled";

    private static void Quote(TokenBuffer buffer, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            buffer[i].Flags |= TokenFlags.Quoted;
        }
    }
}
