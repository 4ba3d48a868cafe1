namespace Moderation.Text;

/// <summary>What is known about a token beside its text.</summary>
[Flags]
public enum TokenFlags : ushort
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>In the scope of a negation (<c>not</c>, <c>never</c>, <c>isn't</c>): up to the end of the clause, at most six words.</summary>
    Negated = 1,

    /// <summary>Inside quotation marks, in a quoted line, or after a word that reports speech or names a word.</summary>
    Quoted = 2,

    /// <summary>The text was hidden in some way and has been repaired: the canonical text is not what stands in the original.</summary>
    Disguised = 4,

    /// <summary>Two or more letters, all upper case.</summary>
    Shouted = 8,

    /// <summary>A letter is repeated beyond its spelling (<c>soooo</c>).</summary>
    Elongated = 16,

    /// <summary>Begins with an upper-case letter and goes on in lower case.</summary>
    Capitalized = 32,

    /// <summary>Stands inside a hashtag.</summary>
    InHashtag = 64,

    /// <summary>The word is in the vocabulary or in a lexicon.</summary>
    Known = 128,

    /// <summary>A term of a lexicon whose context shows a sense that does no harm (<c>chink in the armour</c>); <see cref="Token.Lexeme"/> is 0.</summary>
    Harmless = 256,

    /// <summary>A slur that a member of the group uses of themselves or their own (<c>as a proud …</c>, <c>we …s</c>).</summary>
    Reclaimed = 512,

    /// <summary>Part of a term of several words, but not its first word; the first one carries the <see cref="Token.Lexeme"/>.</summary>
    Continues = 1024,

    /// <summary>Cut out of letters that were run together with others.</summary>
    Segmented = 2048,

    /// <summary>The last token of its clause.</summary>
    EndsClause = 4096,
}
