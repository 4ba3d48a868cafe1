namespace Moderation.Service.Wires.Perspective;

/// <summary>
/// Cuts a text into sentences for span scores. Every character that is not white space lies in exactly one sentence; bounds are
/// UTF-16 units, end exclusive, without the white space around.
/// </summary>
internal static class Sentences
{
    // A full stop after these ends no sentence. Lower case, without the stop.
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Abbreviations =
        new HashSet<string>(["mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "vs", "etc", "e.g", "i.e", "no", "approx", "cf", "inc", "ltd", "co", "gen", "sen", "rep", "gov"], StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The sentences in their order; none for a text of white space.</summary>
    public static List<(int Begin, int End)> Of(string text)
    {
        var sentences = new List<(int, int)>();
        var begin = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (EndsAt(text, begin, i) is { } end)
            {
                Add(text, begin, end, sentences);
                begin = end;
                i = end - 1;
            }
        }

        Add(text, begin, text.Length, sentences);
        return sentences;
    }

    /// <summary>Where the sentence ends if the character at <paramref name="i"/> ends it: behind its marks and closing quotes.</summary>
    private static int? EndsAt(string text, int begin, int i)
    {
        if (text[i] is '\n' or '\r' or '\u2028' or '\u2029')
        {
            return i + 1;
        }

        if (!IsMark(text[i]))
        {
            return null;
        }

        var wide = false;
        var end = i;
        while (end < text.Length && (IsMark(text[end]) || (end > i && IsClosing(text[end]))))
        {
            wide |= text[end] is '。' or '！' or '？';
            end++;
        }

        // Scripts that write no spaces end a sentence by the mark alone; elsewhere 3.5, example.org and v1.2 go on.
        return end == text.Length || wide || (char.IsWhiteSpace(text[end]) && !IsAbbreviation(text, begin, i, end)) ? end : null;
    }

    private static bool IsAbbreviation(string text, int begin, int mark, int end)
    {
        if (text[mark] != '.' || end != mark + 1)
        {
            return false;
        }

        var start = mark;
        while (start > begin && !char.IsWhiteSpace(text[start - 1]) && text[start - 1] is not ('(' or '"' or '“'))
        {
            start--;
        }

        var word = text.AsSpan(start, mark - start);
        // Single capitals are initials: J. R. R. Tolkien, but not "Plan B. Then …", which is read as one sentence; no harm.
        return (word.Length == 1 && char.IsUpper(word[0]) && word[0] != 'I') || Abbreviations.Contains(word);
    }

    private static void Add(string text, int begin, int end, List<(int, int)> sentences)
    {
        while (begin < end && char.IsWhiteSpace(text[begin]))
        {
            begin++;
        }

        while (end > begin && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        if (begin < end)
        {
            sentences.Add((begin, end));
        }
    }

    private static bool IsMark(char c) => c is '.' or '!' or '?' or '…' or '。' or '！' or '？' or '‽';

    private static bool IsClosing(char c) => c is '"' or '\'' or '”' or '’' or '»' or ')' or ']' or '*' or '_' or '」' or '』';
}
