namespace Moderation.Labels;

/// <summary>One rater's judgement of one comment. Never averaged away; a <see cref="GoldLabel"/> is derived from all of them.</summary>
/// <param name="Rater">Pseudonymous id of the rater, or the name of a data set's vote.</param>
/// <param name="Labels">What the rater said: 1 has the label, 0 has it not, between them a share of votes. A label that is missing is unknown, not zero.</param>
/// <param name="At">When, where known.</param>
public sealed record Annotation(string Rater, IReadOnlyDictionary<string, float> Labels, DateTimeOffset? At = null);

/// <summary>What the raters of a comment hold together, derived by a stated rule.</summary>
public static class GoldLabel
{
    /// <summary>The share of raters who gave the label, 0 to 1, or null where none spoke of it. At or above one half counts as positive.</summary>
    public static float? Share(IEnumerable<Annotation> annotations, string label)
    {
        float sum = 0;
        var raters = 0;
        foreach (var annotation in annotations)
        {
            if (annotation.Labels.TryGetValue(label, out var value))
            {
                sum += value;
                raters++;
            }
        }

        return raters == 0 ? null : sum / raters;
    }
}
