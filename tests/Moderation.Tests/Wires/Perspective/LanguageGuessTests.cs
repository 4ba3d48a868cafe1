using Moderation.Service.Wires.Perspective;

namespace Moderation.Tests.Wires.Perspective;

public sealed class LanguageGuessTests
{
    [Theory]
    [InlineData("ok")]
    [InlineData("lol")]
    [InlineData("die")]
    [InlineData("no u")]
    [InlineData("Del Rio in Los Angeles")]
    [InlineData("das boot is a good film")]
    [InlineData("12345 !!! 🙂")]
    [InlineData("café naïve résumé")]
    [InlineData("que sera, sera")]
    [InlineData("You are welcome to come over and see how it is done.")]
    [InlineData("")]
    public void Short_or_odd_English_is_English(string text) => Assert.Equal("en", LanguageGuess.Of(text));

    [Theory]
    [InlineData("уоu аrе а fооl")] // Cyrillic о, а, е among Latin letters
    [InlineData("ѕсаrу рору")]
    [InlineData("𝐲𝐨𝐮 𝐟𝐨𝐨𝐥")]
    [InlineData("ｙｏｕ ｆｏｏｌ")]
    public void English_in_disguise_is_English(string text) => Assert.Equal("en", LanguageGuess.Of(text));

    [Theory]
    [InlineData("Ich bin nicht der Meinung, dass das eine gute Idee ist.", "de")]
    [InlineData("Je ne suis pas sûr que ce soit une bonne idée pour les enfants.", "fr")]
    [InlineData("No creo que los niños de la escuela estén muy contentos con eso.", "es")]
    [InlineData("Ik vind dat het niet een goed idee is, maar wij zijn met weinig.", "nl")]
    [InlineData("Я не думаю, что это хорошая идея.", "ru")]
    [InlineData("これは良い考えではない", "ja")]
    [InlineData("这不是一个好主意", "zh")]
    [InlineData("이것은 좋은 생각이 아니다", "ko")]
    [InlineData("هذه ليست فكرة جيدة", "ar")]
    [InlineData("यह अच्छा विचार नहीं है", "hi")]
    public void A_whole_sentence_of_another_language_is_told(string text, string language) => Assert.Equal(language, LanguageGuess.Of(text));

    [Fact]
    public void English_at_the_beginning_does_not_hide_a_language_that_follows_at_length()
    {
        const string German = " Ich bin nicht der Meinung, dass das eine gute Idee ist, und wir haben auch keine mit der wir sie für dich machen.";

        Assert.Equal("de", LanguageGuess.Of("And you?" + German + German));
        Assert.Equal("en", LanguageGuess.Of("And what do you have to say for the people of this town, who are not with you?" + German));
    }
}
