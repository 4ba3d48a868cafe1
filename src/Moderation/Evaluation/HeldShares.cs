using Moderation.Labels;
using Moderation.Models;

namespace Moderation.Evaluation;

/// <summary>
/// What the thresholds in force do to whole comments: how many harmless ones are held for a person, how many harmful ones pass. Other
/// figures speak of one label; whoever runs a queue asks about the comment. The functional suite is left out: its cases know one label
/// each, and harmless in one may be harmful in another.
/// </summary>
public static class HeldShares
{
    /// <summary>Stands where other figures name their label.</summary>
    public const string AnyHarm = "any harm";

    /// <summary>Measure: share of the harmless comments that are held.</summary>
    public const string HarmlessHeld = "harmless-held";

    /// <summary>Measure: share of the harmful comments that are not held.</summary>
    public const string HarmfulMissed = "harmful-missed";

    /// <summary>The labels that must not be known to be there, for a comment to be harmless.</summary>
    private static readonly int[] Against =
        [.. LabelNames.Harms.Concat([LabelNames.Toxicity, LabelNames.Insult, LabelNames.Threat]).Select(label => LabelSet.Full.IndexOf(label))];

    private static readonly int[] Harms = [.. LabelNames.Harms.Select(label => LabelSet.Full.IndexOf(label))];

    /// <summary>Both shares of every contestant and slice, with Wilson's intervals.</summary>
    /// <param name="contestants">What is measured, with the thresholds in force.</param>
    /// <param name="rows">What on.</param>
    /// <param name="scores">Of <see cref="EvaluationRun.Score(IReadOnlyList{Contestant}, IReadOnlyList{EvaluationRow}, bool)"/>.</param>
    public static IReadOnlyList<CardFigure> Measure(IReadOnlyList<Contestant> contestants, IReadOnlyList<EvaluationRow> rows, float[][][] scores)
    {
        var slices = Enumerable.Range(0, rows.Count).Where(row => !rows[row].IsFunction)
            .SelectMany(row => rows[row].Slices.Append(EvaluationRun.AllRows).Select(slice => (slice, row)))
            .ToLookup(pair => pair.slice, pair => pair.row);
        var figures = new List<CardFigure>();
        foreach (var slice in slices)
        {
            int[] harmless = [.. slice.Where(row => IsHarmless(rows[row].Truth))], harmful = [.. slice.Where(row => IsHarmful(rows[row].Truth))];
            for (var i = 0; i < contestants.Count; i++)
            {
                var (contestant, said) = (contestants[i], scores[i]);
                bool Held(int row) => IsHeld(contestant.Thresholds, said[row]);
                figures.Add(Of(contestant.Name, slice.Key, HarmlessHeld, harmless.Count(Held), harmless.Length));
                figures.Add(Of(contestant.Name, slice.Key, HarmfulMissed, harmful.Count(row => !Held(row)), harmful.Length));
            }
        }

        return [.. figures.Where(figure => figure.Rows > 0)];
    }

    /// <summary>Any of the harms was given by at least half of those who were asked.</summary>
    public static bool IsHarmful(float[] truth) => Harms.Any(label => truth[label] >= 0.5f);

    /// <summary>Something is known of what would be against it, and all that is known speaks for it.</summary>
    public static bool IsHarmless(float[] truth) => Against.Any(label => !float.IsNaN(truth[label])) && !Against.Any(label => truth[label] >= 0.5f);

    /// <summary>A harm reaches its threshold, or the comment could not be scored: then it goes to review, too.</summary>
    private static bool IsHeld(IReadOnlyDictionary<string, float> thresholds, float[] scores) =>
        Harms.Any(label => float.IsNaN(scores[label]) || (thresholds.TryGetValue(LabelNames.All[label], out var threshold) && scores[label] >= threshold));

    private static CardFigure Of(string system, string slice, string measure, int hits, int rows)
    {
        var share = Measures.Share(hits, rows);
        return new CardFigure(system, slice, AnyHarm, measure, share.Value, share.Low, share.High, rows);
    }
}
