using System.Text.RegularExpressions;

namespace Moderation.Benchmarks.Load;

/// <summary>Comments of 200 characters from the clauses in <c>comments.lua</c>, each text distinct.</summary>
internal sealed partial class LoadTexts
{
    private const int Length = 200;

    private readonly string[] _clauses;
    private readonly Random _random;
    private readonly int _seed;
    private int _count;

    public LoadTexts(int seed)
    {
        var script = File.ReadAllText("tests/Moderation.Benchmarks/Load/comments.lua");
        _clauses = [.. Clause().Matches(script[..script.IndexOf('}', StringComparison.Ordinal)]).Select(match => match.Groups[1].Value)];
        (_random, _seed) = (new Random(seed), seed);
    }

    /// <summary>The next text.</summary>
    public string Next()
    {
        var text = new System.Text.StringBuilder($"No. {_seed}.{_count++}:");
        while (text.Length < Length)
        {
            text.Append(' ').Append(_clauses[_random.Next(_clauses.Length)]);
        }

        return text.ToString(0, Length);
    }

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Clause();
}
