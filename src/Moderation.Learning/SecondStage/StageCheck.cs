using System.Text.Json;
using Moderation.Labels;
using Moderation.Models;

namespace Moderation.Learning.SecondStage;

/// <summary>Reads a second stage's card and holds its files against it, before anything of them is loaded.</summary>
internal static class StageCheck
{
    /// <summary>The card of a folder whose files are the ones it names.</summary>
    /// <exception cref="ModelRefusedException">Something is missing, damaged or out of bounds; the message says what.</exception>
    public static StageCard Read(string folder)
    {
        var path = Path.Combine(folder, "stage.json");
        if (!File.Exists(path))
        {
            throw new ModelRefusedException($"There is no '{path}'. Put the second stage there, or set Moderation:SecondStage to 'off'.");
        }

        StageCard card;
        try
        {
            card = JsonSerializer.Deserialize<StageCard>(File.ReadAllBytes(path), ModelShelf.Json) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException error)
        {
            throw new ModelRefusedException($"'{path}' cannot be read: {error.Message} Compare it with docs/second-stage.md.", error);
        }

        if (Faults(card, Path.GetFileName(Path.GetFullPath(folder))).FirstOrDefault() is { } fault)
        {
            throw new ModelRefusedException($"'{path}': {fault}");
        }

        foreach (var (file, hash) in card.Tokenizer.Files.Append(KeyValuePair.Create("model.onnx", card.ModelSha256)))
        {
            CheckFile(Path.Combine(folder, file), hash);
        }

        return card;
    }

    private static IEnumerable<string> Faults(StageCard card, string folder)
    {
        string[] needed = card.Tokenizer.Kind == StageTokenizerKind.WordPiece ? ["vocab.txt"] : ["vocab.json", "merges.txt"];
        if (card.Id != folder)
        {
            yield return $"the id is '{card.Id}' and the folder '{folder}'. Give both one name.";
        }

        if (needed.FirstOrDefault(file => !card.Tokenizer.Files.ContainsKey(file)) is { } missing)
        {
            yield return $"the tokenizer names no {missing}. Add it with its SHA-256.";
        }

        if (card.Tokenizer.Files.Keys.FirstOrDefault(file => file != Path.GetFileName(file)) is { } outside)
        {
            yield return $"the tokenizer's file '{outside}' lies elsewhere. Put it beside the model.";
        }

        if (card.Tokenizer.MaxTokens is < 8 or > 4096)
        {
            yield return $"maxTokens is {card.Tokenizer.MaxTokens}. Choose 8 to 4096.";
        }

        if (card.Labels.Count == 0 || card.Labels.FirstOrDefault(label => LabelSet.Full.IndexOf(label.Label) < 0 || label.Place < 0) is not null)
        {
            yield return $"labels must name at least one of {string.Join(", ", LabelNames.All)}, each with its place in the output, from 0.";
        }

        if (card.Labels.Any(label => label.Calibration is { } curve && !IsCurve(curve.Raw, curve.LogOdds)))
        {
            yield return "a calibration needs equally many raw and logOdds, raw ascending and logOdds not descending.";
        }

        if (card.Band is not (> 0 and <= 10))
        {
            yield return $"band is {card.Band}. Choose above 0 to 10, in log-odds.";
        }

        if (card.Budget.Share is not (> 0 and <= 1) || card.Budget.Milliseconds is < 1 or > 10_000)
        {
            yield return $"the budget is a share of {card.Budget.Share} and {card.Budget.Milliseconds} ms. Choose above 0 to 1, and 1 to 10000.";
        }
    }

    private static bool IsCurve(float[]? raw, float[]? logOdds) =>
        raw is { Length: > 0 } && logOdds is not null && raw.Length == logOdds.Length && raw.Concat(logOdds).All(float.IsFinite)
        && raw.Zip(raw.Skip(1)).All(pair => pair.First < pair.Second) && logOdds.Zip(logOdds.Skip(1)).All(pair => pair.First <= pair.Second);

    private static void CheckFile(string file, string hash)
    {
        if (!File.Exists(file))
        {
            throw new ModelRefusedException($"The second stage has no '{file}'. Restore it, or set Moderation:SecondStage to 'off'.");
        }

        var found = ModelShelf.Sha256(file);
        if (!found.Equals(hash, StringComparison.OrdinalIgnoreCase))
        {
            throw new ModelRefusedException(
                $"The file '{file}' is damaged: its SHA-256 is {found}, stage.json says {hash}. Restore it, or set Moderation:SecondStage to 'off'.");
        }
    }
}
