using System.Text;
using Moderation.Service.Wires.Perspective;

namespace Moderation.Tests.Wires.Perspective;

public sealed class BatchPartTests
{
    private static List<string>? Parts(string body) =>
        Multipart.Parts(Encoding.UTF8.GetBytes(body), "b")?.ConvertAll(part => Encoding.UTF8.GetString(part.Span));

    [Theory]
    [InlineData("--b\r\none\r\n--b\r\ntwo\r\n\r\n--b--\r\n", "one|two\r\n")]
    [InlineData("--b\none\n--b\ntwo\n\n--b--", "one|two\n")]
    [InlineData("a preamble\r\n--b  \r\n--bx is no delimiter\r\n--b--\r\nan epilogue", "--bx is no delimiter")]
    [InlineData("--b\r\n--b--", "")]
    public void A_body_is_cut_at_its_delimiters(string body, string parts) => Assert.Equal(parts.Split('|'), Parts(body));

    [Theory]
    [InlineData("")]
    [InlineData("--b\r\ncut off")]
    [InlineData("--other\r\none\r\n--other--")]
    public void A_body_without_its_end_is_refused(string body) => Assert.Null(Parts(body));

    [Theory]
    [InlineData("Content-Type: application/http\r\nContent-ID: <item1>\r\n\r\nPOST /v1alpha1/comments:analyze?key=k HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{}", "<item1>")]
    [InlineData("Content-Type: application/http\ncontent-id: <item1>\n\nPOST /v1alpha1/comments:analyze?key=k\nContent-Type: application/json\n\n{}", "<item1>")]
    [InlineData("\r\n\r\nPOST /v1alpha1/comments:analyze?key=k HTTP/1.1\r\n\r\n{}", null)]
    public void A_request_written_as_text_is_read(string text, string? id)
    {
        var part = BatchPart.Parse(Encoding.UTF8.GetBytes(text));
        Assert.Equal((id, "POST", "/v1alpha1/comments:analyze?key=k", "{}"), (part.Id, part.Method, part.Target, Encoding.UTF8.GetString(part.Body.Span)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("Content-ID: x\r\n\r\nnonsense")]
    public void What_is_no_request_has_no_method(string text) => Assert.Equal("", BatchPart.Parse(Encoding.UTF8.GetBytes(text)).Method);
}
