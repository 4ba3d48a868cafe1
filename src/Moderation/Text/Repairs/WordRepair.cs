namespace Moderation.Text;

/// <summary>Finds the word behind letters that are in no vocabulary. Every guess must end in a known word, or the letters stay.</summary>
internal sealed class WordRepair(TokenBuffer buffer, TokenWriter writer)
{
    private const int LongestGuess = 40;
    private const int ShortestSegment = 6;
    private const int ShortestForeign = 4;

    // About one word in 40,000 of running text; a rarer word is no good reason to change what was written.
    private const byte CommonCost = 124;
    private const byte VeryCommonCost = 96;

    private readonly FoldedText folded = buffer.Folded;
    private readonly Segmenter segmenter = new();

    // Words of two alphabets so far in this text: beside them, a word wholly in look-alikes is believed too.
    private int mixedWords;

    internal void Begin() => mixedWords = 0;

    /// <summary>Writes the word from <paramref name="from"/> to before <paramref name="to"/>, repaired if it must be.</summary>
    internal void Write(int from, int to, ulong hash)
    {
        if (Vocabulary.Find(hash).IsKnown || !TryRepair(from, to))
        {
            writer.AddWord(from, to, hash, TokenFlags.None);
        }
    }

    /// <summary>The known word that <paramref name="letters"/> stand for, written to <paramref name="target"/>; 0 where there is none.</summary>
    /// <param name="letters">Letters only, in no vocabulary.</param>
    /// <param name="nearMisses">Whether swapped and dropped letters are undone too.</param>
    /// <param name="target">At least 40 characters.</param>
    /// <param name="flags">What was found out on the way.</param>
    internal static int Guess(ReadOnlySpan<char> letters, bool nearMisses, Span<char> target, out TokenFlags flags)
    {
        flags = TokenFlags.None;
        if (letters.Length is < 3 or > LongestGuess)
        {
            return 0;
        }

        if (Unstretch(letters, target) is > 0 and var length)
        {
            flags = TokenFlags.Elongated;
            return length;
        }

        if (Halve(letters, target) is > 0 and var half && Vocabulary.Find(target[..half]).IsKnown)
        {
            flags = TokenFlags.Elongated;
            return half;
        }

        if (Forms.Unstretched(letters) is { } stretched)
        {
            flags = TokenFlags.Elongated;
            return Copy(stretched.Text, target);
        }

        flags = TokenFlags.Disguised;
        return nearMisses && NearMiss(letters, target) is > 0 and var near ? near : 0;
    }

    private bool TryRepair(int from, int to)
    {
        var letters = folded.Chars.AsSpan(from, to - from);
        Span<char> target = stackalloc char[LongestGuess];
        if (Aliases.Find(letters) is { } alias)
        {
            WriteAlias(from, to, alias);
            return true;
        }

        if (letters.Length <= LongestGuess && letters.ContainsAnyInRange('\u0080', '\uFFFF') && TryForeign(from, to, target))
        {
            return true;
        }

        if (Guess(letters, !LooksLikeName(from, to) && !LooksLikeAcronym(from, to), target, out var flags) is > 0 and var length)
        {
            writer.AddRepaired(from, to, target[..length], flags);
            return true;
        }

        return letters.Length >= ShortestSegment && TrySegment(from, to);
    }

    // "youre" is two words written as one; the other aliases are one word spelt short.
    private void WriteAlias(int from, int to, string alias)
    {
        var clitic = alias.IndexOf(' ');
        if (clitic < 0)
        {
            writer.AddRepaired(from, to, alias, alias.Contains('\'') ? TokenFlags.None : TokenFlags.Disguised);
            return;
        }

        writer.AddRepaired(from, from + clitic, alias.AsSpan(0, clitic), TokenFlags.None);
        writer.AddRepaired(from + clitic, to, alias.AsSpan(clitic + 1), TokenFlags.None);
    }

    // Two alphabets in one word are a disguise. A word wholly in another alphabet is one only where a common English word appears.
    private bool TryForeign(int from, int to, Span<char> target)
    {
        var letters = folded.Chars.AsSpan(from, to - from);
        if (!Homoglyphs.TryRead(letters, target))
        {
            return false;
        }

        var latin = target[..letters.Length];
        ref readonly var word = ref Vocabulary.Find(latin);
        var mixed = letters.ContainsAnyInRange('a', 'z');
        mixedWords += mixed ? 1 : 0;
        if (word.IsKnown && (mixed || (word.Cost < CommonCost && (letters.Length >= ShortestForeign || mixedWords > 0)) || (letters.Length >= 3 && word.Lexeme != 0)))
        {
            writer.AddRepaired(from, to, latin, TokenFlags.Disguised);
            return true;
        }

        Span<char> guess = stackalloc char[LongestGuess];
        if (letters.Length >= ShortestForeign && Guess(latin, true, guess, out var flags) is > 0 and var length)
        {
            writer.AddRepaired(from, to, guess[..length], flags | TokenFlags.Disguised);
            return true;
        }

        if (mixed)
        {
            writer.AddRepaired(from, to, latin, TokenFlags.Disguised);
        }

        return mixed;
    }

