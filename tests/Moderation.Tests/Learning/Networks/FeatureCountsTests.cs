using Moderation.Learning.Datasets;
using Moderation.Learning.Networks;

namespace Moderation.Tests.Learning.Networks;

public sealed class FeatureCountsTests
{
    private static readonly Example Comment = new("", "", "", "talk", "1", 0, 0, [], Example.NothingKnown());

    [Fact]
    public void A_feature_counts_what_its_sentence_counts_and_one_of_the_whole_text_wholly()
    {
        // Features 0 and 1 stand in a dull sentence, 2 and 3 in a bad one, 4 and 5 speak of the whole text.
        var counts = Of([0, 1, 2, 3, 4, 5], [2, 4], feature => feature is 2 or 3 ? 10 : -10);
        var scale = 1 / MathF.Sqrt(0.15f + 0.15f + 1 + 1 + 1 + 1);
        Assert.Equal([scale * 0.15f, scale * 0.15f, scale, scale, scale, scale], counts.Select(count => MathF.Round(count, 6)), Close);
    }

    [Fact]
    public void A_sentence_without_a_known_feature_makes_no_other_dull()
    {
        var counts = Of([0, 1, 2, 3], [0, 4], _ => -10);
        Assert.All(counts, count => Assert.Equal(0.5f, count, 1e-6f));
    }

    private static float[] Of(int[] features, int[] sentences, Func<int, float> toxicity)
    {
        var counts = new float[features.Length];
        FeatureCounts.Of(new TrainingRow(Comment, features, sentences, [], []), toxicity, counts);
        return counts;
    }

    private static bool Close(float one, float other) => Math.Abs(one - other) < 1e-5f;
}
