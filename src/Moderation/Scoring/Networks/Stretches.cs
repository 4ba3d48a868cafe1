namespace Moderation.Scoring.Networks;

/// <summary>Stretches of text.</summary>
public static class Stretches
{
    private const int LongestGap = 2;

    /// <summary>Joins stretches that only white space or a mark parts.</summary>
    public static IReadOnlyList<(int Begin, int End)> Merge(IReadOnlyList<(int Begin, int End)> stretches, string text)
    {
        var merged = new List<(int Begin, int End)>();
        foreach (var (begin, end) in stretches)
        {
            if (end <= begin)
            {
                continue;
            }

            if (merged.Count > 0 && begin - merged[^1].End <= LongestGap && !HasLetter(text.AsSpan(merged[^1].End..Math.Max(begin, merged[^1].End))))
            {
                merged[^1] = (merged[^1].Begin, Math.Max(end, merged[^1].End));
            }
            else
            {
                merged.Add((begin, end));
            }
        }

        return merged;
    }

    private static bool HasLetter(ReadOnlySpan<char> gap)
    {
        foreach (var c in gap)
        {
            if (char.IsLetterOrDigit(c) || c == '\n')
            {
                return true;
            }
        }

        return false;
    }
}
