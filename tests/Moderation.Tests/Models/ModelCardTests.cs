using Moderation.Learning;
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

        var card = new ModelShelf(folder.Path, (_, _) => new FixedClassifier()).Card("old");

        Assert.Empty(card.LevelWith);
        Assert.Null(card.AdaptedFrom);
    }
}
