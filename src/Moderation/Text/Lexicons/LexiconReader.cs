using System.Text.Json;

namespace Moderation.Text;

/// <summary>Reads one list and says which entry is wrong and how to mend it.</summary>
internal static class LexiconReader
{
    internal static void Read(Stream stream, string file, List<LexiconEntry> entries)
    {
        using var document = JsonDocument.Parse(stream);
        foreach (var element in document.RootElement.EnumerateArray())
        {
            entries.Add(Entry(element, file, (ushort)(entries.Count + 1)));
        }
    }

    private static LexiconEntry Entry(JsonElement element, string file, ushort id)
    {
        var term = element.GetProperty("term").GetString()!;
        return new LexiconEntry(
            id,
            term,
            Parse<LexiconCategory>(element, "category", file, term),
            element.TryGetProperty("group", out _) ? Parse<IdentityGroup>(element, "group", file, term) : IdentityGroup.None,
            element.GetProperty("severity").GetByte(),
            element.TryGetProperty("profane", out var profane) && profane.GetBoolean(),
            Strings(element, "variants"),
            Spellings(element),
            Senses(element),
            Strings(element, "exceptions"));
    }

    private static T Parse<T>(JsonElement element, string property, string file, string term)
        where T : struct, Enum
    {
        var text = element.GetProperty(property).GetString();
        return Enum.TryParse<T>(text, ignoreCase: true, out var value)
            ? value
            : throw new InvalidDataException($"The entry \"{term}\" of {file} has the unknown {property} \"{text}\". Use one of {string.Join(", ", Enum.GetNames<T>())}.");
    }

    private static LexiconSense[] Senses(JsonElement element) =>
        element.TryGetProperty("senses", out var senses)
            ? [.. senses.EnumerateArray().Select(sense => new LexiconSense(
                sense.GetProperty("sense").GetString()!, sense.GetProperty("slur").GetBoolean(), Strings(sense, "when")))]
            : [];

    private static Dictionary<string, string> Spellings(JsonElement element) =>
        element.TryGetProperty("spellings", out var spellings)
            ? spellings.EnumerateObject().ToDictionary(spelling => spelling.Name, spelling => spelling.Value.GetString()!)
            : [];

    private static string[] Strings(JsonElement element, string property) =>
        element.TryGetProperty(property, out var list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];
}
