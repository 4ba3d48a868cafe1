namespace Moderation.Service.Importers;

/// <summary>
/// Cuts XML into its tags, what stands between them, CDATA sections and comments, without minding whether they fit together.
/// A tag that does not end is ended by the next one, so that one fault does not take what follows with it.
/// </summary>
internal sealed class XmlScanner(TextReader reader)
{
    /// <summary>Longest token that is kept; of a longer one the beginning and the end are, so that no file fills the memory.</summary>
    public const int Longest = 4 * 1024 * 1024;

    private const string Data = "<![CDATA[";
    private const string Remark = "<!--";
    private const int LongestEnd = 3;
    private const char Replacement = '\uFFFD';

    private readonly char[] _buffer = new char[64 * 1024];
    private char[] _token = new char[1024];
    private int _at, _end, _length, _line = 1;

    /// <summary>The token, until the next one is asked for.</summary>
    public ReadOnlySpan<char> Token => _token.AsSpan(0, _length);

    /// <summary>The line where the token begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Goes on to the next token.</summary>
    /// <returns>False at the end.</returns>
    public bool Next()
    {
        (_length, Line) = (0, _line);
        if (Peek() is not { } first)
        {
            return false;
        }

        Take();
        while (Peek() is { } next && !(first == '<' ? IsWhole() || (next == '<' && !IsOpaque()) : next == '<'))
        {
            Take();
        }

        return true;
    }

    private bool IsWhole() => Token[^1] == '>' && _length > 1
        && (!Token.StartsWith(Data) || Token.EndsWith("]]>"))
        && (!Token.StartsWith(Remark) || (Token.EndsWith("-->") && _length >= Remark.Length + LongestEnd));

    private bool IsOpaque() => Token.StartsWith(Data) || Token.StartsWith(Remark);

    private char? Peek()
    {
        if (_at == _end)
        {
            (_at, _end) = (0, Fill());
        }

        return _end == 0 ? null : _buffer[_at];
    }

    private int Fill()
    {
        try
        {
            return reader.Read(_buffer);
        }
        catch (InvalidDataException)
        {
            // What is packed ends or breaks here; what is missing is told by the tags that were not closed.
            return 0;
        }
    }

    private void Take()
    {
        var taken = _buffer[_at++];
        _line += taken == '\n' ? 1 : 0;
        if (_length == Longest)
        {
            _token.AsSpan(Longest - LongestEnd + 1).CopyTo(_token.AsSpan(Longest - LongestEnd));
            _length--;
        }
        else if (_length == _token.Length)
        {
            Array.Resize(ref _token, Math.Min(_length * 2, Longest));
        }

        // XML knows no control characters; exports have them all the same, out of comments that were pasted together.
        _token[_length++] = taken < ' ' && taken is not ('\t' or '\n' or '\r') ? Replacement : taken;
    }
}
