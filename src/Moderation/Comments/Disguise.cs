using System.Text;

namespace Moderation.Comments;

/// <summary>Misspells and masks words as writers do by haste or to get past filters. Chance comes from the dice alone.</summary>
internal sealed class Disguise(TemplateDice dice)
{
    private const int ShortestWord = 4;

    private static readonly Dictionary<char, string> Leet = new()
    {
        ['a'] = "4@", ['e'] = "3", ['i'] = "1!", ['o'] = "0", ['s'] = "5$", ['t'] = "7",
    };

    private readonly Func<string, TemplateDice, string>[] _ways = [Swapped, Dropped, Repeated, Leeted, Starred, (word, _) => string.Join(' ', word.ToCharArray()), (word, _) => string.Join('.', word.ToCharArray())];

    /// <summary>The text with about half of its longer words, and at least one, changed in one way; or with some of its spaces gone.</summary>
    public string Of(string text)
    {
        var words = text.Split(' ');
        var way = dice.Next(_ways.Length + 1);
        if (way == _ways.Length)
        {
            return Joined(words);
        }

        var able = Enumerable.Range(0, words.Length).Where(i => words[i].Length >= ShortestWord && words[i].All(char.IsAsciiLetter)).ToArray();
        dice.Shuffle(able);
        foreach (var i in able.Take((able.Length + 1) / 2))
        {
            words[i] = _ways[way](words[i], dice);
        }

        return string.Join(' ', words);
    }

    private string Joined(string[] words)
    {
        var text = new StringBuilder(words[0]);
        foreach (var word in words.Skip(1))
        {
            text.Append(dice.Next(3) == 0 ? " " : "").Append(word);
        }

        return text.ToString();
    }

    // Readers recognise a word by its first and last letter, so the changes stay between them.
    private static string Swapped(string word, TemplateDice dice)
    {
        var at = 1 + dice.Next(word.Length - 3);
        return $"{word[..at]}{word[at + 1]}{word[at]}{word[(at + 2)..]}";
    }

    private static string Dropped(string word, TemplateDice dice) => word.Remove(1 + dice.Next(word.Length - 2), 1);

    private static string Repeated(string word, TemplateDice dice)
    {
        var at = 1 + dice.Next(word.Length - 1);
        return word.Insert(at, new string(word[at], 1 + dice.Next(4)));
    }

    private static string Leeted(string word, TemplateDice dice) => string.Concat(word.Select(letter =>
        Leet.TryGetValue(char.ToLowerInvariant(letter), out var signs) ? signs[dice.Next(signs.Length)] : letter));

    private static string Starred(string word, TemplateDice dice)
    {
        var at = 1 + dice.Next(word.Length - 2);
        return $"{word[..at]}*{word[(at + 1)..]}";
    }
}
