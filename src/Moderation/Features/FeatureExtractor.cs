using Moderation.Text;

namespace Moderation.Features;

/// <summary>
/// Turns a normalised comment into the keys a model knows it by. The keys of a word depend on the word alone (see
/// <see cref="OfWord"/>), so that a scorer can add them up once for each word of its vocabulary; all the others depend on
/// neighbours. Not thread-safe: it holds its buffers, so that a call allocates nothing.
/// </summary>
public sealed class FeatureExtractor
{
    /// <summary>Raised whenever the keys of some text change, or what they count; a model records the version it was trained with.</summary>
    public const int Version = 6;

    /// <summary>So many tokens of a comment are read; what stands behind them is read by the next window.</summary>
    public const int TokenLimit = 1200;

    /// <summary>The longest result of <see cref="OfWord"/>.</summary>
    public const int MaxOfWord = 1 + (3 * (WordLimit + 2));

    /// <summary>So many sentences are told apart; the last one holds all that follow.</summary>
    public const int SentenceLimit = 64;

    private const int FewestWordsOfSentence = 3;
    private const int WordLimit = 30;
    private const ulong Edge = 17;

    private readonly DistinctKeys distinct = new();
    private readonly uint leftOut;
    private ulong[] keys = new ulong[1024];
    private int[] tokensOfKeys = new int[1024];
    private readonly SentenceEnd[] sentences = new SentenceEnd[SentenceLimit];
    private int[] words = new int[256];
    private int keyCount;
    private int wordCount;
    private int sentenceCount;

    /// <param name="leftOut">
    /// Kinds that are not read, to find out in training what they are worth. A model that never met them needs no such care in serving.
    /// </param>
    public FeatureExtractor(IEnumerable<FeatureKind>? leftOut = null)
    {
        foreach (var kind in leftOut ?? [])
        {
            this.leftOut |= 1u << (int)kind;
        }
    }

    /// <summary>The keys that depend on neighbours or on the whole text, each once.</summary>
    public ReadOnlySpan<ulong> Keys => keys.AsSpan(0, keyCount);

    /// <summary>For each of <see cref="Keys"/> the token it ends at, or -1 where it speaks of the whole text.</summary>
    public ReadOnlySpan<int> TokensOfKeys => tokensOfKeys.AsSpan(0, keyCount);

    /// <summary>The first token of each different word.</summary>
    public ReadOnlySpan<int> Words => words.AsSpan(0, wordCount);

    /// <summary>
    /// Where the words and keys of each sentence end, in their order; at least one. Keys behind the last one speak of the whole text. What
    /// has fewer than three words is taken to the sentence behind it.
    /// </summary>
    public ReadOnlySpan<SentenceEnd> Sentences => sentences.AsSpan(0, sentenceCount);

    /// <summary>Reads a comment. The results stand in <see cref="Keys"/>, <see cref="Words"/> and <see cref="Sentences"/> until the next call.</summary>
    /// <param name="text">The normalised comment.</param>
    /// <param name="original">The comment as written, for its style.</param>
    public void Extract(NormalizedText text, ReadOnlySpan<char> original)
    {
        keyCount = 0;
        wordCount = 0;
        sentenceCount = 0;
        distinct.Clear();
        ReadTokens(text);
        ReadContext(FeatureKind.Parent, text.ParentTokens);
        ReadContext(FeatureKind.Title, text.TitleTokens);
        Span<ulong> style = stackalloc ulong[TextStyle.Count];
        TextStyle.Read(original, style);
        foreach (var value in style)
        {
            Add(FeatureKind.Style, value, -1);
        }
    }

    /// <summary>The keys of a token by itself: the token and, for a word, its groups of three to five letters.</summary>
    /// <param name="canonical">Its canonical text.</param>
    /// <param name="token">The token.</param>
    /// <param name="into">Where they go; at least <see cref="MaxOfWord"/> long.</param>
    /// <returns>How many they are.</returns>
    public static int OfWord(ReadOnlySpan<char> canonical, in Token token, Span<ulong> into)
    {
        into[0] = FeatureHash.Of(FeatureKind.Unigram, token.Hash);
        if (token.Kind != TokenKind.Word)
        {
            return 1;
        }

        var length = Math.Min(canonical.Length, WordLimit);
        Span<char> framed = stackalloc char[WordLimit + 2];
        framed[0] = '<';
        canonical[..length].CopyTo(framed[1..]);
        framed[length + 1] = '>';
        framed = framed[..(length + 2)];
        var count = 1;
        for (var size = 3; size <= 5; size++)
        {
            for (var i = 0; i + size <= framed.Length && size < framed.Length; i++)
            {
                into[count++] = FeatureHash.Of(FeatureKind.Letters, TextHash.Of(framed.Slice(i, size)));
            }
        }

        return count;
    }

