using System.Globalization;

namespace Moderation.Text;

/// <summary>How each character of the basic plane is folded, read once from <c>Data/fold.txt</c>.</summary>
internal static class FoldTable
{
    internal const char Keep = '\0';
    internal const char Drop = '\u0001';

    // Longer replacements are kept aside; the private-use area names them, since no text keeps a private-use character.
    internal const char FirstExpansion = '\uF000';
    internal const char LastExpansion = '\uF8FF';

    private static readonly List<string> Expansions = [];
    private static readonly char[] Map = Load();

    /// <summary>Loads the table.</summary>
    internal static void Ready() => ArgumentNullException.ThrowIfNull(Map);

    /// <summary><see cref="Keep"/>, <see cref="Drop"/>, the replacement, or a key of <see cref="Expansion"/>.</summary>
    internal static char Of(char c) => Map[c];

    internal static string Expansion(char key) => Expansions[key - FirstExpansion];

    private static char[] Load()
    {
        var map = new char[0x10000];
        var keys = new Dictionary<string, char>();
        foreach (var line in Resource.Lines("fold.txt"))
        {
            var space = line.IndexOf(' ');
            var dash = line.IndexOf('-', 0, space);
            var first = Hex(line.AsSpan(0, dash < 0 ? space : dash));
            var last = dash < 0 ? first : Hex(line.AsSpan(dash + 1, space - dash - 1));
            if (line[space + 1] == '+')
            {
                var target = Hex(line.AsSpan(space + 2));
                for (var c = first; c <= last; c++)
                {
                    map[c] = (char)(target + c - first);
                }
            }
            else
            {
                Array.Fill(map, Code(Unescape(line.AsSpan(space + 2)), keys), first, last - first + 1);
            }
        }

        foreach (var (emoji, row) in EmojiTable.BasicPlane)
        {
            map[emoji] = row;
        }

        return map;
    }

    private static char Code(string replacement, Dictionary<string, char> keys)
    {
        if (replacement.Length < 2)
        {
            return replacement.Length == 0 ? Drop : replacement[0];
        }

        if (!keys.TryGetValue(replacement, out var key))
        {
            keys.Add(replacement, key = (char)(FirstExpansion + Expansions.Count));
            Expansions.Add(replacement);
        }

        return key;
    }

    private static int Hex(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier);

    private static string Unescape(ReadOnlySpan<char> text)
    {
        var result = string.Empty;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                result += (char)Hex(text.Slice(i + 1, 4));
                i += 4;
            }
            else
            {
                result += text[i];
            }
        }

        return result;
    }
}
