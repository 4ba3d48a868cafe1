namespace Moderation.Text;

/// <summary>The tokens and characters of one normaliser, reused from call to call.</summary>
internal sealed class TokenBuffer
{
    private const int KeptCapacity = 1 << 14;
    private Token[] tokens = new Token[256];

    internal FoldedText Folded { get; } = new();

    internal int Count { get; private set; }

    internal ref Token this[int index] => ref tokens[index];

    internal Span<Token> Tokens(int from, int to) => tokens.AsSpan(from, to - from);

    internal ReadOnlySpan<char> Text(in Token token) => Folded.Chars.AsSpan(token.TextStart, token.TextLength);

    internal void Clear()
    {
        Count = 0;
        Folded.Clear();
        if (tokens.Length > KeptCapacity)
        {
            tokens = new Token[256];
        }
    }

    internal ref Token Add()
    {
        if (Count == tokens.Length)
        {
            Array.Resize(ref tokens, tokens.Length * 2);
        }

        ref var token = ref tokens[Count++];
        token = default;
        return ref token;
    }

    internal void Truncate(int count) => Count = count;
}
