namespace Moderation.Text;

/// <summary>
/// Reads the word that hides among letters, digits and signs, if it is a known one: <c>1d10t</c>, <c>i.d.i.o.t</c>, <c>id*ot</c>. Prices,
/// versions and words with a hyphen hide none.
/// </summary>
internal sealed class HiddenWords
{
    /// <summary>What is longer hides no word.</summary>
    internal const int LongestCore = 40;

    private const byte CommonCost = 124;
    private const byte UncommonPiece = 136;
    private const byte UncommonShortPiece = 100;

    /// <summary>Words that were read from digits so far; short ones are only believed beside others.</summary>
    internal int LeetWords { get; set; }

    /// <summary>
    /// Reads the word, in the order of certainty: signs read as letters, signs left out, signs as covers; of the last two the commoner word.
    /// </summary>
    /// <returns>Its length, 0 where there is none.</returns>
    internal int Read(ReadOnlySpan<char> core, Span<char> target)
    {
        if (HasOnlyPlainPieces(core) || IsFootnote(core))
        {
            return 0;
        }

        var shape = Shape.Of(core);
        if (shape.LeetSigns > 0 && ReadLeet(core, shape, target) is > 0 and var read)
        {
            return read;
        }

        if (shape.Digits > 0)
        {
            return 0;
        }

        Span<char> bare = stackalloc char[LongestCore];
        bare = bare[..Letters(core, bare)];
        Span<char> uncovered = stackalloc char[LongestCore];
        uncovered = uncovered[..Unmask(core, uncovered)];
        if (Aliases.Find(bare) is { } alias && Strong(alias) && uncovered.IsEmpty)
        {
            return Copy(alias, target);
        }

        if (bare.Length >= 3 && (Strong(bare) || (IsMarkedUp(core) && IsCommon(bare)))
            && (uncovered.IsEmpty || shape.MaskRuns > 1 || Vocabulary.Find(bare).Cost < Vocabulary.Find(uncovered).Cost))
        {
            return Copy(bare, target);
        }

        return !uncovered.IsEmpty ? Copy(uncovered, target)
            : bare.Length >= 4 ? WordRepair.Guess(bare, IsMarkedUp(core), target, out _)
            : 0;
    }

    /// <summary>"n@z!": an exclamation mark at the end may be the last letter of a lexicon term.</summary>
    /// <returns>Its length, 0 where there is none.</returns>
    internal static int ReadFinalSign(ReadOnlySpan<char> core, Span<char> target) =>
        core.Length <= LongestCore && Leet.Read(core, 0, target) is >= 4 and var length && Strong(target[..length]) ? length : 0;

    private static bool IsCommon(ReadOnlySpan<char> word) => Vocabulary.Find(word) is { IsKnown: true, Cost: < CommonCost };

    // A star that refers to a note or marks a correction: "their*", "*their".
    private static bool IsFootnote(ReadOnlySpan<char> core) =>
        core.Trim('*') is { Length: > 1 } word && word.Length < core.Length && Vocabulary.Find(word) is { IsKnown: true, Cost: < UncommonPiece };

    // Stars, underscores and tildes inside a word are mark-up or a disguise; points and hyphens have honest uses.
    private static bool IsMarkedUp(ReadOnlySpan<char> core) => core.ContainsAny('*', '_', '~');

    private int ReadLeet(ReadOnlySpan<char> core, Shape shape, Span<char> target)
    {
        Span<char> letters = stackalloc char[LongestCore];
        Span<char> guess = stackalloc char[LongestCore];
        int best = 0, bestCost = int.MaxValue;
        for (var reading = 0; reading < Leet.Readings(core); reading++)
        {
            var length = Leet.Read(core, reading, letters);
            ref readonly var word = ref Vocabulary.Find(letters[..length]);
            var cost = word.Cost - (word.Lexeme != 0 ? 40 : 0);
            if (!word.IsKnown && best == 0 && Aliases.Find(letters[..length]) is { } alias && (Strong(alias) || (alias.Contains('\'') && !alias.Contains(' '))))
            {
                best = Copy(alias, target);
            }
            else if (word.IsKnown && cost < bestCost && Believable(word, length, shape))
            {
                bestCost = cost;
                best = Copy(letters[..length], target);
            }
            else if (best == 0 && length >= 4 && shape.Letters > 0 && Forms.Unstretched(letters[..length]) is { } form)
            {
                best = Copy(form.Text, target);
            }
        }

        if (best == 0 && shape.Letters > 0 && Leet.Read(core, 0, letters) is >= 5 and var whole
            && WordRepair.Guess(letters[..whole], false, guess, out _) is > 0 and var guessed)
        {
            best = Copy(guess[..guessed], target);
        }

        LeetWords += best > 0 ? 1 : 0;
        return best;
    }

