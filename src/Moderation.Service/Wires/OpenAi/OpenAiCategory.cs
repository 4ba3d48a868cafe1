using System.Text.Json;
using Moderation.Labels;
using Moderation.Scoring;

namespace Moderation.Service.Wires.OpenAi;

/// <summary>One of the moderation endpoint's categories and what we can say of it.</summary>
/// <param name="Name">As in the answer's maps.</param>
/// <param name="Means">One sentence for the manual: what it is derived from, or why it is always 0.</param>
/// <param name="Any">Labels of which the highest probability counts; empty where we have nothing to say.</param>
/// <param name="Also">A label that must be there as well: the lower of the two counts; null: none.</param>
internal sealed record OpenAiCategory(string Name, string Means, IReadOnlyList<string> Any, string? Also = null)
{
    private const string NotOurs = "Always false and 0: no label of ours is about it.";

    /// <summary>All 13, in the order in which OpenAI's documentation shows them. Clients' schemas require every one.</summary>
    public static IReadOnlyList<OpenAiCategory> All { get; } =
    [
        new("harassment", "Our label harassment.", [LabelNames.Harassment]),
        new("harassment/threatening", "The lower of our harassment and threat.", [LabelNames.Harassment], LabelNames.Threat),
        new("sexual", NotOurs, []),
        new("hate", "The higher of our hate_speech and slur.", [LabelNames.HateSpeech, LabelNames.Slur]),
        new("hate/threatening", "The lower of hate, as above, and our threat.", [LabelNames.HateSpeech, LabelNames.Slur], LabelNames.Threat),
        new("illicit", NotOurs, []),
        new("illicit/violent", NotOurs, []),
        new("self-harm/intent", NotOurs, []),
        new("self-harm/instructions", NotOurs, []),
        new("self-harm", NotOurs, []),
        new("sexual/minors", NotOurs, []),
        new("violence", "Our label threat; violence that is only told of is not in it.", [LabelNames.Threat]),
        new("violence/graphic", NotOurs, []),
    ];

    /// <summary>The name as a JSON key.</summary>
    public JsonEncodedText Key { get; } = JsonEncodedText.Encode(Name);

    /// <summary>Our probability, 0 where the model has nothing to say of it.</summary>
    public float Score(Assessment assessment)
    {
        var score = 0f;
        foreach (var label in Any)
        {
            score = Math.Max(score, assessment[label] ?? 0);
        }

        return Also is null ? score : Math.Min(score, assessment[Also] ?? 0);
    }

    /// <summary>Whether one of its labels reached its threshold, and the other as well where there is one.</summary>
    public bool IsReached(Assessment assessment, IReadOnlyDictionary<string, float> thresholds)
    {
        var reached = false;
        foreach (var label in Any)
        {
            reached |= Reaches(assessment, thresholds, label);
        }

        return reached && (Also is null || Reaches(assessment, thresholds, Also));
    }

    private static bool Reaches(Assessment assessment, IReadOnlyDictionary<string, float> thresholds, string label) =>
        assessment[label] is { } probability && probability >= thresholds.GetValueOrDefault(label, WithoutThreshold);

    /// <summary>For labels that neither the site's policy nor the model's card gives a threshold for: more likely than not.</summary>
    private const float WithoutThreshold = 0.5f;
}
