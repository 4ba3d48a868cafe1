using System.Text;
using Moderation.Service.Wires.Perspective;

namespace Moderation.Tests.Wires.Perspective;

public sealed class BatchPartTests
{
    [Theory]
    [InlineData("POST /v1alpha1/comments:analyze?key=k HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{}")]
    [InlineData("POST /v1alpha1/comments:analyze?key=k\nContent-Type: application/json\n\n{}")]
    [InlineData("\r\nPOST /v1alpha1/comments:analyze?key=k HTTP/1.1\r\n\r\n{}")]
    public void A_request_written_as_text_is_read(string text)
    {
        var part = BatchPart.Parse("<item1>", Encoding.UTF8.GetBytes(text));
        Assert.Equal(("<item1>", "POST", "/v1alpha1/comments:analyze?key=k", "{}"), (part.Id, part.Method, part.Target, Encoding.UTF8.GetString(part.Body.Span)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    public void What_is_no_request_has_no_method(string text) => Assert.Equal("", BatchPart.Parse(null, Encoding.UTF8.GetBytes(text)).Method);
}
