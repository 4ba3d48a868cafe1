using Moderation.Learning.Datasets;
using Moderation.Learning.Networks;

namespace Moderation.Tests.Learning.Networks;

public sealed class VocabularyTests
{
    private static readonly NetworkSettings Settings = new() { FeatureMinimum = 2 };

    [Fact]
    public void What_is_composed_of_other_comments_makes_no_feature_more_frequent()
    {
        var comment = new Example("the bus was late", "", "", "talk", "1", 0, 0, [], Example.NothingKnown());
        Assert.NotEmpty(Vocabulary.From([comment, comment], Settings, []).FeatureKeys);
        Assert.Empty(Vocabulary.From([comment, comment with { IsComposed = true }], Settings, []).FeatureKeys);
    }
}
