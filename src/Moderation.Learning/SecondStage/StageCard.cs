using System.Text.Json.Serialization;
using Moderation.Scoring.Networks;

namespace Moderation.Learning.SecondStage;

/// <summary>
/// What a second stage is and how it is asked: <c>stage.json</c> beside <c>model.onnx</c> and the tokenizer's files, in
/// <c>second-stage/NAME/</c> on the shelf. What it measures and how it was made stands in its <c>card.md</c>.
/// </summary>
public sealed record StageCard
{
    /// <summary>Its id, the name of its folder; decisions that it took part in name it behind the first stage's.</summary>
    public required string Id { get; init; }

    /// <summary>Licence of model and tokenizer.</summary>
    public required string Licence { get; init; }

    /// <summary>SHA-256 of <c>model.onnx</c>, lower-case hex.</summary>
    public required string ModelSha256 { get; init; }

    /// <summary>How text becomes numbers.</summary>
    public required StageTokenizerSettings Tokenizer { get; init; }

    /// <summary>Names of the model's inputs.</summary>
    public StageInputs Inputs { get; init; } = new();

    /// <summary>Name of the output that holds one number a class, <c>float[1, classes]</c>. Default <c>logits</c>.</summary>
    public string Output { get; init; } = "logits";

    /// <summary>What these numbers are. Default: one log-odds a label.</summary>
    public StageNumbers Numbers { get; init; } = StageNumbers.LogOdds;

    /// <summary>What it knows; the first stage speaks for all other labels.</summary>
    public required IReadOnlyList<StageLabel> Labels { get; init; }

    /// <summary>
    /// How far from a threshold, in log-odds, the first stage counts as unsure, above 0 to 10. Default 1: around a threshold of
    /// 0.5 that is 0.27 to 0.73.
    /// </summary>
    public float Band { get; init; } = 1;

    /// <summary>What it may cost.</summary>
    public StageBudget Budget { get; init; } = new();
}

/// <summary>How text becomes numbers.</summary>
public sealed record StageTokenizerSettings
{
    /// <summary>Which kind.</summary>
    public required StageTokenizerKind Kind { get; init; }

    /// <summary>Its files with their SHA-256: <c>vocab.txt</c> for word pieces, <c>vocab.json</c> and <c>merges.txt</c> for byte pairs.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>Whether text is lower-cased first; word pieces only. Default true.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>Longest input in tokens, 8 to 4096, begin and end among them; what is behind is not read. Default 256.</summary>
    public int MaxTokens { get; init; } = 256;

    /// <summary>Token before the text: <c>[CLS]</c>, <c>&lt;s&gt;</c>; null for the kind's own.</summary>
    public string? Begin { get; init; }

    /// <summary>Token behind the text: <c>[SEP]</c>, <c>&lt;/s&gt;</c>; null for the kind's own.</summary>
    public string? End { get; init; }
}

/// <summary>Names of a model's inputs, each <c>int64[1, tokens]</c>.</summary>
/// <param name="Ids">The tokens.</param>
/// <param name="Mask">1 for each token, or null where the model has no such input.</param>
/// <param name="Types">0 for each token, or null where the model has no such input.</param>
public sealed record StageInputs(string Ids = "input_ids", string? Mask = "attention_mask", string? Types = null);

/// <summary>A label that a second stage knows.</summary>
/// <param name="Label">The label.</param>
/// <param name="Place">Place of its number in the output.</param>
/// <param name="Calibration">From log-odds to calibrated log-odds, fitted on comments it has not seen; null: its log-odds are taken as they are.</param>
public sealed record StageLabel(string Label, int Place, CalibrationCurve? Calibration = null);

/// <summary>What a second stage may cost.</summary>
/// <param name="Share">Share of all comments that it may be asked about, above 0 to 1. Default 0.1.</param>
/// <param name="Milliseconds">After which it is stopped and the first stage's answer stands, 1 to 10,000. Default 50.</param>
public sealed record StageBudget(double Share = 0.1, int Milliseconds = 50);

/// <summary>Kinds of tokenizers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StageTokenizerKind>))]
public enum StageTokenizerKind
{
    /// <summary>WordPiece, as BERT has it.</summary>
    [JsonStringEnumMemberName("wordpiece")]
    WordPiece,

    /// <summary>Byte pairs, as GPT-2 and RoBERTa have them.</summary>
    [JsonStringEnumMemberName("bpe")]
    BytePairs,
}

/// <summary>What a model's numbers are.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StageNumbers>))]
public enum StageNumbers
{
    /// <summary>One log-odds a label, for models that know several labels at once (a sigmoid makes probabilities of them).</summary>
    [JsonStringEnumMemberName("log-odds")]
    LogOdds,

    /// <summary>One logit a class, of which exactly one holds (a softmax makes probabilities of them).</summary>
    [JsonStringEnumMemberName("class-logits")]
    ClassLogits,

    /// <summary>Probabilities.</summary>
    [JsonStringEnumMemberName("probabilities")]
    Probabilities,
}
