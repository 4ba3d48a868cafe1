namespace Moderation.Evaluation;

/// <summary>
/// Unintended bias against identity groups, as Borkan et al. measure it (WWW 2019): three AUCs a group, combined over the groups by
/// a power mean of −5, which the worst groups rule.
/// </summary>
public static class IdentityBias
{
    private const double Power = -5;

    /// <summary>Measures every group that occurs.</summary>
    /// <param name="scores">One score a row.</param>
    /// <param name="positive">Whether the row has the label.</param>
    /// <param name="groups">The group a row mentions, or null.</param>
    public static IReadOnlyList<GroupBias> ByGroup(float[] scores, bool[] positive, string?[] groups) =>
        [.. groups.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(group => new GroupBias(
            group,
            groups.Count(mentioned => mentioned == group),
            Auc(scores, positive, i => groups[i] == group),
            Auc(scores, positive, i => (groups[i] == group) != positive[i]),
            Auc(scores, positive, i => (groups[i] == group) == positive[i])))];

    /// <summary>A quarter each of the overall AUC and the power means of the three AUCs over the groups. 1 is best.</summary>
    public static double Score(float[] scores, bool[] positive, IReadOnlyList<GroupBias> groups) =>
        (Measures.RocAuc(scores, positive).Value
            + PowerMean(groups.Select(group => group.Subgroup))
            + PowerMean(groups.Select(group => group.BackgroundPositiveSubgroupNegative))
            + PowerMean(groups.Select(group => group.BackgroundNegativeSubgroupPositive))) / 4;

    /// <summary>The power mean with exponent −5 of the defined values, or NaN.</summary>
    public static double PowerMean(IEnumerable<double> values)
    {
        var defined = values.Where(value => !double.IsNaN(value)).ToList();
        return defined.Count == 0 ? double.NaN : Math.Pow(defined.Average(value => Math.Pow(value, Power)), 1 / Power);
    }

    private static double Auc(float[] scores, bool[] positive, Func<int, bool> keep)
    {
        var rows = Enumerable.Range(0, scores.Length).Where(keep).ToArray();
        return Measures.RocAuc(Array.ConvertAll(rows, i => scores[i]), Array.ConvertAll(rows, i => positive[i])).Value;
    }
}

/// <summary>The three AUCs of one identity group; NaN where undefined.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="Rows">Rows that mention it.</param>
/// <param name="Subgroup">Within the rows that mention it: can the model tell abuse of the group from talk of it?</param>
/// <param name="BackgroundPositiveSubgroupNegative">Harmless rows that mention it against abuse elsewhere: low means its name alone raises the score.</param>
/// <param name="BackgroundNegativeSubgroupPositive">Abuse that mentions it against harmless rows elsewhere: low means its abuse is missed.</param>
public sealed record GroupBias(
    string Group, int Rows, double Subgroup, double BackgroundPositiveSubgroupNegative, double BackgroundNegativeSubgroupPositive);
