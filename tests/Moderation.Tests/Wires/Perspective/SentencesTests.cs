using CsCheck;
using Moderation.Service.Wires.Perspective;

namespace Moderation.Tests.Wires.Perspective;

public sealed class SentencesTests
{
    [Theory]
    [InlineData("One sentence", "One sentence")]
    [InlineData("First. Second! Third?", "First.|Second!|Third?")]
    [InlineData("Really?! Yes... no", "Really?!|Yes...|no")]
    [InlineData("He said \"go.\" Then he went.", "He said \"go.\"|Then he went.")]
    [InlineData("Line one\nline two\r\n\r\nline three", "Line one|line two|line three")]
    [InlineData("Version 1.2 is at example.org now. Good.", "Version 1.2 is at example.org now.|Good.")]
    [InlineData("Mr. Smith met J. R. Jones, e.g. at home. Fine.", "Mr. Smith met J. R. Jones, e.g. at home.|Fine.")]
    [InlineData("今日は。元気？", "今日は。|元気？")]
    [InlineData("🙂 ok. 🙃 no", "🙂 ok.|🙃 no")]
    [InlineData("  \n ", "")]
    public void Text_is_cut_where_sentences_end(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Sentences.Of(text).Select(sentence => text[sentence.Begin..sentence.End])));

    [Fact]
    public void Every_character_but_white_space_lies_in_exactly_one_sentence() =>
        Gen.String[Gen.Char["ab.!?… \n\"')。é\uD83D\uDE42"], 0, 60].Sample(text =>
        {
            var covered = new int[text.Length];
            var last = 0;
            foreach (var (begin, end) in Sentences.Of(text))
            {
                Assert.True(begin >= last && end > begin && end <= text.Length);
                last = end;
                for (var i = begin; i < end; i++)
                {
                    covered[i]++;
                }
            }

            Assert.All(Enumerable.Range(0, text.Length), i => Assert.True(covered[i] == 1 || (covered[i] == 0 && char.IsWhiteSpace(text[i]))));
        });
}
