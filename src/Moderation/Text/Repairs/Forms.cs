namespace Moderation.Text;

/// <summary>A single-word form of a lexicon entry that somebody may try to hide.</summary>
internal sealed record Form(string Text, ushort Lexeme, byte Cost)
{
    internal LexiconEntry Entry => Lexicons.Entry(Lexeme);
}

/// <summary>
/// The forms worth recognising behind a disguise, indexed by what is left of them when a letter is dropped or repeated, and by
/// their first letter for masks. Only these are ever guessed at: an honest misspelling of an ordinary word stays as it is.
/// </summary>
internal static class Forms
{
    private const int LongestForm = 40;
    private static readonly Dictionary<ulong, Form> Shortened = new(1 << 15);
    private static readonly Dictionary<ulong, Form> Squeezed = new(1 << 13);
    private static readonly HashSet<ulong> Ambiguous = [];
    private static readonly Form[][] ByFirstLetter = new Form[26][];

    static Forms()
    {
        var forms = All().OrderBy(form => form.Entry.Category == LexiconCategory.Identity).ThenBy(form => form.Cost).ToList();
        Span<char> squeezed = stackalloc char[LongestForm];
        foreach (var form in forms)
        {
            AddShortened(form);
            Squeezed.TryAdd(TextHash.Of(squeezed[..Squeeze(form.Text, squeezed)]), form);
        }

        foreach (var hash in Ambiguous)
        {
            Shortened.Remove(hash);
        }

        for (var letter = 0; letter < 26; letter++)
        {
            ByFirstLetter[letter] = [.. forms.Where(form => form.Text[0] == 'a' + letter)];
        }
    }

    /// <summary>The form of which <paramref name="word"/> lacks one letter, if there is one.</summary>
    internal static Form? WithOneMore(ReadOnlySpan<char> word) => Shortened.GetValueOrDefault(TextHash.Of(word));

    /// <summary>The form that repeats letters no more often than <paramref name="word"/> does and is the same otherwise.</summary>
    internal static Form? Unstretched(ReadOnlySpan<char> word)
    {
        Span<char> squeezed = stackalloc char[word.Length];
        var length = Squeeze(word, squeezed);
        return Squeezed.GetValueOrDefault(TextHash.Of(squeezed[..length])) is { } form && Covers(word, form.Text) ? form : null;
    }

    /// <summary>The forms that begin with a letter, the likeliest first.</summary>
    internal static ReadOnlySpan<Form> BeginningWith(char letter) => ByFirstLetter[letter - 'a'];

    /// <summary>Writes <paramref name="word"/> without repeated neighbours and returns the length.</summary>
    internal static int Squeeze(ReadOnlySpan<char> word, Span<char> target)
    {
        var length = 0;
        foreach (var c in word)
        {
            if (length == 0 || target[length - 1] != c)
            {
                target[length++] = c;
            }
        }

        return length;
    }

    // Every run of letters in the form must be there, at least as long: "niger" must not become a longer word.
    private static bool Covers(ReadOnlySpan<char> word, string form)
    {
        var i = 0;
        for (var j = 0; j < form.Length;)
        {
            var c = form[j];
            int needed = 0, there = 0;
            for (; j < form.Length && form[j] == c; j++)
            {
                needed++;
            }

            for (; i < word.Length && word[i] == c; i++)
            {
                there++;
            }

            if (there < needed)
            {
                return false;
            }
        }

        return i == word.Length;
    }

    private static IEnumerable<Form> All()
    {
        var seen = new HashSet<string>();
        foreach (var entry in Lexicons.Entries.Where(WorthHiding))
        {
            foreach (var text in entry.Variants.Prepend(entry.Term))
            {
                if (text.Length is >= 3 and <= LongestForm && !text.AsSpan().ContainsAnyExceptInRange('a', 'z') && seen.Add(text))
                {
                    yield return new Form(text, entry.Id, Vocabulary.Find(text).Cost);
                }
            }
        }
    }

    private static bool WorthHiding(LexiconEntry entry) => entry.Strong && entry.Group != IdentityGroup.Unprotected;

    private static void AddShortened(Form form)
    {
        var text = form.Text;
        if (text.Length < (form.Entry.Category == LexiconCategory.Identity ? 5 : 4) || form.Entry.Severity == 1)
        {
            return;
        }

        Span<char> shorter = stackalloc char[text.Length - 1];

        // The first letter stays unless the word is long, and the last one of four: "uck" and "foi" could be too many words.
        for (var i = text.Length >= 6 ? 0 : 1; i < (text.Length == 4 ? 3 : text.Length); i++)
        {
            text.AsSpan(0, i).CopyTo(shorter);
            text.AsSpan(i + 1).CopyTo(shorter[i..]);

            // Three letters are read as a word only where no other form could be meant.
            var hash = TextHash.Of(shorter);
            if (!Shortened.TryAdd(hash, form) && shorter.Length == 3 && Shortened[hash] is { } other && other.Lexeme != form.Lexeme && !IsProfane(other))
            {
                Ambiguous.Add(hash);
            }
        }
    }

    private static bool IsProfane(Form form) => form.Entry is { Profane: true } or { Category: LexiconCategory.Profanity };
}
