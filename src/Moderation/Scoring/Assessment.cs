using Moderation.Labels;

namespace Moderation.Scoring;

/// <summary>A stretch of the original text that spoke for a label.</summary>
/// <param name="Begin">First UTF-16 unit in the original text.</param>
/// <param name="End">One past the last.</param>
/// <param name="Label">The label it spoke for.</param>
/// <param name="Weight">Its exact contribution to the label's raw score (log-odds); positive.</param>
public sealed record ScoredSpan(int Begin, int End, string Label, float Weight);

/// <summary>What a model holds of a comment: a probability for each label, or the reason why there is none.</summary>
public sealed record Assessment
{
    /// <summary>Id of the model that spoke; <c>first+second</c> where two stages did.</summary>
    public required string Model { get; init; }

    /// <summary>Id of the model on the shelf whose card, thresholds and scales hold for it: of two stages the first.</summary>
    public string ShelfModel => ShelfModelOf(Model);

    /// <summary>The labels, in the order of <see cref="Probabilities"/>.</summary>
    public required LabelSet Labels { get; init; }

    /// <summary>Calibrated probabilities, 0 to 1, one a label; empty where the comment is unscored.</summary>
    public required float[] Probabilities { get; init; }

    /// <summary>The stretches that spoke; empty unless asked for.</summary>
    public IReadOnlyList<ScoredSpan> Spans { get; init; } = [];

    /// <summary>One sentence a moderator can read; null unless explanations were asked for.</summary>
    public string? Explanation { get; init; }

    /// <summary>What kind of text the model takes it for, by the text alone; null where the model makes no guess.</summary>
    public DomainGuess? Domain { get; init; }

    /// <summary>Why there are no scores; null where there are. An unscored comment is never clean: it goes to review.</summary>
    public string? UnscoredBecause { get; init; }

    /// <summary>Whether the comment could be scored.</summary>
    public bool IsScored => UnscoredBecause is null;

    /// <summary>The probability of a label, or null where the model does not know it or the comment is unscored.</summary>
    public float? this[string label] =>
        IsScored && Labels.IndexOf(label) is >= 0 and var i ? Probabilities[i] : null;

    /// <summary>The model on the shelf behind the id of an assessment or a decision.</summary>
    public static string ShelfModelOf(string model) => model.IndexOf('+') is > 0 and var end ? model[..end] : model;

    /// <summary>The outcome for a comment that could not be scored.</summary>
    public static Assessment Unscored(string model, LabelSet labels, string because) =>
        new() { Model = model, Labels = labels, Probabilities = [], UnscoredBecause = because };
}
