namespace Moderation.Models;

/// <summary>
/// What a model was made of and how it measures: <c>card.json</c> beside <c>model.zip</c>. It is written once, with the
/// model, and checked at load: a file whose hash differs, or that was made for another normaliser or other features, is refused.
/// </summary>
public sealed record ModelCard
{
    /// <summary>Version of this file's format.</summary>
    public int Format { get; init; } = 1;

    /// <summary>The model's id and the name of its folder: <c>date-trainer-hash</c>.</summary>
    public required string Id { get; init; }

    /// <summary>When training ended.</summary>
    public required DateTimeOffset TrainedAt { get; init; }

    /// <summary>Name of the trainer in the list of trainers.</summary>
    public required string Trainer { get; init; }

    /// <summary>Seed of every random choice.</summary>
    public required int Seed { get; init; }

    /// <summary>The label set, in the order of the model's outputs.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Version of the normaliser the model was trained with.</summary>
    public required int NormalizerVersion { get; init; }

    /// <summary>Version of the features the model was trained with.</summary>
    public int FeatureVersion { get; init; } = 1;

    /// <summary>The first 16 hex digits of the SHA-256 of the lexicons the model was trained with, as <see cref="Text.Lexicons.Hash"/> has them; noted, not checked.</summary>
    public required string LexiconSha256 { get; init; }

    /// <summary>SHA-256 of <c>model.zip</c>, lower-case hex.</summary>
    public required string ModelSha256 { get; init; }

    /// <summary>Probability at or above which a label goes to review, chosen on the calibration part for this model alone.</summary>
    public required IReadOnlyDictionary<string, float> Thresholds { get; init; }

    /// <summary>The model whose network it has, where it was adapted to moderators' judgements; null where it was trained.</summary>
    public string? AdaptedFrom { get; init; }

    /// <summary>
    /// Models whose thresholds hold for this one too: an adaptation is levelled so that it holds as many comments as the model it comes
    /// from, and so do its sisters.
    /// </summary>
    public IReadOnlyList<string> LevelWith { get; init; } = [];

    /// <summary>What it learnt from.</summary>
    public required IReadOnlyList<CardDataset> Datasets { get; init; }

    /// <summary>How rows were split, in a sentence, with the shares.</summary>
    public required string Splits { get; init; }

    /// <summary>The rules and treatments worth knowing, a sentence each (derived labels, weights, ablations).</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The headline figures of this model; every figure, with those of the contestants, stands in <c>figures.jsonl</c> beside the card.</summary>
    public IReadOnlyList<CardFigure> Figures { get; init; } = [];

    /// <summary>Versions of the libraries that trained it.</summary>
    public IReadOnlyDictionary<string, string> Software { get; init; } = new Dictionary<string, string>();
}

/// <summary>A data set as it was read.</summary>
/// <param name="Name">Name in <c>datasets.json</c>, or the folder of own sections.</param>
/// <param name="File">File name.</param>
/// <param name="Sha256">Hash of the file as read, lower-case hex.</param>
/// <param name="Licence">Licence, as in <c>datasets.json</c>.</param>
/// <param name="Rows">Rows read.</param>
public sealed record CardDataset(string Name, string File, string Sha256, string Licence, int Rows);

/// <summary>One measured figure.</summary>
/// <param name="System">The model, <c>word-list</c> or the champion it was compared with.</param>
/// <param name="Slice">Data set, length, identity group or function.</param>
/// <param name="Label">The label.</param>
/// <param name="Measure">Name of the measure, e.g. <c>roc-auc</c>.</param>
/// <param name="Value">The figure; NaN where it is undefined.</param>
/// <param name="Low">Lower end of its 95 % interval, or NaN.</param>
/// <param name="High">Upper end of its 95 % interval, or NaN.</param>
/// <param name="Rows">Rows measured on.</param>
public sealed record CardFigure(
    string System, string Slice, string Label, string Measure, double Value, double Low, double High, int Rows);
