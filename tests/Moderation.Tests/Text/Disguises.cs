using System.Text;

namespace Moderation.Tests.Text;

/// <summary>The fourteen ways in which people hide a word from a filter. Each is a pure function of the word.</summary>
internal static class Disguises
{
    private const string Vowels = "aeiou";

    internal static IReadOnlyDictionary<string, Func<string, string>> OfWords { get; } = new Dictionary<string, Func<string, string>>
    {
        ["leet"] = word => Map(word, "aeiost", "431057"),
        ["leet signs"] = word => Map(word, "aios", "@!0$"),
        ["spaces"] = word => string.Join(' ', word.AsEnumerable()),
        ["dots"] = word => string.Join('.', word.AsEnumerable()),
        ["zero width"] = word => string.Join('\u200B', word.AsEnumerable()),
        ["homoglyphs"] = word => Map(word, "aceiopsxy", "асеіорѕху"),
        ["repeats"] = word => string.Concat(word.Select((c, i) => Vowels.Contains(c) && i > 0 ? new string(c, 4) : $"{c}")),
        ["doubled"] = word => string.Concat(word.Select(c => new string(c, 2))),
        ["swap"] = word => word.Length < 4 ? word : $"{word[..Inner(word)]}{word[Inner(word) + 1]}{word[Inner(word)]}{word[(Inner(word) + 2)..]}",
        ["drop"] = word => word.Length < 4 ? word : word.Remove(Inner(word), 1),
        ["stars"] = word => string.Concat(word.Select((c, i) => Vowels.Contains(c) && i > 0 ? '*' : c)),
        ["inner stars"] = word => word.Length < 4 ? word : $"{word[0]}{new string('*', word.Length - 2)}{word[^1]}",
        ["full width"] = word => string.Concat(word.Select(c => (char)(c - 'a' + 'ａ'))),
        ["underscores"] = word => string.Join('_', word.AsEnumerable()),
        ["mathematical bold"] = word => string.Concat(word.Select(c => char.ConvertFromUtf32(c - 'a' + 0x1D41A))),
        ["markdown"] = word => word.Length < 4 ? word : $"{word[..2]}**{word[2..^1]}**{word[^1]}",
        ["html"] = word => word.Length < 4 ? word : $"<b>{word[..2]}</b>{word[2..]}",
    };

    /// <summary>Applies a disguise to every ASCII word of a text, or only to those chosen.</summary>
    internal static string Apply(string text, Func<string, string> disguise, Func<string, bool> chosen)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            while (i < text.Length && char.IsAsciiLetter(text[i]))
            {
                i++;
            }

            var word = text[start..i].ToLowerInvariant();
            result.Append(word.Length > 0 && chosen(word) ? disguise(word) : text[start..i]);
            if (i < text.Length)
            {
                result.Append(text[i++]);
            }
        }

        return result.ToString();
    }

    internal static string RunTogether(string text) => text.Replace(" ", "");

    private static string Map(string word, string from, string to) => string.Concat(word.Select(c => from.IndexOf(c) is >= 0 and var i ? to[i] : c));

    // Somewhere inside, not always at the same place, never touching the first letter.
    private static int Inner(string word) => 1 + (word[1] + word.Length) % (word.Length - 2);
}
