namespace Moderation.Text;

/// <summary>
/// Reads a comment as a person would: folds letters, takes off disguises, cuts words, finds lexicon terms and their context,
/// and keeps for every token its exact place in the original. The time is linear in the length and no string makes it throw.
/// Not thread-safe: it holds its buffers, so that a call allocates nothing. Use one for each worker.
/// </summary>
public sealed class Normalizer
{
    /// <summary>Raised whenever the output changes for some text; a model records the version that it was trained with.</summary>
    public const int Version = 1;

    /// <summary>So much of the beginning of the parent comment is read: what a reply answers stands there.</summary>
    public const int ParentLimit = 500;

    /// <summary>So much of the beginning of the title is read.</summary>
    public const int TitleLimit = 200;

    private readonly TokenBuffer buffer = new();
    private readonly Folder folder;
    private readonly Scanner scanner;
    private readonly NormalizedText result;

    /// <summary>Builds a normaliser with empty buffers.</summary>
    public Normalizer()
    {
        PhraseTable.Ready();
        folder = new Folder(buffer.Folded);
        scanner = new Scanner(buffer);
        result = new NormalizedText(buffer);
    }

    /// <summary>
    /// Loads the tables that every comment needs. A program that calls this on another thread while it opens its model answers its
    /// first comment sooner; one that does not call it pays with its first comment.
    /// </summary>
    public static void LoadTables()
    {
        PhraseTable.Ready();
        FoldTable.Ready();
    }

    /// <summary>Normalises one comment.</summary>
    /// <param name="text">The comment as it was written; any UTF-16, also broken.</param>
    /// <param name="parent">The comment that it answers, if known.</param>
    /// <param name="title">The title of the article or thread, if known.</param>
    /// <returns>The tokens; valid until the next call on this object.</returns>
    public NormalizedText Normalize(ReadOnlySpan<char> text, ReadOnlySpan<char> parent = default, ReadOnlySpan<char> title = default)
    {
        buffer.Clear();
        result.OriginalLength = text.Length;
        Read(text);
        result.Letters = folder.Letters;
        result.UpperCaseLetters = folder.UpperCaseLetters;
        result.CommentEnd = buffer.Count;
        Read(parent[..Math.Min(parent.Length, ParentLimit)]);
        result.ParentEnd = buffer.Count;
        Read(title[..Math.Min(title.Length, TitleLimit)]);
        result.TitleEnd = buffer.Count;
        return result;
    }

    private void Read(ReadOnlySpan<char> text)
    {
        var from = buffer.Folded.Length;
        folder.Fold(text);
        var first = buffer.Count;
        scanner.Scan(from);
        Fragments.Join(buffer, first);
        LexiconMatcher.Mark(buffer, first);
        Negation.Mark(buffer, first);
        Quotation.Mark(buffer, first);
        Addressing.Mark(buffer, first);
    }
}
