namespace Moderation.Features;

/// <summary>
/// How features become 64-bit keys. Part of the model format: a trained model is a table of these keys, so nothing here
/// changes without a new <see cref="FeatureExtractor.Version"/>.
/// </summary>
public static class FeatureHash
{
    /// <summary>Joins two keys; the order counts.</summary>
    public static ulong Join(ulong first, ulong second)
    {
        var hash = (first * 0x9E3779B97F4A7C15) ^ (second + 0x632BE59BD9B4E019 + (first << 6));
        hash ^= hash >> 31;
        hash *= 0xBF58476D1CE4E5B9;
        return hash ^ (hash >> 29);
    }

    /// <summary>A feature of a kind.</summary>
    public static ulong Of(FeatureKind kind, ulong value) => Join((ulong)kind + 1, value);
}

/// <summary>The kinds of features; each kind has keys of its own.</summary>
public enum FeatureKind
{
    /// <summary>A word, emoji, number or mark by itself.</summary>
    Unigram,

    /// <summary>Three to five letters inside a word and its edges.</summary>
    Letters,

    /// <summary>A word in the scope of a negation.</summary>
    Negated,

    /// <summary>A word inside a quotation.</summary>
    Quoted,

    /// <summary>A word in capitals.</summary>
    Shouted,

    /// <summary>A group that is named.</summary>
    Identity,

    /// <summary>Two neighbours.</summary>
    Bigram,

    /// <summary>Three neighbours.</summary>
    Trigram,

    /// <summary>Two words with one between them.</summary>
    Skip,

    /// <summary>Two neighbours, groups and abusive words named only by what they do.</summary>
    AbstractBigram,

    /// <summary>Three such neighbours.</summary>
    AbstractTrigram,

    /// <summary>Four such neighbours.</summary>
    AbstractFourgram,

    /// <summary>Two roles that meet in a clause.</summary>
    ClausePair,

    /// <summary>All roles of a clause.</summary>
    Clause,

    /// <summary>Two roles that meet in a comment.</summary>
    CommentPair,

    /// <summary>A word of the lexicons by what it does, and to whom.</summary>
    Lexeme,

    /// <summary>The class of an emoji.</summary>
    Emoji,

    /// <summary>How the text is written: length, capitals, spacing.</summary>
    Style,

    /// <summary>A word of the comment that is answered.</summary>
    Parent,

    /// <summary>A word of the title.</summary>
    Title,
}
