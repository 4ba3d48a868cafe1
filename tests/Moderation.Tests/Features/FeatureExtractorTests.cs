using Moderation.Features;
using Moderation.Text;

namespace Moderation.Tests.Features;

public sealed class FeatureExtractorTests
{
    [Fact]
    public void The_same_text_has_the_same_features() =>
        Assert.Equal(Keys("The bus was late again."), Keys("The bus was late again."));

    [Fact]
    public void A_word_that_comes_twice_counts_once()
    {
        var extractor = Extract("late late late");
        Assert.Equal(1, extractor.Words.Length);
        Assert.Equal(extractor.Keys.Length, extractor.Keys.ToArray().Distinct().Count());
    }

    [Theory]
    [InlineData("The bus was late. The driver smiled! We all got on?", 3)]
    [InlineData("Well. No! The bus was late.", 1)] // What has fewer than three words goes with the sentence behind it.
    [InlineData("The bus was late. Thanks", 2)]
    [InlineData("\"The bus was late.\"", 1)] // What has no word goes with the one before.
    [InlineData("the bus was late\nthe driver smiled", 2)]
    [InlineData("!!!", 1)]
    [InlineData("", 1)]
    public void Sentences_are_told_apart(string text, int count) => Assert.Equal(count, Extract(text).Sentences.Length);

    [Fact]
    public void Every_word_and_all_keys_but_those_of_the_whole_text_stand_in_a_sentence()
    {
        var extractor = Extract(string.Concat(Enumerable.Range(0, 100).Select(i => $"The bus number {i} was late. ")));
        var (ends, words, tokens) = (extractor.Sentences.ToArray(), extractor.Words.ToArray(), extractor.TokensOfKeys.ToArray());
        Assert.Equal(FeatureExtractor.SentenceLimit, ends.Length);
        Assert.Equal(words.Length, ends[^1].Words);
        Assert.Equal(tokens.Count(token => token >= 0), ends[^1].Keys);
        for (var i = 1; i < ends.Length; i++)
        {
            // A sentence begins behind the last token of the one before, in words and keys alike.
            var begins = tokens[ends[i - 1].Keys];
            Assert.All(words[..ends[i - 1].Words], word => Assert.True(word < begins));
            Assert.All(words[ends[i - 1].Words..ends[i].Words], word => Assert.True(word >= begins));
        }
    }

    [Fact]
    public void What_is_learnt_of_one_group_holds_for_another()
    {
        var shared = Keys("all muslims are welcome").Intersect(Keys("all jews are welcome")).Count();
        var unrelated = Keys("all tables are welcome").Intersect(Keys("all jews are welcome")).Count();
        Assert.True(shared > unrelated + 5, $"{shared} shared, {unrelated} with another word");
    }

    [Fact]
    public void A_negated_word_has_a_feature_of_its_own()
    {
        var negated = FeatureHash.Of(FeatureKind.Negated, TextHash.Of("vermin"));
        Assert.Contains(negated, Keys("they are not vermin"));
        Assert.DoesNotContain(negated, Keys("they are vermin"));
    }

    [Fact]
    public void A_quoted_word_has_a_feature_of_its_own()
    {
        var quoted = FeatureHash.Of(FeatureKind.Quoted, TextHash.Of("vermin"));
        Assert.Contains(quoted, Keys("he wrote \"vermin\" on the door"));
        Assert.DoesNotContain(quoted, Keys("he saw vermin at the door"));
    }

    [Fact]
    public void Parent_and_title_speak_with_voices_of_their_own()
    {
        var parent = FeatureHash.Of(FeatureKind.Parent, TextHash.Of("mosque"));
        var title = FeatureHash.Of(FeatureKind.Title, TextHash.Of("mosque"));
        Assert.Contains(parent, Keys("close it", parent: "the mosque opens"));
        Assert.Contains(title, Keys("close it", title: "the mosque opens"));
        Assert.DoesNotContain(parent, Keys("close the mosque"));
    }

    [Theory]
    [InlineData(65_536)]
    [InlineData(100_000)]
    public void A_huge_text_is_as_long_as_the_longest_and_not_as_a_short_one(int length)
    {
        static ulong Length(ulong value) => FeatureHash.Of(FeatureKind.Style, value | (1UL << 56));
        Assert.Contains(Length(31), Keys(new string('x', length)));
        Assert.Contains(Length(0), Keys(""));
    }

    [Fact]
    public void Every_key_points_at_a_token_or_at_the_whole_text()
    {
        var text = new Normalizer().Normalize("You are not the first idiot, are you? 🐀");
        var extractor = new FeatureExtractor();
        extractor.Extract(text, "You are not the first idiot, are you? 🐀");
        foreach (var token in extractor.TokensOfKeys)
        {
            Assert.InRange(token, -1, text.Tokens.Length - 1);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("\ud800")]
    public void Hardly_any_text_still_has_a_style(string text) => Assert.NotEmpty(Keys(text));

    [Fact]
    public void A_comment_without_end_is_read_up_to_the_limit()
    {
        var text = string.Concat(Enumerable.Range(0, 5000).Select(i => $"word{i} "));
        Assert.InRange(Extract(text).Words.Length, 1, FeatureExtractor.TokenLimit);
    }

    private static ulong[] Keys(string text, string parent = "", string title = "") => [.. Extract(text, parent, title).Keys];

    private static FeatureExtractor Extract(string text, string parent = "", string title = "")
    {
        var extractor = new FeatureExtractor();
        extractor.Extract(new Normalizer().Normalize(text, parent, title), text);
        return extractor;
    }
}