    private void ReadTokens(NormalizedText text)
    {
        var tokens = text.Tokens[..Math.Min(text.Tokens.Length, TokenLimit)];
        var (near, said) = (new Neighbours(Edge), 0);
        TokenRole clause = TokenRole.None, comment = TokenRole.None;
        for (var i = 0; i < tokens.Length; i++)
        {
            ref readonly var token = ref tokens[i];
            if (distinct.Add(FeatureHash.Of(FeatureKind.Unigram, token.Hash)))
            {
                AddWord(i);
            }

            var role = TokenRoles.Of(token);
            ReadFlags(token, role, i);
            near.Next(token.Hash, role & TokenRoles.Abstract);
            ReadNeighbours(near, i);
            clause |= Meets(role);
            if ((token.Flags & TokenFlags.EndsClause) != 0 || i == tokens.Length - 1)
            {
                ReadMeeting(FeatureKind.ClausePair, clause, i);
                Add(FeatureKind.Clause, (ulong)clause, i);
                comment |= clause;
                clause = TokenRole.None;
            }

            said += token.Kind is TokenKind.Word or TokenKind.Emoji ? 1 : 0;
            if (said >= FewestWordsOfSentence && sentenceCount < SentenceLimit - 1 && Clauses.EndsSentence(token, text.Text(token)))
            {
                sentences[sentenceCount++] = new SentenceEnd(wordCount, keyCount);
                said = 0;
            }
        }

        Add(FeatureKind.Bigram, FeatureHash.Join(near.Last, Edge), tokens.Length - 1);
        CloseLast(said > 0);
        ReadMeeting(FeatureKind.CommentPair, comment, -1);
    }

    /// <summary>What stands behind the last end is a sentence if it has a word; a closing quotation mark belongs to the one before.</summary>
    private void CloseLast(bool hasWord)
    {
        sentenceCount += hasWord || sentenceCount == 0 ? 1 : 0;
        sentences[sentenceCount - 1] = new SentenceEnd(wordCount, keyCount);
    }

    private void ReadNeighbours(in Neighbours near, int at)
    {
        Add(FeatureKind.Bigram, near.Bigram, at);
        Add(FeatureKind.Trigram, near.Trigram, at);
        Add(FeatureKind.Skip, near.Skip, at);
        if (near.Abstracts(2))
        {
            Add(FeatureKind.AbstractBigram, near.AbstractBigram, at);
        }

        if (near.Abstracts(3))
        {
            Add(FeatureKind.AbstractTrigram, near.AbstractTrigram, at);
        }

        if (near.Abstracts(4))
        {
            Add(FeatureKind.AbstractFourgram, near.AbstractFourgram, at);
        }
    }

    /// <summary>Negation, quotation and harmlessness only matter where they touch a word that has a role itself.</summary>
    private static TokenRole Meets(TokenRole role) =>
        (role & TokenRoles.Abstract) != 0 ? role : role & ~(TokenRole.Negated | TokenRole.Quoted | TokenRole.Harmless);

    private void ReadMeeting(FeatureKind kind, TokenRole roles, int at)
    {
        for (var rest = (uint)roles; rest != 0; rest &= rest - 1)
        {
            var first = rest & (~rest + 1);
            Add(kind, first, at);
            for (var others = rest & (rest - 1); others != 0; others &= others - 1)
            {
                Add(kind, first | (others & (~others + 1)), at);
            }
        }
    }

    private void ReadFlags(in Token token, TokenRole role, int at)
    {
        if (token.Kind == TokenKind.Emoji)
        {
            Add(FeatureKind.Emoji, (ulong)token.Emoji, at);
        }

        if (token.Kind != TokenKind.Word)
        {
            return;
        }

        if ((role & TokenRole.Negated) != 0)
        {
            Add(FeatureKind.Negated, token.Hash, at);
        }

        if ((role & TokenRole.Quoted) != 0)
        {
            Add(FeatureKind.Quoted, token.Hash, at);
        }

        if ((token.Flags & TokenFlags.Shouted) != 0)
        {
            Add(FeatureKind.Shouted, token.Hash, at);
        }

        if (token.Identity != IdentityGroup.None)
        {
            Add(FeatureKind.Identity, (ulong)token.Identity, at);
        }

        if (token.Lexeme != 0)
        {
            ReadLexeme(token, role, at);
        }
    }

    private void ReadLexeme(in Token token, TokenRole role, int at)
    {
        var entry = Lexicons.Entry(token.Lexeme);
        var severity = (ulong)entry.Category * 8 + entry.Severity;
        Add(FeatureKind.Lexeme, severity, at);
        Add(FeatureKind.Lexeme, FeatureHash.Join(severity, (ulong)role), at);
        Add(FeatureKind.Lexeme, FeatureHash.Join(token.Lexeme, (ulong)token.Addressee), at);
        if ((token.Flags & TokenFlags.Disguised) != 0)
        {
            Add(FeatureKind.Lexeme, FeatureHash.Join(severity, (ulong)TokenFlags.Disguised << 16), at);
        }
    }

    private void ReadContext(FeatureKind kind, ReadOnlySpan<Token> tokens)
    {
        foreach (ref readonly var token in tokens)
        {
            if (token.Kind is TokenKind.Word or TokenKind.Emoji)
            {
                Add(kind, token.Hash, -1);
            }
        }
    }

    private void Add(FeatureKind kind, ulong value, int token)
    {
        var key = FeatureHash.Of(kind, value);
        if (((leftOut >> (int)kind) & 1) != 0 || !distinct.Add(key))
        {
            return;
        }

        if (keyCount == keys.Length)
        {
            Array.Resize(ref keys, keyCount * 2);
            Array.Resize(ref tokensOfKeys, keyCount * 2);
        }

        keys[keyCount] = key;
        tokensOfKeys[keyCount++] = token;
    }

    private void AddWord(int token)
    {
        if (wordCount == words.Length)
        {
            Array.Resize(ref words, wordCount * 2);
        }

        words[wordCount++] = token;
    }
}

/// <summary>Where a sentence ends among what <see cref="FeatureExtractor"/> read.</summary>
/// <param name="Words">One past its last word in <see cref="FeatureExtractor.Words"/>.</param>
/// <param name="Keys">One past its last key in <see cref="FeatureExtractor.Keys"/>.</param>
public readonly record struct SentenceEnd(int Words, int Keys);