    private bool Believable(in Word word, int length, Shape shape)
    {
        if (shape.Letters == 0)
        {
            return false;
        }

        if (length >= 3 && word.Lexeme != 0 && Lexicons.Entry(word.Lexeme) is { Strong: true })
        {
            return shape.CommonSigns > 0 || length >= 4;
        }

        // In front of a word a sign is more often a mention, a variable or a list mark than a letter.
        if (shape.LeadingSign && LeetWords < 2)
        {
            return false;
        }

        // A digit at the end is mostly a number ("covid19", "windows7"); two letters are believed only beside other such words.
        return word.Cost < CommonCost && shape.CommonSigns > 0 && shape.Others == 0 && (!shape.OnlyTrailingDigits || LeetWords > 0) && (length >= 4 || (length == 3 ? LeetWords > 0 || !shape.LeadingDigit : LeetWords > 1));
    }

    private static int Unmask(ReadOnlySpan<char> core, Span<char> target)
    {
        Span<char> pattern = stackalloc char[LongestCore];
        for (var i = 0; i < core.Length; i++)
        {
            pattern[i] = CharClasses.IsLetter(core[i]) ? core[i] : Masks.IsMask(core[i]) ? Masks.Any : Leet.IsSign(core[i]) ? Masks.Any : '\0';
        }

        if (pattern[..core.Length].Contains('\0') || core[0] is '-' or '+' or '=' or '~' or '_' or '.'
            || (core.Length == 3 && !core.Contains('*')))
        {
            return 0;
        }

        if (Masks.Find(pattern[..core.Length]) is { } form)
        {
            return Copy(form.Text, target);
        }

        return core.ContainsAny('*', '#', '@') && Shape.Of(core) is { Signs: 1, Digits: 0, Letters: >= 3 }
            ? Uncover(core, pattern[..core.Length], target) : 0;
    }

    // One covered letter in an ordinary word: the commonest word that fits.
    private static int Uncover(ReadOnlySpan<char> core, Span<char> pattern, Span<char> target)
    {
        var hole = pattern.IndexOf(Masks.Any);
        if (hole == 0 || hole == pattern.Length - 1)
        {
            return 0;
        }

        int best = CommonCost, length = 0;
        for (var letter = 'a'; letter <= 'z'; letter++)
        {
            pattern[hole] = letter;
            if (Vocabulary.Find(pattern) is { IsKnown: true } word && word.Cost < best)
            {
                best = word.Cost;
                length = Copy(pattern, target);
            }
        }

        return length;
    }

    // "well-known", "and/or", "end.Then": words on both sides. "k-ike" is not, since nobody writes the second half alone.
    private static bool HasOnlyPlainPieces(ReadOnlySpan<char> core)
    {
        for (var i = 0; i < core.Length;)
        {
            if (core[i] is '*' or '_' or '@' or '#' or '$' or '~' or '%' or '^' or '+' or '=' or '|')
            {
                return false;
            }

            var start = i;
            while (i < core.Length && (CharClasses.IsLetter(core[i]) || core[i] == '\''))
            {
                i++;
            }

            if (i > start)
            {
                if ((start > 0 && CharClasses.IsDigit(core[start - 1])) || (i < core.Length && CharClasses.IsDigit(core[i])))
                {
                    return false;
                }

                ref readonly var piece = ref Vocabulary.Find(core[start..i]);
                if (!piece.IsKnown || piece.Cost > (i - start == 2 ? UncommonShortPiece : UncommonPiece) || (i - start == 1 && core[start] is not ('a' or 'i')))
                {
                    return false;
                }
            }

            i = i == start ? i + 1 : i;
        }

        return true;
    }

    private static bool Strong(ReadOnlySpan<char> word) =>
        Vocabulary.Lexeme(word) is not 0 and var lexeme && Lexicons.Entry(lexeme) is { Strong: true } entry
        && (entry.Category != LexiconCategory.Identity || word.Length >= 4);

    private static int Letters(ReadOnlySpan<char> core, Span<char> target)
    {
        var length = 0;
        foreach (var c in core)
        {
            if (CharClasses.IsLetter(c))
            {
                target[length++] = c;
            }
        }

        return length;
    }

    private static int Copy(ReadOnlySpan<char> text, Span<char> target)
    {
        text.CopyTo(target);
        return text.Length;
    }
}
