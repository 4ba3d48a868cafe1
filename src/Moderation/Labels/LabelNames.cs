namespace Moderation.Labels;

/// <summary>The names of the labels that code speaks of; everything else about a label is data in <c>labels.json</c>.</summary>
public static class LabelNames
{
    /// <summary>A slur used against a person or a protected group.</summary>
    public const string Slur = "slur";

    /// <summary>Abuse aimed at a person.</summary>
    public const string Harassment = "harassment";

    /// <summary>An attack on a protected group, or on a person because of it. Perspective calls it IDENTITY_ATTACK.</summary>
    public const string HateSpeech = "hate_speech";

    /// <summary>Rude, disrespectful or unreasonable so that someone would leave the discussion.</summary>
    public const string Toxicity = "toxicity";

    /// <summary>Very hateful, aggressive or threatening.</summary>
    public const string SevereToxicity = "severe_toxicity";

    /// <summary>Swear words or obscene words, at anybody or nobody.</summary>
    public const string Profanity = "profanity";

    /// <summary>Insulting or inflammatory towards a person or a group of people.</summary>
    public const string Insult = "insult";

    /// <summary>An intention or a wish to hurt a person or a group.</summary>
    public const string Threat = "threat";

    /// <summary>The harms that policies act on, in the order of the taxonomy.</summary>
    public static IReadOnlyList<string> Harms { get; } = [Slur, Harassment, HateSpeech];

    /// <summary>All labels, harms first, in the order of the taxonomy; models score them in this order.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Slur, Harassment, HateSpeech, Toxicity, SevereToxicity, Profanity, Insult, Threat];
}
