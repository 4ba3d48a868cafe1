using System.Numerics;

namespace Moderation.Features;

/// <summary>
/// How a text is written, in a few small numbers. Data sets and sites have their own habits (tweets, talk pages, chats), and
/// what counts as hate or as toxic differs with them; style lets a model tell them apart.
/// </summary>
internal readonly struct TextStyle
{
    /// <summary>How many values there are.</summary>
    public const int Count = 8;

    private readonly ulong packed;

    public TextStyle(ReadOnlySpan<char> text)
    {
        int upper = 0, lower = 0, spaced = 0, foreign = 0, marks = 0, lines = 0;
        var previous = '\0';
        foreach (var c in text)
        {
            upper += c is >= 'A' and <= 'Z' ? 1 : 0;
            lower += c is >= 'a' and <= 'z' ? 1 : 0;
            foreign += c > 127 ? 1 : 0;
            spaced += previous == ' ' && c is '.' or ',' or '!' or '?' or '\'' ? 1 : 0;
            marks += c is '&' or '<' or '[' or '=' or '|' ? 1 : 0;
            lines += c == '\n' ? 1 : 0;
            previous = c;
        }

        var first = text.Length == 0 ? 2 : text[0] is >= 'A' and <= 'Z' ? 1 : text[0] is >= 'a' and <= 'z' ? 0 : 2;
        var last = text.Length == 0 ? 2 : text[^1] is '.' or '!' or '?' ? 1 : 0;
        Span<int> values =
        [
            BitOperations.Log2((uint)text.Length + 1), Capitals(upper, lower), Math.Min(spaced, 3), Math.Min(foreign, 3),
            first, Math.Min(lines, 2), last, Math.Min(marks, 4),
        ];
        for (var i = 0; i < Count; i++)
        {
            packed |= (ulong)values[i] << (8 * i);
        }
    }

    /// <summary>One value, told apart from the others by its place.</summary>
    public ulong this[int index] => ((ulong)index << 8) | ((packed >> (8 * index)) & 255);

    private static int Capitals(int upper, int lower) =>
        upper + lower == 0 ? 9 : upper == 0 ? 0 : (upper * 7 / (upper + lower)) + 1;
}
