namespace Moderation.Text;

/// <summary>Words of which some letters are covered by signs: <c>f**k</c>, <c>n*****</c>, <c>st#pid</c>.</summary>
internal static class Masks
{
    internal const char Any = '\u0001';

    private const int LongestWord = 16;
    private const byte CommonCost = 156;

    internal static bool IsMask(char c) => c is '*' or '#' or '-' or '_' or '.' or '%' or '&' or '^' or '~' or '?' or '@' or '$' or '!' or '•' or '+' or '=' or '█' or '■' or '□' or '▪' or '×' or '\uFFFD';

    /// <summary>The likeliest form that fits, letters at their places; null where none does.</summary>
    /// <param name="pattern">Letters, and <see cref="Any"/> for each covered one.</param>
    internal static Form? Find(ReadOnlySpan<char> pattern)
    {
        if (pattern.Length is < 3 or > LongestWord)
        {
            return null;
        }

        var exact = FindExact(pattern);
        return exact is not null && IsUsuallyMasked(exact) ? exact : FindOtherLength(pattern) ?? exact;
    }

    private static Form? FindExact(ReadOnlySpan<char> pattern)
    {
        var shown = pattern.Length - pattern.Count(Any);
        if (char.IsAsciiLetterLower(pattern[0]))
        {
            return Best(pattern, Forms.BeginningWith(pattern[0]), shown);
        }

        for (var letter = 'a'; letter <= 'z' && shown * 2 >= pattern.Length; letter++)
        {
            if (Best(pattern, Forms.BeginningWith(letter), shown) is { } form)
            {
                return form;
            }
        }

        return null;
    }

    // Writers do not count their stars: "sh**t", "f*****ing". Only one run of them may be longer or shorter by one.
    private static Form? FindOtherLength(ReadOnlySpan<char> pattern)
    {
        var start = pattern.IndexOf(Any);
        var length = pattern[start..].IndexOfAnyExcept(Any);
        if (start == 0 || length is not (2 or 3) || pattern[(start + length)..].Contains(Any))
        {
            return null;
        }

        Span<char> other = stackalloc char[pattern.Length + 1];
        foreach (var change in (ReadOnlySpan<int>)[-1, 1])
        {
            pattern[..start].CopyTo(other);
            other.Slice(start, length + change).Fill(Any);
            pattern[(start + length)..].CopyTo(other[(start + length + change)..]);
            if (FindExact(other[..(pattern.Length + change)]) is { } form && IsUsuallyMasked(form))
            {
                return form;
            }
        }

        return null;
    }

    private static Form? Best(ReadOnlySpan<char> pattern, ReadOnlySpan<Form> forms, int shown)
    {
        Form? best = null;
        foreach (var form in forms)
        {
            if (form.Text.Length == pattern.Length && Fits(pattern, form.Text) && (shown > 1 || IsUsuallyMasked(form)) && (best is null || Rank(form) < Rank(best)))
            {
                best = form;
            }
        }

        return best;
    }

    // What people cover is above all swear words and slurs; among these the commonest.
    private static int Rank(Form form) => form.Cost + (IsUsuallyMasked(form) ? 0 : form.Entry.Category == LexiconCategory.Identity ? 2000 : 1000);

    private static bool IsUsuallyMasked(Form form) =>
        form.Cost < CommonCost && form.Entry is { Category: LexiconCategory.Slur, Severity: >= 3 } or { Category: LexiconCategory.Profanity, Severity: >= 2 };

    private static bool Fits(ReadOnlySpan<char> pattern, string text)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != Any && pattern[i] != text[i])
            {
                return false;
            }
        }

        return true;
    }
}
