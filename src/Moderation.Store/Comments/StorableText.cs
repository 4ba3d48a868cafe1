using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Moderation.Store;

/// <summary>
/// Text that both databases give back as it was: PostgreSQL takes neither NUL nor half a surrogate pair, SQLite
/// changes the latter. Each such UTF-16 unit becomes U+FFFD, one for one, so that offsets of spans stay right.
/// </summary>
public static class StorableText
{
    private const char Replacement = '\uFFFD';
    private static readonly SearchValues<char> Suspects =
        SearchValues.Create([.. Enumerable.Range(0xD800, 0x800).Select(unit => (char)unit), '\0']);

    /// <summary>Whether the text can be kept as it is.</summary>
    public static bool IsStorable(string text) => IndexOfBad(text, 0) < 0;

    /// <summary>The text with U+FFFD for each unit that cannot be kept; the same instance where there is none.</summary>
    public static string Clean(string text)
    {
        var bad = IndexOfBad(text, 0);
        if (bad < 0)
        {
            return text;
        }

        var units = text.ToCharArray();
        for (; bad >= 0; bad = IndexOfBad(text, bad + 1))
        {
            units[bad] = Replacement;
        }

        return new string(units);
    }

    /// <summary>SHA-256 over the UTF-16 units.</summary>
    public static byte[] Hash(string text) => SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()));

    private static int IndexOfBad(string text, int from)
    {
        while (from < text.Length)
        {
            var at = text.AsSpan(from).IndexOfAny(Suspects);
            if (at < 0)
            {
                return -1;
            }

            at += from;
            if (!(char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1])))
            {
                return at;
            }

            from = at + 2;
        }

        return -1;
    }
}
