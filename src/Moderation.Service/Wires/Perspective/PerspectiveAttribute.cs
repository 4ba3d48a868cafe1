using System.Collections.Frozen;
using System.Text.Json;
using Moderation.Labels;

namespace Moderation.Service.Wires.Perspective;

/// <summary>One of Perspective's attributes and what we can say of it.</summary>
/// <param name="Name">As in requests, without a version.</param>
/// <param name="Means">One sentence for the manual: what it is derived from, or why it is not.</param>
/// <param name="ScaleOf">The attribute whose scale it shares; its own name for those with a scale of their own.</param>
/// <param name="Labels">The labels it is the highest probability of; empty where we have nothing to say.</param>
internal sealed record PerspectiveAttribute(string Name, string Means, string ScaleOf, params string[] Labels)
{
    /// <summary>The name as a JSON key.</summary>
    public JsonEncodedText Key { get; } = JsonEncodedText.Encode(Name);

    /// <summary>Whether there is a label of ours behind it.</summary>
    public bool IsSupported => Labels.Length > 0;

    /// <summary>Our probability, or null where the model knows none of its labels.</summary>
    public float? Of(LabelSet labels, ReadOnlySpan<float> probabilities)
    {
        float? highest = null;
        foreach (var label in Labels)
        {
            if (labels.IndexOf(label) is >= 0 and var i && !(highest >= probabilities[i]))
            {
                highest = probabilities[i];
            }
        }

        return highest;
    }

    /// <summary>Whether a model of these labels can speak of it.</summary>
    public bool IsKnownTo(LabelSet labels) => Labels.Any(label => labels.IndexOf(label) >= 0);
}

/// <summary>All attributes that Perspective ever named.</summary>
internal static class PerspectiveAttributes
{
    /// <summary>In the order of Perspective's own manual.</summary>
    public static IReadOnlyList<PerspectiveAttribute> All { get; } =
    [
        new("TOXICITY", "Our label toxicity.", "TOXICITY", LabelNames.Toxicity),
        new("SEVERE_TOXICITY", "Our label severe_toxicity.", "SEVERE_TOXICITY", LabelNames.SevereToxicity),
        new("IDENTITY_ATTACK", "Our label hate_speech.", "IDENTITY_ATTACK", LabelNames.HateSpeech),
        new("INSULT", "Our label insult.", "INSULT", LabelNames.Insult),
        new("PROFANITY", "Our label profanity.", "PROFANITY", LabelNames.Profanity),
        new("THREAT", "Our label threat.", "THREAT", LabelNames.Threat),
        new("TOXICITY_FAST", "The same as TOXICITY: ours is fast enough for every keystroke.", "TOXICITY", LabelNames.Toxicity),
        new("TOXICITY_EXPERIMENTAL", "The same as TOXICITY.", "TOXICITY", LabelNames.Toxicity),
        new("SEVERE_TOXICITY_EXPERIMENTAL", "The same as SEVERE_TOXICITY.", "SEVERE_TOXICITY", LabelNames.SevereToxicity),
        new("IDENTITY_ATTACK_EXPERIMENTAL", "The same as IDENTITY_ATTACK.", "IDENTITY_ATTACK", LabelNames.HateSpeech),
        new("INSULT_EXPERIMENTAL", "The same as INSULT.", "INSULT", LabelNames.Insult),
        new("PROFANITY_EXPERIMENTAL", "The same as PROFANITY.", "PROFANITY", LabelNames.Profanity),
        new("THREAT_EXPERIMENTAL", "The same as THREAT.", "THREAT", LabelNames.Threat),
        new("ATTACK_ON_COMMENTER", "Our label harassment: abuse of a person, who in a comment section is mostly another commenter.", "ATTACK_ON_COMMENTER", LabelNames.Harassment),
        new("OBSCENE", "Our label profanity.", "OBSCENE", LabelNames.Profanity),
        new("LIKELY_TO_REJECT", "The highest of slur, harassment and hate_speech, the harms that policies act on.", "LIKELY_TO_REJECT", LabelNames.Slur, LabelNames.Harassment, LabelNames.HateSpeech),
        new("SEXUALLY_EXPLICIT", "Not answered: no label of ours is about sex.", ""),
        new("FLIRTATION", "Not answered: no label of ours is about flirting.", ""),
        new("ATTACK_ON_AUTHOR", "Not answered: the text alone does not tell an article's author from anybody else.", ""),
        new("ATTACK_ON_PUBLISHER", "Not answered: no label of ours is about the site.", ""),
        new("INCOHERENT", "Not answered: no label of ours is about sense.", ""),
        new("INFLAMMATORY", "Not answered: provocation without insult is no label of ours.", ""),
        new("OFF_TOPIC", "Not answered: no label of ours is about the topic.", ""),
        new("SPAM", "Not answered: no label of ours is about advertising.", ""),
        new("UNSUBSTANTIAL", "Not answered: no label of ours is about substance.", ""),
    ];

    private static readonly FrozenDictionary<string, PerspectiveAttribute> ByName =
        All.ToFrozenDictionary(attribute => attribute.Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, PerspectiveAttribute>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        ByName.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The attribute of a name, with or without a version (<c>TOXICITY@6</c>), or null.</summary>
    public static PerspectiveAttribute? Find(ReadOnlySpan<char> name)
    {
        var version = name.IndexOf('@');
        return BySpan.TryGetValue(version < 0 ? name : name[..version], out var attribute) ? attribute : null;
    }
}
