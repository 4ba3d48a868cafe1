using System.Security.Cryptography;
using System.Text.Json;
using Moderation.Labels;
using Moderation.Learning;
using Moderation.Learning.SecondStage;

namespace Moderation.Tests.Learning.SecondStage;

/// <summary>A second stage in a folder: it takes "foul" for an insult and "kind" for none, and finds other words between.</summary>
internal static class SomeStage
{
    public const string Name = "small";

    private static readonly string[] Words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "foul", "kind", "word", "##s"];

    /// <summary>Writes it into <c>second-stage/small</c> of a shelf and gives its folder.</summary>
    public static string Write(string shelf, Func<StageCard, StageCard>? change = null, int slow = 0)
    {
        // The mean over [CLS], the word and [SEP] is a third of the word's own number.
        float[][] rows = [.. Words.Select(word => new[] { word == "foul" ? 12f : word == "kind" ? -12f : 0f, 0f })];
        var folder = Directory.CreateDirectory(Path.Combine(shelf, "second-stage", Name)).FullName;
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), string.Join('\n', Words) + "\n");
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), SmallOnnx.Mean(rows, slow));
        Seal(folder, change);
        return folder;
    }

    /// <summary>Writes the card anew, with the hashes of the files as they are.</summary>
    public static void Seal(string folder, Func<StageCard, StageCard>? change = null)
    {
        var card = new StageCard
        {
            Id = Name, Licence = "Apache-2.0", ModelSha256 = Hash(folder, "model.onnx"),
            Tokenizer = new StageTokenizerSettings { Kind = StageTokenizerKind.WordPiece, Files = new Dictionary<string, string> { ["vocab.txt"] = Hash(folder, "vocab.txt") } },
            Labels = [new StageLabel(LabelNames.Harassment, 0)],
            Budget = new StageBudget(1, 10_000),
        };
        File.WriteAllText(Path.Combine(folder, "stage.json"), JsonSerializer.Serialize(change?.Invoke(card) ?? card, ModelShelf.Json));
    }

    public static string Hash(string folder, string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, file))));
}
