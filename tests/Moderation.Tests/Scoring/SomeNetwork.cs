using Moderation.Labels;
using Moderation.Scoring;
using Moderation.Scoring.Networks;
using Moderation.Text;

namespace Moderation.Tests.Scoring;

/// <summary>A small network with random weights over the words of some texts.</summary>
internal static class SomeNetwork
{
    public static NetworkShape Shape { get; } = new(
        ["talk.toxicity", "talk.insult", "page.hate_speech", .. LabelNames.All.Select(label => $"pooled.{label}")],
        [0, 0, 1, .. LabelNames.All.Select(_ => -1)],
        [3, 6, 2, .. Enumerable.Range(0, 8)],
        [-1, -2, -0.5f, .. LabelNames.All.Select(_ => 0f)],
        new DomainList(["talk", "page"], [0.6f, 0.4f]),
        Embedded: 16, Dimensions: 16, Filters: 64, Hidden: 32);

    public static NetworkModel Over(params string[] texts)
    {
        var random = new Random(3);
        float[] Numbers(int count, float most) => [.. Enumerable.Range(0, count).Select(_ => ((float)random.NextDouble() - 0.5f) * 2 * most)];
        var (features, words) = (new List<ulong>(), new List<ulong>());
        foreach (var text in texts)
        {
            Collect(text, features, words);
        }

        ulong[] featureKeys = [.. features.Distinct()];
        ulong[] wordKeys = [.. words.Distinct()];
        var dense = new DenseWeights(Shape);
        foreach (var part in dense.Parts())
        {
            Numbers(part.Length, 0.3f).CopyTo(part, 0);
        }

        var width = Combiner.InputCount(Shape);
        var combiner = new Combiner(Shape, [.. LabelNames.All.Select(_ => Numbers(width + 1, 0.3f))], [.. LabelNames.All.Select(_ => CalibrationCurve.Identity)]);
        return new NetworkModel(
            Shape,
            featureKeys,
            QuantizedRows.From(Shape.Columns, Shape.Logits, featureKeys.Length, _ => Numbers(Shape.Columns, 0.5f)),
            wordKeys,
            QuantizedRows.From(Shape.Dimensions, Shape.Dimensions, wordKeys.Length, _ => Numbers(Shape.Dimensions, 0.5f)),
            dense,
            combiner,
            new SpanModel(Numbers(SpanModel.WidthOf(Shape) + 1, 0.5f), 0.5f));
    }

    /// <summary>All weights of a table.</summary>
    public static float[] WeightsOf(QuantizedRows table) =>
        [.. Enumerable.Range(0, table.Count).SelectMany(row => Enumerable.Range(0, table.Width).Select(column => table.At(row, column)))];

    private static void Collect(string text, List<ulong> features, List<ulong> words)
    {
        var extractor = new Moderation.Features.FeatureExtractor();
        var normalized = new Normalizer().Normalize(text);
        extractor.Extract(normalized, text);
        features.AddRange(extractor.Keys);
        var keys = new ulong[Moderation.Features.FeatureExtractor.MaxOfWord];
        foreach (var token in normalized.Tokens)
        {
            words.Add(token.Hash);
            features.AddRange(keys.Take(Moderation.Features.FeatureExtractor.OfWord(normalized.Text(token), token, keys)));
        }
    }
}
