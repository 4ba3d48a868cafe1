using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Tests.Support;

namespace Moderation.Tests.Wires.Perspective;

/// <summary>The very bytes that known clients send, and what they read in the answer.</summary>
public sealed class PerspectiveReplayTests
{
    private static readonly FixedClassifier Classifier = new(("vermin", LabelNames.Toxicity, 0.9f), ("vermin", LabelNames.HateSpeech, 0.7f));

    private static async Task<HttpResponseMessage> SendAsync(ModerationApp app, string operation, string body, string accept = "*/*")
    {
        using var client = app.Stranger();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1alpha1/comments:{operation}?key={await app.KeyAsync()}");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await client.SendAsync(request);
    }

    private static async Task<double> ToxicityAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return Math.Round(JsonDocument.Parse(text).RootElement.GetProperty("attributeScores").GetProperty("TOXICITY").GetProperty("summaryScore").GetProperty("value").GetDouble(), 4);
    }

    [Fact]
    public async Task Coral_asks_and_then_suggests_what_its_moderator_decided()
    {
        await using var app = await ModerationApp.StartAsync(Classifier);
        using var asked = await SendAsync(app, "analyze", """{"comment":{"text":"You vermin."},"doNotStore":false,"requestedAttributes":{"TOXICITY":{}},"languages":["en"]}""");
        Assert.Equal(0.9, await ToxicityAsync(asked));
        using var suggested = await SendAsync(app, "suggestscore", """
            {"comment":{"text":"You vermin."},"context":{"entries":[{"text":"{\"url\":\"https://news.example/story?commentID=c9\",\"reply_to_id_Coral_comment_id\":\"c8\",\"Coral_comment_id\":\"c9\"}"}]},"attributeScores":{"TOXICITY":{"summaryScore":{"value":1}}},"languages":["en"],"communityId":"Coral:https://news.example","clientToken":"comment:c9"}
            """.Trim());
        Assert.Equal("""{"clientToken":"comment:c9","detectedLanguages":["en"],"requestedLanguages":["en"]}""", await suggested.Content.ReadAsStringAsync());

        await using var db = await PerspectiveApiTests.Database(app);
        var comment = await db.Comments.SingleAsync(row => row.CommentId == "c9");
        Assert.Equal(("https://news.example/story", "c8", "You vermin."), (comment.Section, comment.ParentId, comment.Text));
        var annotation = await db.Annotations.SingleAsync();
        Assert.Equal((comment.Key, "Coral:https://news.example"), (annotation.CommentKey, annotation.Rater));
        Assert.Equal(new Dictionary<string, float> { [LabelNames.Toxicity] = 1 }, annotation.Labels);
        Assert.Equal(0, await db.ReviewItems.CountAsync(item => item.ResolvedAt == null));
        Assert.Equal(2, await db.Decisions.CountAsync(decision => decision.Moderator != null && decision.Verdict == Verdict.Reject));
    }

    [Fact]
    public async Task Coral_may_repeat_itself_and_change_its_mind()
    {
        await using var app = await ModerationApp.StartAsync(Classifier);
        foreach (var value in new[] { 1, 1, 0 })
        {
            using var response = await SendAsync(app, "suggestscore", $$$$"""
                {"comment":{"text":"You vermin."},"context":{"entries":[{"text":"{\"url\":\"https://news.example/story\",\"Coral_comment_id\":\"c9\"}"}]},"attributeScores":{"TOXICITY":{"summaryScore":{"value":{{{{value}}}}}}},"languages":["en"],"communityId":"Coral:https://news.example","clientToken":"comment:c9"}
                """);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        await using var db = await PerspectiveApiTests.Database(app);
        var decisions = await db.Decisions.Where(decision => decision.Moderator != null).ToListAsync();
        Assert.Equal([Verdict.Reject, Verdict.Approve], decisions.OrderBy(decision => decision.Id).Select(decision => decision.Verdict));
        Assert.Equal([1f, 0f], (await db.Annotations.OrderBy(row => row.Key).ToListAsync()).Select(row => row.Labels[LabelNames.Toxicity]));
    }

    [Fact]
    public async Task Discourse_keeps_nothing_here_and_sends_no_language()
    {
        await using var app = await ModerationApp.StartAsync(Classifier);
        using var response = await SendAsync(app, "analyze", """{"comment":{"text":"You vermin."},"doNotStore":true,"sessionId":"https://forum.example_42","requestedAttributes":{"TOXICITY":{"scoreType":"PROBABILITY"}}}""");
        Assert.Equal(0.9, await ToxicityAsync(response));
        Assert.NotNull(response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Commento_sends_keys_without_quotes_a_constant_language_and_line_breaks_as_they_are()
    {
        const string body = "{comment: {text: \"You\nvermin.\"},\n       languages: [\"de\"],\n       requestedAttributes: {TOXICITY:{}} }";
        await using (var strict = await ModerationApp.StartAsync(Classifier))
        {
            using var refused = await SendAsync(strict, "analyze", body);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await using var app = await ModerationApp.StartAsync(Classifier, new() { ["Moderation:Perspective:Languages"] = "score" });
        using var response = await SendAsync(app, "analyze", body);
        Assert.Equal(0.9, await ToxicityAsync(response));
    }

    [Fact]
    public async Task OSMod_sends_the_article_and_the_parent_and_reads_spans()
    {
        await using var app = await ModerationApp.StartAsync(Classifier);
        using var response = await SendAsync(app, "analyze", """
            {"comment":{"text":"Fine. You vermin."},"context":{"entries":[{"text":"The headline"},{"text":"The parent"}]},"requestedAttributes":{"TOXICITY@6":{},"INSULT":{}},"languages":["en"],"clientToken":"OSMod_request17","spanAnnotations":true}
            """);
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("OSMod_request17", answer.GetProperty("clientToken").GetString());
        var toxicity = answer.GetProperty("attributeScores").GetProperty("TOXICITY@6");
        Assert.Equal(2, toxicity.GetProperty("spanScores").GetArrayLength());
        Assert.Equal(6, toxicity.GetProperty("spanScores")[1].GetProperty("begin").GetInt32());
        await using var db = await PerspectiveApiTests.Database(app);
        var comment = await db.Comments.SingleAsync();
        Assert.Equal(("The headline", "The parent"), (comment.Title, comment.ParentText));
    }

    [Fact]
    public async Task Googles_own_sample_is_answered()
    {
        await using var app = await ModerationApp.StartAsync(Classifier);
        using var response = await SendAsync(app, "analyze", """{comment: {text: "what kind of vermin name is foo?"}, languages: ["en"], requestedAttributes: {TOXICITY:{}} }""");
        Assert.Equal(0.9, await ToxicityAsync(response));
    }

    [Fact]
    public async Task A_batch_answers_each_part_in_order()
    {
        await using var app = await ModerationApp.StartAsync(Classifier);
        var key = await app.KeyAsync();
        string Part(string id, string target, string body) =>
            $"--b1\r\nContent-Type: application/http\r\nContent-ID: <{id}>\r\n\r\nPOST {target} HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{body}\r\n";
        var body = Part("i1", $"/v1alpha1/comments:analyze?key={key}", """{"comment":{"text":"vermin"},"requestedAttributes":{"TOXICITY":{}}}""")
            + Part("i2", "/v1alpha1/comments:analyze", """{"comment":{"text":""},"requestedAttributes":{"TOXICITY":{}}}""")
            + Part("i3", "/v1alpha1/comments:delete", "{}") + "--b1--\r\n";
        using var client = app.Stranger();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/mixed; boundary=\"b1\"");
        using var response = await client.PostAsync("/batch/commentanalyzer/v1alpha1", content);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal("multipart/mixed", response.Content.Headers.ContentType!.MediaType);
        var parts = text.Split($"--{response.Content.Headers.ContentType.Parameters.Single().Value}");
        Assert.Equal(5, parts.Length);
        Assert.Contains("Content-ID: <response-i1>", parts[1], StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 200 OK", parts[1], StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 403 Forbidden", parts[2], StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 404 Not Found", parts[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain", "x")]
    [InlineData("multipart/mixed; boundary=b", "--b--\r\n")]
    [InlineData("multipart/mixed; boundary=b", "--b\r\ncut")]
    public async Task What_is_no_batch_is_refused(string type, string body)
    {
        await using var app = await ModerationApp.StartAsync(Classifier);
        using var client = app.Stranger();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var response = await client.PostAsync($"/batch/commentanalyzer/v1alpha1?key={await app.KeyAsync()}", content);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
