using Moderation.Features;

namespace Moderation.Tests.Features;

public sealed class SentenceWeightsTests
{
    [Fact]
    public void The_worst_sentence_counts_wholly_and_none_for_nothing()
    {
        float[] weights = [2, 1.9f, -8, float.NegativeInfinity];
        SentenceWeights.Of(weights);
        Assert.Equal(1, weights[0]);
        Assert.InRange(weights[1], 0.7f, 0.8f);
        Assert.Equal(0.15f, weights[2], 1e-6f);
        Assert.Equal(0.15f, weights[3]);
    }

    [Fact]
    public void Sentences_that_are_alike_all_count_wholly()
    {
        float[] weights = [-3, -3];
        SentenceWeights.Of(weights);
        Assert.Equal([1, 1], weights);
    }

    [Fact]
    public void A_text_without_a_known_word_gets_numbers_too()
    {
        float[] weights = [float.NegativeInfinity];
        SentenceWeights.Of(weights);
        Assert.Equal([0.15f], weights);
    }
}