    // "soooo" to "so", "coool" to "cool": each long run becomes one or two letters, whichever word is commoner.
    private static int Unstretch(ReadOnlySpan<char> letters, Span<char> target)
    {
        Span<int> runs = stackalloc int[LongestGuess];
        Span<char> squeezed = stackalloc char[LongestGuess];
        int count = 0, length = 0, longRuns = 0;
        for (var i = 0; i < letters.Length; count++)
        {
            var start = i;
            while (i < letters.Length && letters[i] == letters[start])
            {
                i++;
            }

            squeezed[count] = letters[start];
            runs[count] = i - start;
            longRuns += i - start > 2 ? 1 : 0;
        }

        if (longRuns is 0 or > 4)
        {
            return 0;
        }

        var best = CommonCost + 1;
        Span<char> candidate = stackalloc char[LongestGuess];
        for (var choice = 0; choice < 1 << longRuns; choice++)
        {
            var bits = choice;
            var end = 0;
            for (var i = 0; i < count; i++)
            {
                var copies = runs[i] > 2 ? 1 + (bits & 1) : runs[i];
                bits = runs[i] > 2 ? bits >> 1 : bits;
                candidate.Slice(end, copies).Fill(squeezed[i]);
                end += copies;
            }

            ref readonly var word = ref Vocabulary.Find(candidate[..end]);
            var cost = word.Lexeme != 0 ? word.Cost - 40 : word.Cost;
            if (word.IsKnown && cost < best && (end > 2 || word.Cost < VeryCommonCost))
            {
                best = cost;
                length = Copy(candidate[..end], target);
            }
        }

        return length;
    }

    // "yyoouu": every letter twice.
    private static int Halve(ReadOnlySpan<char> letters, Span<char> target)
    {
        for (var i = 0; i < letters.Length; i += 2)
        {
            if (i + 1 == letters.Length || letters[i] != letters[i + 1])
            {
                return 0;
            }

            target[i / 2] = letters[i];
        }

        return letters.Length / 2;
    }

    private static int NearMiss(ReadOnlySpan<char> letters, Span<char> target)
    {
        if (letters.Length >= 4)
        {
            letters.CopyTo(target);
            var word = target[..letters.Length];
            for (var i = 0; i + 1 < letters.Length; i++)
            {
                (word[i], word[i + 1]) = (word[i + 1], word[i]);
                if (Vocabulary.Lexeme(word) is not 0 and var lexeme && WorthSwapping(Lexicons.Entry(lexeme), word.Length))
                {
                    return word.Length;
                }

                (word[i], word[i + 1]) = (word[i + 1], word[i]);
            }
        }

        return Forms.WithOneMore(letters) is { } form ? Copy(form.Text, target) : 0;
    }

    private static bool WorthSwapping(LexiconEntry entry, int length) =>
        entry.Category == LexiconCategory.Identity ? length >= 5 && entry.Group != IdentityGroup.Unprotected : entry.Severity >= 2;

    private bool TrySegment(int from, int to)
    {
        if (to - from > Segmenter.BlockLength)
        {
            var whole = true;
            for (var block = from; block < to; block += Segmenter.BlockLength)
            {
                var end = Math.Min(block + Segmenter.BlockLength, to);
                whole &= TrySegment(block, end) || Keep(block, end);
            }

            return whole;
        }

        if (!segmenter.TrySegment(folded.Chars.AsSpan(from, to - from)))
        {
            return false;
        }

        // "Penistone": a place or a surname is often made of two words.
        if (segmenter.Count == 2 && LooksLikeName(from, to))
        {
            return false;
        }

        var flags = TokenFlags.Segmented | (segmenter.Count > 3 || segmenter.HasAbuse ? TokenFlags.Disguised : TokenFlags.None);
        var begin = from;
        foreach (var end in segmenter.Ends)
        {
            writer.AddWord(begin, from + end, TextHash.Of(folded.Chars.AsSpan(begin, from + end - begin)), flags);
            begin = from + end;
        }

        return true;
    }

    private bool Keep(int from, int to)
    {
        writer.AddWord(from, to, TextHash.Of(folded.Chars.AsSpan(from, to - from)), TokenFlags.None);
        return true;
    }

    // A capital inside a sentence, in a text that uses capitals: more likely a name than a misspelt word.
    private bool LooksLikeName(int from, int to)
    {
        if ((folded.Marks[from] & FoldMark.Upper) == 0 || (to - from > 1 && (folded.Marks[from + 1] & FoldMark.Upper) != 0))
        {
            return false;
        }

        return buffer.Count > 0 && buffer[buffer.Count - 1] is { Kind: TokenKind.Word };
    }

    private bool LooksLikeAcronym(int from, int to) => to - from == 3 && (folded.Marks[from] & folded.Marks[from + 1] & FoldMark.Upper) != 0;

    private static int Copy(ReadOnlySpan<char> text, Span<char> target)
    {
        text.CopyTo(target);
        return text.Length;
    }
}
