using System.Text;
using System.Text.Json;
using Moderation.Service.Wires;

namespace Moderation.Tests.Wires;

public sealed class RelaxedJsonTests
{
    [Theory]
    [InlineData("""{comment: {text: "what?"}, languages: ["en"], requestedAttributes: {TOXICITY:{}} }""", """{"comment": {"text": "what?"}, "languages": ["en"], "requestedAttributes": {"TOXICITY":{}} }""")]
    [InlineData("{'text': 'it\\'s \"so\"'}", """{"text": "it's \"so\""}""")]
    [InlineData("{text: \"two\nlines\tand a tab\"}", """{"text": "two\nlines\tand a tab"}""")]
    [InlineData("""{a: true, b: null, c: -1.5e3, "d": [1,2]}""", """{"a": true, "b": null, "c": -1.5e3, "d": [1,2]}""")]
    [InlineData("""{TOXICITY@6: {}}""", """{"TOXICITY@6": {}}""")]
    [InlineData("""{"text": "key: value, {a: b}"}""", """{"text": "key: value, {a: b}"}""")]
    public void What_hand_written_clients_send_becomes_strict(string relaxed, string strict)
    {
        var made = Encoding.UTF8.GetString(RelaxedJson.ToStrict(Encoding.UTF8.GetBytes(relaxed)).Span);
        Assert.Equal(strict, made);
        using var document = JsonDocument.Parse(made);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{text: \"never closed")]
    [InlineData("{'a': '\\")]
    [InlineData("not json")]
    public void What_is_no_JSON_stays_none(string text) =>
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(RelaxedJson.ToStrict(Encoding.UTF8.GetBytes(text))));
}
