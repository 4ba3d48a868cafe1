using System.Globalization;

namespace Moderation.Text;

/// <summary>The emoji, read once from <c>Data/emoji.txt</c>. In folded text each is one private-use character: its row.</summary>
internal static class EmojiTable
{
    private const int FirstPlane = 0x1F000;
    private const int FirstIndicator = 0x1F1E6;
    private static readonly List<(string Text, EmojiClass Class)> Rows = [];
    private static readonly char[] Astral = new char[0xC00];
    private static readonly Dictionary<char, char> Basic = [];
    private static readonly int FirstFlag = Load();

    internal static string Text(char row) => Rows[row - CharClasses.FirstEmoji].Text;

    internal static EmojiClass Class(char row) => Rows[row - CharClasses.FirstEmoji].Class;

    /// <summary>The emoji of the basic plane and their rows, for the fold table.</summary>
    internal static IReadOnlyDictionary<char, char> BasicPlane => Basic;

    /// <summary>The row of a code point beyond the basic plane, or NUL.</summary>
    internal static char Find(int code)
    {
        var place = code - FirstPlane;
        return (uint)place < (uint)Astral.Length ? Astral[place] : '\0';
    }

    internal static bool IsIndicator(int code) => code is >= FirstIndicator and < FirstIndicator + 26;

    /// <summary>The row of a flag from its two regional indicators.</summary>
    internal static char Flag(int first, int second) =>
        (char)(CharClasses.FirstEmoji + FirstFlag + ((first - FirstIndicator) * 26) + second - FirstIndicator);

    private static int Load()
    {
        var classes = Enum.GetValues<EmojiClass>().ToDictionary(kind => kind.ToString());
        foreach (var line in Resource.Lines("emoji.txt"))
        {
            var parts = line.Split(' ', 3);
            var code = int.Parse(parts[0], NumberStyles.AllowHexSpecifier);
            var row = (char)(CharClasses.FirstEmoji + Rows.Count);
            Add(parts[2], classes[parts[1]]);
            if (code < FirstPlane)
            {
                Basic.Add((char)code, row);
            }
            else
            {
                Astral[code - FirstPlane] = row;
            }
        }

        var firstFlag = Rows.Count;
        for (var i = 0; i < 26 * 26; i++)
        {
            Add($"flag {(char)('a' + (i / 26))}{(char)('a' + (i % 26))}", EmojiClass.Flag);
        }

        return firstFlag;
    }

    private static void Add(string name, EmojiClass kind)
    {
        Rows.Add(($":{name}:", kind));
    }
}
