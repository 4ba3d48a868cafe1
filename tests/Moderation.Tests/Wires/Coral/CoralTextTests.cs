using Moderation.Service.Wires.Coral;

namespace Moderation.Tests.Wires.Coral;

public sealed class CoralTextTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("1 < 2 and <3 you", "1 < 2 and <3 you")]
    [InlineData("AT&amp;T without a tag stays", "AT&amp;T without a tag stays")]
    [InlineData("<div>one</div><div>two &amp; three</div>", "one\ntwo & three")]
    [InlineData("one<br>two<br/>three", "one\ntwo\nthree")]
    [InlineData("w<b></b>or<i>d</i>", "word")]
    [InlineData("<a href=\"https://example.org/\" rel=\"x\">link</a>", "link")]
    public void Tags_go_and_what_a_reader_sees_stays(string body, string text) => Assert.Equal(text, CoralText.Plain(body));
}
