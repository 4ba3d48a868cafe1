namespace Moderation.Text;

/// <summary>
/// One token of a comment: where it stands in the original, and what it is once every disguise is taken off.
/// Its canonical text is read with <see cref="NormalizedText.Text"/>.
/// </summary>
public struct Token
{
    /// <summary>Where it begins in the original text, in UTF-16 units.</summary>
    public int Begin { get; internal set; }

    /// <summary>Where it ends in the original text, in UTF-16 units, exclusive; never before <see cref="Begin"/>.</summary>
    public int End { get; internal set; }

    internal int TextStart { get; set; }

    internal int TextLength { get; set; }

    /// <summary>Hash of the canonical text; the same on every machine and in every run (see <see cref="TextHash"/>).</summary>
    public ulong Hash { get; internal set; }

    /// <summary>The flags.</summary>
    public TokenFlags Flags { get; internal set; }

    /// <summary>The entry of <see cref="Lexicons"/> that stands here; 0 where there is none or its sense does no harm.</summary>
    public ushort Lexeme { get; internal set; }

    /// <summary>The kind.</summary>
    public TokenKind Kind { get; internal set; }

    /// <summary>The group that the word names, neutrally or not.</summary>
    public IdentityGroup Identity { get; internal set; }

    /// <summary>The class of an emoji; <see cref="EmojiClass.None"/> for everything else.</summary>
    public EmojiClass Emoji { get; internal set; }

    /// <summary>Whom the clause of this token is about.</summary>
    public Addressee Addressee { get; internal set; }

    internal WordRole Role { get; set; }

    internal bool StartsPhrase { get; set; }

    /// <summary>How rare the word is (see <see cref="Word.Cost"/>); 0 for an unknown one.</summary>
    internal byte Cost { get; set; }

    /// <summary>Whether every flag of <paramref name="flags"/> is set.</summary>
    public readonly bool Is(TokenFlags flags) => (Flags & flags) == flags;
}
