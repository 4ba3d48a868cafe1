namespace Moderation.Text;

/// <summary>Common spellings without the apostrophe, from <c>Data/aliases.txt</c>, and the lexicons' own odd spellings.</summary>
internal static class Aliases
{
    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Map = Build();

    /// <summary>The usual spelling; two words parted by a space where a clitic was run on. Null where there is none.</summary>
    internal static string? Find(ReadOnlySpan<char> word) => Map.TryGetValue(word, out var alias) ? alias : null;

    private static Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Build()
    {
        var map = new Dictionary<string, string>();
        foreach (var line in Resource.Lines("aliases.txt"))
        {
            var space = line.IndexOf(' ');
            map.Add(line[..space], line[(space + 1)..]);
        }

        foreach (var (spelling, usual) in Lexicons.Entries.SelectMany(entry => entry.Spellings))
        {
            map.TryAdd(spelling, usual);
        }

        return map.GetAlternateLookup<ReadOnlySpan<char>>();
    }
}
