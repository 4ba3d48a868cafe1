using Moderation.Text;

namespace Moderation.Tests.Text;

public sealed class ContextTests
{
    [Theory]
    [InlineData("You are not an idiot.", "idiot")]
    [InlineData("He never was a racist", "racist")]
    [InlineData("She isn't stupid", "stupid")]
    [InlineData("no immigrants are criminals", "criminals")]
    [InlineData("I would not call him a liar", "liar")]
    public void A_negation_reaches_the_words_behind_it(string text, string word) => Assert.True(Find(text, word).Is(TokenFlags.Negated));

    [Theory]
    [InlineData("I am not sure, you idiot", "idiot")]
    [InlineData("It is not true but you are stupid", "stupid")]
    [InlineData("You are an idiot, not a doctor", "idiot")]
    [InlineData("not one of those seven other very long and rambling sentences names an idiot", "idiot")]
    public void A_negation_ends_with_its_clause_or_after_six_words(string text, string word) => Assert.False(Find(text, word).Is(TokenFlags.Negated));

    [Theory]
    [InlineData("\"You moron\" is what he said.", "moron")]
    [InlineData("She wrote “women are stupid” under it", "stupid")]
    [InlineData("He shouted ‘filthy scum’ twice", "scum")]
    [InlineData("They wrote 'moron' on the wall", "moron")]
    [InlineData("> you are a moron\nI disagree.", "moron")]
    [InlineData("He called my sister a moron", "moron")]
    [InlineData("Please stop using the word moron", "moron")]
    public void What_is_only_repeated_is_quoted(string text, string word) => Assert.True(Find(text, word).Is(TokenFlags.Quoted));

    [Theory]
    [InlineData("I call you a moron", "moron")]
    [InlineData("> I like it\nYou moron", "moron")]
    [InlineData("It's the dogs' fault, you moron, isn't it", "moron")]
    [InlineData("a 5\" screen, you moron, and a 6\" one", "moron")]
    [InlineData("\"Fine.\" You moron", "moron")]
    public void What_the_writer_says_is_not_quoted(string text, string word) => Assert.False(Find(text, word).Is(TokenFlags.Quoted));

    [Theory]
    [InlineData("you are an idiot", "idiot", Addressee.You)]
    [InlineData("ur an idiot", "idiot", Addressee.You)]
    [InlineData("@someone idiot", "idiot", Addressee.You)]
    [InlineData("he is an idiot", "idiot", Addressee.ThirdPerson)]
    [InlineData("they are idiots", "idiots", Addressee.Group)]
    [InlineData("Muslims are idiots", "idiots", Addressee.Group)]
    [InlineData("I am an idiot", "idiot", Addressee.Self)]
    [InlineData("we were idiots", "idiots", Addressee.Ourselves)]
    [InlineData("it is a stupid game", "stupid", Addressee.Object)]
    [InlineData("stupid weather", "stupid", Addressee.None)]
    [InlineData("I like it. You are an idiot", "idiot", Addressee.You)]
    [InlineData("You know, what an idiot", "idiot", Addressee.You)]
    public void A_clause_has_an_addressee(string text, string word, Addressee addressee) => Assert.Equal(addressee, Find(text, word).Addressee);

    [Theory]
    [InlineData("As a proud dyke I march every year", "dyke")]
    [InlineData("We fags look after each other", "fags")]
    [InlineData("I'm a fat old dyke and happy", "dyke")]
    public void A_slur_for_oneself_is_reclaimed(string text, string word) => Assert.True(Find(text, word).Is(TokenFlags.Reclaimed));

    [Theory]
    [InlineData("I'm sick of you fags", "fags")]
    [InlineData("We hate fags", "fags")]
    [InlineData("You are a dyke", "dyke")]
    [InlineData("I am not a fag", "fag")]
    public void A_slur_for_others_is_not_reclaimed(string text, string word) => Assert.False(Find(text, word).Is(TokenFlags.Reclaimed));

    [Fact]
    public void The_first_word_of_a_phrase_carries_it()
    {
        var text = new Normalizer().Normalize("those sand niggers");
        Assert.Equal("sand nigger", Lexicons.Entry(text.Tokens[1].Lexeme).Term);
        Assert.True(text.Tokens[2].Is(TokenFlags.Continues));
        Assert.Equal(IdentityGroup.Arab, text.Tokens[1].Identity);
    }

    [Fact]
    public void Parent_and_title_have_tokens_of_their_own()
    {
        var text = new Normalizer().Normalize("no", "are you stupid", "A title");
        Assert.Equal(1, text.Tokens.Length);
        Assert.Equal("stupid", text.Text(text.ParentTokens[2]).ToString());
        Assert.Equal(0, text.TitleTokens[0].Begin);
    }

    private static Token Find(string text, string word)
    {
        var normalized = new Normalizer().Normalize(text);
        foreach (var token in normalized.Tokens)
        {
            if (normalized.Text(token).SequenceEqual(word))
            {
                return token;
            }
        }

        throw new InvalidOperationException($"No token \"{word}\" in {Canonical.Of(text)}.");
    }
}
