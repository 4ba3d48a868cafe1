using Moderation.Labels;
using Moderation.Policies;

namespace Moderation.Store;

/// <summary>Which comments moderators see first.</summary>
public static class ReviewPriority
{
    /// <summary>Where nothing is known: behind what is probably harmful, before what is probably not.</summary>
    public const double Unscored = 0.5;

    /// <summary>The highest probability among the harms, 0 to 1; <see cref="Unscored"/> where there is none.</summary>
    public static double Of(Ruling ruling)
    {
        double? highest = null;
        foreach (var harm in LabelNames.Harms)
        {
            if (ruling.Assessment[harm] is { } probability && !(probability <= highest))
            {
                highest = probability;
            }
        }

        return highest ?? Unscored;
    }

    /// <summary>The labels the rules spoke of, each between bars, as <see cref="ReviewItemRow.Labels"/> has them.</summary>
    public static string LabelsOf(IReadOnlyList<string> rules)
    {
        var labels = rules.Where(rule => rule.Contains(':', StringComparison.Ordinal))
            .Select(rule => rule[(rule.IndexOf(':', StringComparison.Ordinal) + 1)..]).Distinct().ToArray();
        return labels.Length == 0 ? "" : $"|{string.Join('|', labels)}|";
    }
}
