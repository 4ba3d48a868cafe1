using System.Numerics;

namespace Moderation.Features;

/// <summary>
/// How a text is written, in a few small numbers. Data sets and sites have their own habits (tweets, talk pages, chats), and
/// what counts as hate or as toxic differs with them; style lets a model tell them apart.
/// </summary>
internal static class TextStyle
{
    /// <summary>How many values there are.</summary>
    public const int Count = 16;

    /// <summary>Longer texts are all alike.</summary>
    private const int LongestTold = ushort.MaxValue;

    /// <summary>The values of a text, told apart by their place.</summary>
    public static void Read(ReadOnlySpan<char> text, Span<ulong> values)
    {
        var counts = default(Counts);
        var previous = ' ';
        var beforePrevious = ' ';
        foreach (var c in text)
        {
            counts.Add(c, previous, beforePrevious);
            (beforePrevious, previous) = (previous, c);
        }

        var length = (ulong)Math.Min(text.Length, LongestTold);
        values[0] = (ulong)BitOperations.Log2((length * length) + 1);
        values[1] = Share(counts.Upper, counts.Upper + counts.Lower);
        values[2] = Few(counts.SpacedMarks);
        values[3] = Few(counts.Foreign);
        values[4] = Few(counts.Lines);
        values[5] = Few(counts.Brackets);
        values[6] = Few(counts.Entities);
        values[7] = Few(counts.DoubleSpaces);
        values[8] = Few(counts.Mentions);
        values[9] = Few(counts.Hashes);
        values[10] = Few(counts.Quotes);
        values[11] = Few(counts.SmallI);
        values[12] = Share(counts.Marks, text.Length / 8);
        values[13] = Few(counts.Capitals);
        values[14] = Ends(text.Length < 3 ? text : text[..3]);
        values[15] = Ends(text.Length < 3 ? text : text[^3..]);
        for (var i = 0; i < Count; i++)
        {
            values[i] |= (ulong)(i + 1) << 56;
        }
    }

    private static ulong Few(int count) => (ulong)Math.Min(count, 4);

    private static ulong Share(int part, int whole) => whole <= 0 ? 15 : part == 0 ? 0 : (ulong)Math.Min((part * 7 / whole) + 1, 9);

    /// <summary>The first or last signs, letters only as big or small: how a text begins and ends is a habit.</summary>
    private static ulong Ends(ReadOnlySpan<char> signs)
    {
        var packed = 0UL;
        foreach (var c in signs)
        {
            packed = (packed << 16) | (char.IsAsciiLetterLower(c) ? 'a' : char.IsAsciiLetterUpper(c) ? 'A' : char.IsAsciiDigit(c) ? '0' : c);
        }

        return packed;
    }

    private struct Counts
    {
        public int Upper, Lower, SpacedMarks, Foreign, Lines, Brackets, Entities, DoubleSpaces, Mentions, Hashes, Quotes, SmallI, Marks, Capitals;

        public void Add(char c, char previous, char beforePrevious)
        {
            if (c is >= 'a' and <= 'z')
            {
                Lower++;
                return;
            }

            if (c == ' ')
            {
                DoubleSpaces += previous == ' ' ? 1 : 0;
                SmallI += previous == 'i' && beforePrevious == ' ' ? 1 : 0;
                return;
            }

            if (c is >= 'A' and <= 'Z')
            {
                Upper++;
                Capitals += beforePrevious is '.' or '!' or '?' && previous == ' ' ? 1 : 0;
                return;
            }

            AddMark(c, previous);
        }

        private void AddMark(char c, char previous)
        {
            Foreign += c > 127 ? 1 : 0;
            Marks++;
            switch (c)
            {
                case '.' or ',' or '!' or '?' or '\'':
                    SpacedMarks += previous == ' ' ? 1 : 0;
                    break;
                case '\n':
                    Lines++;
                    break;
                case '[' or '<' or '=' or '|' or '{':
                    Brackets++;
                    break;
                case '&':
                    Entities++;
                    break;
                case '@':
                    Mentions++;
                    break;
                case '#':
                    Hashes++;
                    break;
                case '"':
                    Quotes++;
                    break;
            }
        }
    }
}
