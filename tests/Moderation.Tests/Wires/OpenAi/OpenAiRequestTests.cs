using System.Text;
using Moderation.Service.Wires.OpenAi;

namespace Moderation.Tests.Wires.OpenAi;

public sealed class OpenAiRequestTests
{
    [Fact]
    public void A_string_is_one_input() =>
        Assert.Equal([new OpenAiInput("some text")], Read("""{"model":"omni-moderation-latest","input":"some text"}"""));

    [Fact]
    public void An_array_of_strings_is_one_input_each() =>
        Assert.Equal([new OpenAiInput("a"), new OpenAiInput("b")], Read("""{"input":["a","b"],"model":{"unknown":[1]}}"""));

    [Fact]
    public void Parts_are_judged_together_and_an_image_is_noted() =>
        Assert.Equal([new OpenAiInput("a\nb", HasImage: true)], Read(
            """{"input":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"data:,"}},{"text":"b","type":"text"}]}"""));

    [Fact]
    public void An_image_alone_has_no_text() =>
        Assert.Equal([new OpenAiInput(null, HasImage: true)], Read("""{"input":[{"type":"image_url","image_url":{"url":"x"}}]}"""));

    [Fact]
    public void Half_an_emoji_is_taken_all_the_same() =>
        Assert.Equal([new OpenAiInput("a\uFFFDb")], Read("""{"input":"a\ud83db"}"""));

    [Fact]
    public void Half_an_emoji_in_the_name_of_a_field_is_no_name_we_know() =>
        Assert.Equal([new OpenAiInput("a")], Read("""{"\ud83d":1,"input":[{"\ud83d":1,"type":"text","text":"a"}]}"""));

    [Theory]
    [InlineData("""{"model":"x"}""", "missing_required_parameter")]
    [InlineData("""{"input":7}""", "invalid_type")]
    [InlineData("""{"input":[]}""", "invalid_type")]
    [InlineData("""{"input":null}""", "invalid_type")]
    [InlineData("""{"input":["a",{"type":"text","text":"b"}]}""", "invalid_type")]
    [InlineData("""{"input":[{"type":"audio"}]}""", "invalid_type")]
    [InlineData("""{"input":[[1,2]]}""", "invalid_type")]
    [InlineData("""["a"]""", null)]
    [InlineData("""{"input":"a""", null)]
    [InlineData("", null)]
    public void What_is_no_such_request_is_refused_with_a_code(string body, string? code)
    {
        var refused = Assert.Throws<OpenAiRefusedException>(() => Read(body));
        Assert.Equal((400, code), (refused.Error.Status, refused.Error.Code));
    }

    [Fact]
    public void Too_many_inputs_are_refused()
    {
        var most = string.Join(',', Enumerable.Repeat("\"a\"", OpenAiRequest.MostInputs));

        Assert.Equal(OpenAiRequest.MostInputs, Read($"{{\"input\":[{most}]}}").Count);
        Assert.Throws<OpenAiRefusedException>(() => Read($"{{\"input\":[{most},\"a\"]}}"));
    }

    private static IReadOnlyList<OpenAiInput> Read(string body) => OpenAiRequest.Read(Encoding.UTF8.GetBytes(body)).Inputs;
}
