using Moderation.Text;

namespace Moderation.Tests.Text;

public sealed class HonestTextTests
{
    private const TokenFlags Repaired = TokenFlags.Disguised | TokenFlags.Elongated | TokenFlags.Segmented;

    public static TheoryData<string> Lines => [.. File.ReadLines(Support.Repository.PathOf("tests", "Moderation.Tests", "Text", "honest.txt")).Where(line => line[0] != '#')];

    [Theory]
    [MemberData(nameof(Lines))]
    public void An_honest_sentence_stays_as_it_is(string line)
    {
        var text = new Normalizer().Normalize(line);
        foreach (var token in text.Tokens)
        {
            Assert.False((token.Flags & Repaired) != 0, $"\"{line[token.Begin..token.End]}\" was read as \"{text.Text(token)}\".");
            Assert.False(token.Lexeme != 0 && Lexicons.Entry(token.Lexeme).Category == LexiconCategory.Slur, $"\"{line[token.Begin..token.End]}\" was read as a slur.");
        }
    }

    [Fact]
    public void There_are_at_least_150_honest_sentences() => Assert.True(Lines.Count >= 150, $"{Lines.Count} lines");

    [Theory]
    [InlineData("Dr Shital from Scunthorpe", "dr|shital|from|scunthorpe")]
    [InlineData("v1.2.3 costs $5.99 at 10:30pm", "v1.2.3|costs|$|5.99|at|10:30pm")]
    [InlineData("a well-known T-shirt", "a|well|-|known|t|-|shirt")]
    [InlineData("my_file_name and *bold*", "my|_|file|_|name|and|*|bold|*")]
    [InlineData("Он пошёл домой", "он|пошел|домои")]
    [InlineData("the 4th of 1,000", "the|4th|of|1,000")]
    public void Words_are_cut_where_a_reader_cuts_them(string text, string tokens) => Assert.Equal(tokens, Canonical.Of(text));
}
