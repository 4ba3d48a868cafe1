using System.Text;
using System.Text.Json;
using CsCheck;
using Moderation.Service.Wires.Perspective;

namespace Moderation.Tests.Wires.Perspective;

public sealed class RequestReaderTests
{
    private static PerspectiveRequest Read(string body) => RequestReader.Read(Encoding.UTF8.GetBytes(body));

    [Fact]
    public void Everything_that_matters_is_read_and_the_rest_passed_over()
    {
        var request = Read("""
            {"comment":{"text":"Hi","type":"PLAIN_TEXT","lang":"x"},"unknown":{"deep":[1,{"a":null}]},
             "requestedAttributes":{"TOXICITY":{"scoreType":"PROBABILITY","scoreThreshold":0.5},"INSULT":null,"TOXICITY@6":{},"NEW_ONE":{"x":1}},
             "languages":["en","de"],"spanAnnotations":true,"doNotStore":"true","clientToken":"t","sessionId":"s","communityId":"c",
             "dropUnsupportedAttributes":true,"context":{"entries":[{"text":"a","type":"PLAIN_TEXT"},{"text":"b"}]}}
            """);
        Assert.Equal(("Hi", "PLAIN_TEXT"), (request.Text, request.TextType));
        Assert.Equal(["TOXICITY", "INSULT", "TOXICITY@6", "NEW_ONE"], request.Attributes.Select(asked => asked.Name));
        Assert.Equal(("PROBABILITY", 0.5), (request.Attributes[0].ScoreType, request.Attributes[0].Threshold));
        Assert.Equal("TOXICITY", request.Attributes[2].Attribute!.Name);
        Assert.Null(request.Attributes[3].Attribute);
        Assert.Equal(["en", "de"], request.Languages);
        Assert.True(request is { SpanAnnotations: true, DoNotStore: true, DropUnsupportedAttributes: true, ClientToken: "t", CommunityId: "c" });
        Assert.Equal(["a", "b"], request.Entries);
    }

    [Fact]
    public void Snake_case_null_and_an_empty_list_of_languages_are_taken_as_meant()
    {
        var request = Read("""
            {"comment":{"text":"Hi"},"requested_attributes":{"TOXICITY":{"score_threshold":"0.25"}},"do_not_store":true,"languages":[],
             "client_token":null,"context":{"article_and_parent_comment":{"article":{"text":"A"},"parent_comment":{"text":"P"}}}}
            """);
        Assert.Equal(0.25, request.Attributes.Single().Threshold);
        Assert.True(request.DoNotStore && request.HasArticleAndParent);
        Assert.Null(request.Languages);
        Assert.Null(request.ClientToken);
        Assert.Equal(("A", "P"), (request.Article, request.Parent));
    }

    [Theory]
    [InlineData("\uFEFF{\"comment\":{\"text\":\"Hi\"}}")]
    [InlineData("{comment: {text: 'Hi'},}")]
    [InlineData("{\"comment\":{\"text\":\"Hi\"}} // the end")]
    public void Nearly_JSON_is_taken_for_what_it_means(string body) => Assert.Equal("Hi", Read(body).Text);

    [Fact]
    public void Half_a_surrogate_pair_in_the_name_of_a_field_is_no_name_we_know() =>
        Assert.Equal("Hi", Read("""{"\ud83dxxxxxx":1,"comment":{"\ud83d":1,"text":"Hi"}}""").Text);

    [Theory]
    [InlineData("requestedAttributes", "{}")]
    [InlineData("attributeScores", """{"summaryScore":{"value":1}}""")]
    public void More_attributes_than_there_are_do_not_cost_their_square(string field, string value)
    {
        string Body(int count) => "{\"comment\":{\"text\":\"Hi\"},\"" + field + "\":{" + string.Join(',', Enumerable.Range(0, count).Select(i => $"\"A{i}\":{value}")) + "}}";

        Read(Body(RequestReader.MostAttributes));
        Assert.Throws<JsonException>(() => Read(Body(RequestReader.MostAttributes + 1)));
    }

    [Fact]
    public void Half_a_surrogate_pair_does_not_stop_a_comment_and_keeps_its_length() =>
        Assert.Equal("a\uFFFDb", Read("""{"comment":{"text":"a\ud83db"}}""").Text);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"comment\":\"text\"}")]
    [InlineData("{\"comment\":{\"text\":5}}")]
    [InlineData("{\"comment\":{\"text\":\"cut")]
    [InlineData("{\"requestedAttributes\":[\"TOXICITY\"]}")]
    [InlineData("{\"requestedAttributes\":{\"TOXICITY\":{\"scoreThreshold\":\"high\"}}}")]
    [InlineData("{\"doNotStore\":1}")]
    [InlineData("{\"languages\":[1]}")]
    [InlineData("{\"context\":{\"entries\":{}}}")]
    public void What_cannot_be_read_is_refused(string body) => Assert.ThrowsAny<JsonException>(() => Read(body));

    [Fact]
    public void Deep_nesting_is_refused_and_does_not_overflow() =>
        Assert.ThrowsAny<JsonException>(() => Read("{\"x\":" + new string('[', 100_000)));

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_refused() =>
        Assert.ThrowsAny<JsonException>(() => RequestReader.Read([.. "{\"comment\":{\"text\":\""u8, 0xC3, 0x28, .. "\"}}"u8]));

    [Fact]
    public void Damaged_requests_are_read_or_refused_and_nothing_else_happens()
    {
        var whole = Encoding.UTF8.GetBytes("""
            {comment:{"text":"a\ud83d \u0041 'é'","type":"PLAIN_TEXT"},"requestedAttributes":{"TOXICITY":{"scoreThreshold":0.5e1}},
             "languages":["en"],"attributeScores":{"INSULT":{"spanScores":[{"begin":0,"end":1,"score":{"value":1}}]}},"context":{"entries":[{"text":"x"}]}}
            """);
        var damage = Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, 2]);
        damage.Array[1, 4].Sample(damages =>
        {
            var bytes = whole.ToList();
            foreach (var (at, value, kind) in damages)
            {
                var place = Math.Min(at, bytes.Count - 1);
                (kind switch { 0 => new Action(() => bytes[place] = value), 1 => () => bytes.Insert(place, value), _ => () => bytes.RemoveAt(place) })();
            }

            try
            {
                RequestReader.Read(bytes.ToArray().AsSpan());
            }
            catch (JsonException)
            {
            }
        });
    }

    [Theory]
    [InlineData("""{"TOXICITY":{"summaryScore":{"value":1}}}""", 1.0, null)]
    [InlineData("""{"TOXICITY":{"spanScores":[{"begin":0,"end":2,"score":{"value":0}},{"begin":3,"end":4,"score":{"value":1}}]}}""", 1.0, null)]
    [InlineData("""{"TOXICITY":{}}""", null, "must not be empty")]
    [InlineData("""{"TOXICITY":{"summaryScore":{}}}""", null, "must be set")]
    [InlineData("""{"TOXICITY":{"summaryScore":{"value":2}}}""", 2.0, "between 0 and 1")]
    [InlineData("""{"TOXICITY":{"spanScores":[{"begin":0,"score":{"value":1}}]}}""", 1.0, "begin and end")]
    public void Suggested_scores_must_be_complete(string scores, double? value, string? fault)
    {
        var suggested = Read($$"""{"comment":{"text":"Hi"},"attributeScores":{{scores}}}""").Suggestions.Single();
        Assert.Equal(value, suggested.Value);
        Assert.Contains(fault ?? "", suggested.Fault ?? "", StringComparison.Ordinal);
        Assert.Equal(fault is null, suggested.Fault is null);
    }
}
