namespace Moderation.Text;

/// <summary>Letters of other scripts that look like Latin ones, after folding; read once from <c>Data/homoglyphs.txt</c>.</summary>
internal static class Homoglyphs
{
    private static readonly Dictionary<char, char> Map = Build();

    /// <summary>Writes <paramref name="word"/> in Latin look-alikes; false where a letter has none.</summary>
    internal static bool TryRead(ReadOnlySpan<char> word, Span<char> target)
    {
        for (var i = 0; i < word.Length; i++)
        {
            var c = word[i];
            if (c >= 0x80 && !Map.TryGetValue(c, out c))
            {
                return false;
            }

            target[i] = c;
        }

        return true;
    }

    private static Dictionary<char, char> Build()
    {
        var map = new Dictionary<char, char>();
        foreach (var line in Resource.Lines("homoglyphs.txt"))
        {
            foreach (var foreign in line.AsSpan(2))
            {
                map.Add(foreign, line[0]);
            }
        }

        return map;
    }
}
