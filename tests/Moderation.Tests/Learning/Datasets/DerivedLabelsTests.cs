using Moderation.Learning.Datasets;
using Moderation.Text;

namespace Moderation.Tests.Learning.Datasets;

public sealed class DerivedLabelsTests
{
    private static readonly Normalizer Normalizer = new();

    [Theory]
    [InlineData("get out, you dirty kike", 1, 1, 1f)]
    [InlineData("get out of here, all of you", 1, 1, float.NaN)]
    [InlineData("the bus was late", 0, 0, 0f)]
    [InlineData("there is a chink in his armour", 0, 0, 0f)]
    [InlineData("he called my sister a \"kike\" on the tram", 0, 0, 0f)]
    public void A_slur_is_a_lexicon_slur_meant_as_one_in_a_hateful_comment(string text, float hate, float toxicity, float expected) =>
        Assert.Equal(expected, DerivedLabels.Slur(Normalizer.Normalize(text).Tokens, hate, toxicity));

    [Theory]
    [InlineData("you are an idiot", 1, 1, 1f)]
    [InlineData("thanks, that helped me", 0, 0, 0f)]
    [InlineData("what a shitty day", 1, float.NaN, 0f)]
    [InlineData("you never read the article", 1, 1, float.NaN)]
    [InlineData("you may be right", 0.35f, 0.1f, float.NaN)]
    public void Harassment_is_abuse_in_a_clause_about_a_person(string text, float toxicity, float attack, float expected) =>
        Assert.Equal(expected, DerivedLabels.Harassment(Normalizer.Normalize(text).Tokens, toxicity, attack));

    [Fact]
    public void What_no_rater_was_asked_stays_unknown() =>
        Assert.True(float.IsNaN(DerivedLabels.Harassment(Normalizer.Normalize("you are an idiot").Tokens, float.NaN, float.NaN)));
}
