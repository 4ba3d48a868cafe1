namespace Moderation.Text;

/// <summary>
/// A comment as the classifier reads it. Only a <see cref="Normalizer"/> can build one, so training and serving cannot differ.
/// It borrows the normaliser's buffers: it is valid until the next call on the same normaliser.
/// </summary>
public sealed class NormalizedText
{
    private readonly TokenBuffer buffer;

    internal NormalizedText(TokenBuffer buffer) => this.buffer = buffer;

    /// <summary>Length of the original text in UTF-16 units.</summary>
    public int OriginalLength { get; internal set; }

    /// <summary>The tokens of the comment, in order, without overlap; between them stands only white space or what was removed.</summary>
    public ReadOnlySpan<Token> Tokens => buffer.Tokens(0, CommentEnd);

    /// <summary>The tokens of the parent comment's beginning; empty where none was given. Offsets are those of the parent's text.</summary>
    public ReadOnlySpan<Token> ParentTokens => buffer.Tokens(CommentEnd, ParentEnd);

    /// <summary>The tokens of the title; empty where none was given. Offsets are those of the title's text.</summary>
    public ReadOnlySpan<Token> TitleTokens => buffer.Tokens(ParentEnd, TitleEnd);

    /// <summary>Letters of the comment.</summary>
    public int Letters { get; internal set; }

    /// <summary>Upper-case letters of the comment.</summary>
    public int UpperCaseLetters { get; internal set; }

    internal int CommentEnd { get; set; }

    internal int ParentEnd { get; set; }

    internal int TitleEnd { get; set; }

    /// <summary>The canonical text of a token of this object: folded, in lower case, repaired.</summary>
    public ReadOnlySpan<char> Text(in Token token) => buffer.Text(token);
}
