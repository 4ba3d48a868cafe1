namespace Moderation.Text;

/// <summary>
/// The terms of several words and the exceptions, as a trie whose edges are word hashes in one open table. Matching walks it
/// from each word that begins some phrase; no phrase has more than eight words, so the time is linear.
/// </summary>
internal static class PhraseTable
{
    internal const int LongestPhrase = 8;
    internal const ulong Root = 0x243F6A8885A308D3;

    // Most words that begin a phrase are not followed by the rest of it.
    private static readonly BitFilter Keys = new(16);

    private static readonly Dictionary<ulong, Node> Nodes = Load();

    /// <summary>Loads the table, which marks the first words in the vocabulary; must come before the first scan.</summary>
    internal static void Ready() => ArgumentNullException.ThrowIfNull(Nodes);

    /// <param name="Lexeme">The entry; 0 where no phrase ends here.</param>
    /// <param name="IsException">Whether the phrase makes the entry's terms harmless instead of being one.</param>
    internal readonly record struct Node(ushort Lexeme, bool IsException);

    internal static ulong Step(ulong key, ulong hash) => (key ^ hash) * 0x9E3779B97F4A7C15 >> 1;

    internal static bool TryGet(ulong key, out Node node)
    {
        node = default;
        return Keys.MayHold(key) && Nodes.TryGetValue(key, out node);
    }

    private static Dictionary<ulong, Node> Load()
    {
        var nodes = new Dictionary<ulong, Node>();
        foreach (var entry in Lexicons.Entries)
        {
            Add(nodes, entry.Term, new Node(entry.Id, false));
            foreach (var variant in entry.Variants)
            {
                Add(nodes, variant, new Node(entry.Id, false));
            }

            foreach (var exception in entry.Exceptions)
            {
                Add(nodes, exception, new Node(entry.Id, true));
            }
        }

        return nodes;
    }

    private static void Add(Dictionary<ulong, Node> nodes, string phrase, Node end)
    {
        var words = Words(phrase);
        if (words.Length < 2)
        {
            return;
        }

        Vocabulary.MarkPhrase(words[0]);
        var key = Root;
        for (var i = 0; i < words.Length; i++)
        {
            key = Step(key, TextHash.Of(words[i]));
            Keys.Add(key);
            if (i == words.Length - 1)
            {
                // Of two phrases with the same words the earlier list owns it, as it does for single words.
                if (!nodes.TryGetValue(key, out var old) || old.Lexeme == 0)
                {
                    nodes[key] = end;
                }
            }
            else
            {
                nodes.TryAdd(key, default);
            }
        }
    }

    // As the scanner cuts: hyphens part words, "'s" is a word of its own, "n't" is not.
    private static string[] Words(string phrase) =>
        phrase.Replace("n't", "n\u0001t").Replace("'", " '").Replace('\u0001', '\'').Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries);
}
