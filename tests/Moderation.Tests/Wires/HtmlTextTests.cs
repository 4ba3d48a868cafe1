using System.Net;
using CsCheck;
using Moderation.Service.Wires;

namespace Moderation.Tests.Wires;

public sealed class HtmlTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("<p>One</p>\n<p>two<br/>three</p>", "One\n\ntwo\nthree")]
    [InlineData("a<B>b</b><i class='x'>c</i>", "abc")]
    [InlineData("a < b &lt;b&gt; &amp;amp; <3 &eacute;&#x1F600;", "a < b <b> &amp; <3 é😀")]
    [InlineData("<!-- hidden <p> -->seen<!doctype>", "seen")]
    [InlineData("<ul><li>x</li><li>y</li></ul>", "x\ny")]
    [InlineData("cut <a href=", "cut <a href=")]
    [InlineData("<!-- never ended", "<!-- never ended")]
    [InlineData("<pretty>no block</pretty>", "no block")]
    public void HTML_becomes_what_a_reader_sees(string html, string text) => Assert.Equal(text, HtmlText.Plain(html));

    [Fact]
    public void What_was_written_as_text_comes_back_as_it_was() =>
        Gen.String[Gen.Char["ab <>&;#\"'!-/é"], 0, 40].Sample(text => Assert.Equal(text.Trim(), HtmlText.Plain($"<p>{WebUtility.HtmlEncode(text)}</p>")));

    [Theory]
    [InlineData("<a", "")]
    [InlineData("<!--", ">")]
    [InlineData("<a", "-->")]
    public void Tags_without_end_take_no_longer_than_others(string sign, string end)
    {
        var hostile = string.Concat(Enumerable.Repeat(sign, 500_000)) + end;

        Assert.True(HtmlText.Plain(hostile).Length <= hostile.Length);
    }
}
