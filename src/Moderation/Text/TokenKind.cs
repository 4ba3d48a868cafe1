namespace Moderation.Text;

/// <summary>What a token is. The feature room treats each kind differently; a number or an address is never a word.</summary>
public enum TokenKind : byte
{
    /// <summary>Letters, with inner apostrophes (<c>don't</c>). Clitics such as <c>'s</c> and <c>'re</c> are words of their own.</summary>
    Word,

    /// <summary>Digits, also as a time, a price, a version, a date, an ordinal (<c>10:30</c>, <c>$5.99</c>, <c>v1.2.3</c>, <c>4th</c>).</summary>
    Number,

    /// <summary>One punctuation mark or a run of the same one (<c>!!!</c> is one token with the text <c>!</c>).</summary>
    Punctuation,

    /// <summary>One emoji with its modifiers; its text is a name such as <c>:monkey face:</c>.</summary>
    Emoji,

    /// <summary>A web or mail address; its text is always <c>⟨url⟩</c>.</summary>
    Url,

    /// <summary>A mention of a user (<c>@name</c>); its text is always <c>⟨user⟩</c>.</summary>
    Mention,

    /// <summary>The mark of a hashtag; the words inside follow as words with <see cref="TokenFlags.InHashtag"/>.</summary>
    Hashtag,

    /// <summary>One or more line breaks.</summary>
    LineBreak,
}
