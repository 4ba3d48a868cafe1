using System.Text.Json;
using Moderation.Learning;
using Moderation.Models;
using Moderation.Tests.Support;

namespace Moderation.Tests.Models;

public sealed class ModelCardTests
{
    [Fact]
    public void A_card_from_before_there_were_adaptations_is_level_with_no_other_model()
    {
        using var folder = new TemporaryFolder();
        folder.File(Path.Combine("old", "card.json"), """
            {"id":"old","trainedAt":"2026-11-01T00:00:00+00:00","trainer":"network","seed":7,"labels":["slur"],"normalizerVersion":1,"lexiconSha256":"","modelSha256":"","thresholds":{},"datasets":[],"splits":"none"}
            """);

        var card = Shelf(folder).Card("old");

        Assert.Empty(card.LevelWith);
        Assert.Null(card.AdaptedFrom);
    }

    [Fact]
    public void A_card_is_read_as_it_was_written()
    {
        using var folder = new TemporaryFolder();
        var card = new ModelCard
        {
            Id = "some", TrainedAt = new DateTimeOffset(2026, 11, 3, 4, 5, 6, TimeSpan.FromHours(2)), Trainer = "network", Seed = 3, Labels = ["slur", "threat"],
            NormalizerVersion = 4, FeatureVersion = 5, LexiconSha256 = "ab", ModelSha256 = "cd", Thresholds = new Dictionary<string, float> { ["slur"] = 0.25f },
            AdaptedFrom = "other", LevelWith = ["other"], Datasets = [new CardDataset("set", "set.csv", "ef", "MIT", 6)], Splits = "by \"hash\"", Notes = ["one", "two"],
            Figures = [new CardFigure("some", "all", "slur", "roc-auc", 0.5, double.NaN, double.PositiveInfinity, 7)],
            Software = new Dictionary<string, string> { [".NET"] = "10" },
        };
        var written = JsonSerializer.Serialize(card, ModelShelf.Json);
        folder.File(Path.Combine("some", "card.json"), written);

        Assert.Equal(written, JsonSerializer.Serialize(Shelf(folder).Card("some"), ModelShelf.Json));
        // A property that is written and not read would pass above if it had its usual value here.
        Assert.All(typeof(ModelCard).GetProperties().Where(property => property.Name != nameof(ModelCard.Format)), property =>
            Assert.NotEqual(property.GetValue(Bare), property.GetValue(card)));
    }

    [Theory]
    [InlineData("{", "card.json")]
    [InlineData("null", "card.json")]
    [InlineData("[]", "card.json")]
    [InlineData("""{"id":"some"}""", "is damaged")]
    [InlineData("""{"id":null}""", "'id' is null")]
    [InlineData("""{"id":"some","trainedAt":"2026-11-01T00:00:00+00:00","trainer":"network","seed":7,"normalizerVersion":1,"lexiconSha256":"","modelSha256":"","thresholds":{},"datasets":[],"splits":"none"}""", "is damaged")]
    [InlineData("""{"id":"some","trainedAt":"2026-11-01T00:00:00+00:00","trainer":"network","seed":7,"labels":[null],"normalizerVersion":1,"lexiconSha256":"","modelSha256":"","thresholds":{},"datasets":[],"splits":"none"}""", "holds a null")]
    [InlineData("""{"id":"some","trainedAt":"2026-11-01T00:00:00+00:00","trainer":"network","seed":7,"labels":[],"normalizerVersion":1,"lexiconSha256":"","modelSha256":"","thresholds":{},"splits":"none"}""", "is damaged")]
    public void A_damaged_card_is_refused_with_its_name(string json, string named)
    {
        using var folder = new TemporaryFolder();
        folder.File(Path.Combine("some", "card.json"), json);

        var refusal = Assert.Throws<ModelRefusedException>(() => Shelf(folder).Card("some"));

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Restore it", refusal.Message, StringComparison.Ordinal);
    }

    private static readonly ModelCard Bare = new()
    {
        Id = "", TrainedAt = default, Trainer = "", Seed = 0, Labels = [], NormalizerVersion = 0, LexiconSha256 = "", ModelSha256 = "",
        Thresholds = new Dictionary<string, float>(), Datasets = [], Splits = "",
    };

    private static ModelShelf Shelf(TemporaryFolder folder) => new(folder.Path, (_, _) => new FixedClassifier());
}
