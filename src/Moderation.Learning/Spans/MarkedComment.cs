using Moderation.Learning.Datasets;

namespace Moderation.Learning.Spans;

/// <summary>A comment with the characters that at least half of its raters marked as abusive.</summary>
/// <param name="Example">The comment.</param>
/// <param name="Marked">For each UTF-16 unit whether it is marked.</param>
public sealed record MarkedComment(Example Example, bool[] Marked)
{
    /// <summary>The same comment with what at least half of those marked who marked anything: the other common reading of such data.</summary>
    public MarkedComment AmongMarkers { get; private init; } = null!;

    /// <summary>For each UTF-16 unit the share of those who marked it among those who marked anything; all 0 where nobody did.</summary>
    public float[] Shares { get; private init; } = [];

    /// <summary>Reads the marks of a data set's comments; comments without a mark have all false.</summary>
    /// <param name="dataset">A set with <see cref="Dataset.Spans"/>.</param>
    /// <param name="folder">Where the files are.</param>
    /// <param name="examples">The set's comments, whose group is the comment's id.</param>
    public static IReadOnlyList<MarkedComment> Read(Dataset dataset, string folder, IEnumerable<Example> examples)
    {
        var counts = Expression.Parse(dataset.Spans!.Raters);
        var raters = new Dictionary<string, float>();
        foreach (var row in TableReader.Rows(Path.Combine(folder, dataset.File)))
        {
            raters[row(dataset.Columns.Group)] = counts.Evaluate(row);
        }

        var comments = examples.DistinctBy(example => example.Group).ToDictionary(example => example.Group);
        var votes = comments.ToDictionary(comment => comment.Key, comment => new Dictionary<int, HashSet<string>>());
        foreach (var row in TableReader.Rows(Path.Combine(folder, dataset.Spans.File)))
        {
            if (comments.TryGetValue(row("comment_id"), out var comment))
            {
                Vote(votes[comment.Group], comment.Text, row("annotation"), int.Parse(row("start")), int.Parse(row("end")));
            }
        }

        return [.. comments.Values.Select(comment => Of(comment, votes[comment.Group], raters[comment.Group]))];
    }

    /// <summary>Character F1 of reported stretches as in SemEval-2021 task 5: 1 where both sides are empty, 0 where one is.</summary>
    public double F1(IReadOnlyList<(int Begin, int End)> reported)
    {
        var said = new bool[Marked.Length];
        foreach (var (begin, end) in reported)
        {
            said.AsSpan(begin, end - begin).Fill(true);
        }

        var (both, mine, theirs) = (0, said.Count(on => on), Marked.Count(on => on));
        for (var i = 0; i < said.Length; i++)
        {
            both += said[i] && Marked[i] ? 1 : 0;
        }

        return mine + theirs == 0 ? 1 : 2.0 * both / (mine + theirs);
    }

    private static MarkedComment Of(Example example, Dictionary<int, HashSet<string>> votes, float raters)
    {
        var shares = new float[example.Text.Length];
        var markers = votes.Values.SelectMany(voters => voters).Distinct().Count();
        foreach (var (place, voters) in votes)
        {
            shares[place] = (float)voters.Count / markers;
        }

        return new(example, Majority(example.Text, votes, raters)) { AmongMarkers = new(example, Majority(example.Text, votes, markers)), Shares = shares };
    }

    private static void Vote(Dictionary<int, HashSet<string>> votes, string text, string rater, int start, int end)
    {
        var point = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (point >= start && point < end)
            {
                (votes.TryGetValue(i, out var voters) ? voters : votes[i] = []).Add(rater);
            }

            point += char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 0 : 1;
        }
    }

    private static bool[] Majority(string text, Dictionary<int, HashSet<string>> votes, float raters)
    {
        var marked = new bool[text.Length];
        foreach (var (place, voters) in votes)
        {
            marked[place] = voters.Count * 2 >= raters;
        }

        return marked;
    }
}
