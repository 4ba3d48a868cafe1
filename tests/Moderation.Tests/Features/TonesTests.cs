using System.Text.Json;
using Moderation.Features;
using Moderation.Tests.Support;
using Moderation.Text;

namespace Moderation.Tests.Features;

public sealed class TonesTests
{
    [Theory]
    [InlineData("awful", TokenRole.Negative)]
    [InlineData("wonderful", TokenRole.Positive)]
    [InlineData("locusts", TokenRole.Likened)]
    [InlineData("repatriated", TokenRole.Removal)]
    [InlineData("myth", TokenRole.Denial)]
    [InlineData("whoever", TokenRole.Anybody)]
    [InlineData("should", TokenRole.Modal)]
    [InlineData("kitchen", TokenRole.None)]
    public void Ordinary_words_have_a_tone(string word, TokenRole tone) => Assert.Equal(tone, RoleOf(word));

    [Fact]
    public void No_word_has_two_tones()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("training-data/lexicons/tones.json")));
        var words = file.RootElement.GetProperty("tones").EnumerateArray().SelectMany(tone => tone.GetProperty("words").GetString()!.Split(' ')).ToList();

        Assert.Equal(words.Distinct(), words);
    }

    [Fact]
    public void A_word_of_the_lexicons_is_known_by_what_it_is_and_not_by_its_tone()
    {
        var role = RoleOf("idiot");
        Assert.Equal(TokenRole.Insult, role & TokenRole.Insult);
        Assert.Equal(TokenRole.None, role & (TokenRole.Negative | TokenRole.Positive | TokenRole.Likened | TokenRole.Removal));
    }

    [Fact]
    public void What_is_learnt_of_one_bad_quality_holds_for_another()
    {
        var (one, two) = (Keys("Italians are awful"), Keys("Italians are horrid"));
        Assert.Contains(one, key => two.Contains(key) && !Keys("Italians are kitchens").Contains(key) && !Keys("Italians are wonderful").Contains(key));
    }

    private static TokenRole RoleOf(string word) => TokenRoles.OfWord(new Normalizer().Normalize(word).Tokens[0]);

    private static HashSet<ulong> Keys(string text)
    {
        var extractor = new FeatureExtractor();
        extractor.Extract(new Normalizer().Normalize(text), text);
        return [.. extractor.Keys.ToArray()];
    }
}
