namespace Moderation.Learning.Datasets;

/// <summary>
/// Puts a sentence among harmless ones: abuse seldom stands alone, and what was only learnt alone is overlooked among dull sentences.
/// </summary>
/// <param name="harmless">Harmless comments, some of which stand around a sentence.</param>
/// <param name="seed">Which of them.</param>
internal sealed class Surroundings(IReadOnlyList<string> harmless, int seed)
{
    private const int MostAround = 6;
    private const int ShortestComment = 15;
    private const int LongestComment = 140;
    private readonly Random random = new(seed);

    /// <summary>Of some comments those that nobody saw any harm in, and that are a sentence or two.</summary>
    public static Surroundings Of(IEnumerable<Example> examples, int seed) => new(
        [.. examples.Where(example => example.Part == Part.Train && example.Heads.All(head => head == 0) && example.Text.Length is >= ShortestComment and <= LongestComment)
            .Select(example => example.Text)],
        seed);

    /// <summary>The sentence with one to six harmless comments around it; alone where there are none.</summary>
    public string Around(string sentence)
    {
        if (harmless.Count == 0)
        {
            return sentence;
        }

        var all = new List<string>();
        for (var i = random.Next(1, MostAround + 1); i > 0; i--)
        {
            all.Add(harmless[random.Next(harmless.Count)]);
        }

        all.Insert(random.Next(all.Count + 1), sentence);
        return string.Join(random.Next(4) == 0 ? "\n" : " ", all.Select(Ended));
    }

    private static string Ended(string text) => text.TrimEnd() is var trimmed && trimmed.Length > 0 && char.IsLetterOrDigit(trimmed[^1]) ? trimmed + "." : trimmed;
}
