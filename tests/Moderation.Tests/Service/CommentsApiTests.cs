using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Labels;
using Moderation.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service;

public sealed class CommentsApiTests : HostTests
{
    private static readonly FixedClassifier Classifier = new(("vile", LabelNames.HateSpeech, 0.9f));

    [Fact]
    public async Task A_comment_is_judged_and_its_decision_can_be_read_back()
    {
        var answer = await PostAsync("""{"id":"1","section":"a","text":"vile words","spans":true}""");

        Assert.Equal("review", answer.GetProperty("verdict").GetString());
        Assert.Equal("review-harm:hate_speech", answer.GetProperty("rules")[0].GetString());
        Assert.Equal(0.9f, answer.GetProperty("scores").GetProperty("hate_speech").GetSingle());
        Assert.Equal(0, answer.GetProperty("spans")[0].GetProperty("begin").GetInt32());
        var decision = await Client.GetFromJsonAsync<JsonElement>($"/v1/decisions/{answer.GetProperty("decision").GetString()}");
        Assert.Equal("fixed", decision.GetProperty("model").GetString());
    }

    [Fact]
    public async Task Half_an_emoji_in_what_people_write_keeps_no_comment_from_being_judged()
    {
        var answer = await PostAsync("""{"id":"cut","text":"vile \ud83d","author":"\ud83d","title":"\ud83d","parentText":"\ud83d"}""");

        Assert.Equal("review", answer.GetProperty("verdict").GetString());
        var history = await Client.GetFromJsonAsync<JsonElement>("/v1/comments/cut");
        Assert.Equal("vile \uFFFD", history.GetProperty("revisions")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_text_that_nobody_reads_to_its_end_is_judged_without_its_spans()
    {
        var answer = await PostAsync($$"""{"id":"long","text":"vile {{new string('x', Moderation.Service.Screening.Screener.LongestExplained)}}","spans":true}""");

        Assert.Equal("review", answer.GetProperty("verdict").GetString());
        Assert.Equal(0, answer.GetProperty("spans").GetArrayLength());
    }

    [Fact]
    public async Task What_its_author_took_back_is_erased_and_only_by_its_own_site_and_a_key_that_may_judge()
    {
        await PostAsync("""{"id":"mine","section":"a","text":"vile words","author":"joe"}""");
        await PostAsync("""{"id":"mine","section":"b","text":"x"}""");
        await App.Services.GetRequiredService<Sites>().AddAsync("elsewhere", "Elsewhere", "test");
        using var elsewhere = await App.ClientAsync("elsewhere", KeyScopes.Label);
        using var sender = await App.ClientAsync("default", KeyScopes.Screen);

        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.DeleteAsync("/v1/comments/mine?section=a")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await sender.DeleteAsync("/v1/comments/mine?section=a")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.DeleteAsync("/v1/comments/mine")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Client.DeleteAsync("/v1/comments/mine?section=a")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Client.DeleteAsync("/v1/comments/mine?section=a")).StatusCode);

        var erased = await Client.GetFromJsonAsync<JsonElement>("/v1/comments/mine?section=a");
        var revision = erased.GetProperty("revisions")[0];
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (revision.GetProperty("text").ValueKind, revision.GetProperty("author").ValueKind));
        Assert.Equal("review", erased.GetProperty("decisions")[0].GetProperty("verdict").GetString());
        Assert.Equal(0, (await Client.GetFromJsonAsync<JsonElement>("/v1/reviews")).GetProperty("open").GetInt32());
        Assert.Equal("x", (await Client.GetFromJsonAsync<JsonElement>("/v1/comments/mine?section=b")).GetProperty("revisions")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task The_same_comment_again_gets_the_decision_it_has_and_an_edit_a_new_one()
    {
        var first = await PostAsync("""{"id":"2","text":"x"}""");
        var again = await PostAsync("""{"id":"2","text":"x"}""");
        var edited = await PostAsync("""{"id":"2","text":"vile"}""");

        Assert.Equal("same", again.GetProperty("status").GetString());
        Assert.Equal(first.GetProperty("decision").GetString(), again.GetProperty("decision").GetString());
        Assert.Equal((2, "review"), (edited.GetProperty("revision").GetInt32(), edited.GetProperty("verdict").GetString()));
        var history = await Client.GetFromJsonAsync<JsonElement>("/v1/comments/2");
        Assert.Equal(2, history.GetProperty("revisions").GetArrayLength());
        Assert.Equal(2, history.GetProperty("decisions").GetArrayLength());
    }

    [Theory]
    [InlineData("{\"id\":\"1\"}", "application/json", HttpStatusCode.BadRequest, "It lacks 'text'.")]
    [InlineData("{\"id\":\"1\",\"text\":5}", "application/json", HttpStatusCode.BadRequest, "'text' is of another kind")]
    [InlineData("{\"id\":\"\\ud83d\",\"text\":\"x\"}", "application/json", HttpStatusCode.BadRequest, "'id' holds half a surrogate pair")]
    [InlineData("[]", "application/json", HttpStatusCode.BadRequest, "It is of another kind")]
    [InlineData("{bad", "application/json", HttpStatusCode.BadRequest, "It is no JSON")]
    [InlineData("", "application/json", HttpStatusCode.BadRequest, "There is no body.")]
    [InlineData("{\"id\":\"1\",\"text\":\"x\"}", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType, "Content-Type: application/json")]
    public async Task What_cannot_be_read_is_told_why(string body, string type, HttpStatusCode status, string reason)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var answer = await Client.PostAsync("/v1/comments", content);

        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var detail = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString();
        Assert.Contains(reason, detail, StringComparison.Ordinal);
        Assert.DoesNotContain("Moderation.Service", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_none_names_the_document_of_those_that_are()
    {
        using var answer = await Client.GetAsync("/v1/decisions/none");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("/openapi/v1.json", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comment_is_found_by_its_id_alone_unless_several_sections_have_one()
    {
        await PostAsync("""{"id":"7","section":"ferry","text":"x"}""");
        Assert.Equal("ferry", (await Client.GetFromJsonAsync<JsonElement>("/v1/comments/7")).GetProperty("section").GetString());

        await PostAsync("""{"id":"7","section":"harbour","text":"y"}""");
        using var several = await Client.GetAsync("/v1/comments/7");
        Assert.Equal(HttpStatusCode.BadRequest, several.StatusCode);
        Assert.Contains("?section=", await several.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("harbour", (await Client.GetFromJsonAsync<JsonElement>("/v1/comments/7?section=harbour")).GetProperty("section").GetString());
    }

    [Fact]
    public async Task A_comment_that_cannot_be_scored_is_recorded_for_review()
    {
        var answer = await PostAsync("""{"id":"3","text":"UNSCORABLE"}""");

        Assert.Equal("review", answer.GetProperty("verdict").GetString());
        Assert.Equal("unscored", answer.GetProperty("rules")[0].GetString());
        Assert.NotNull(answer.GetProperty("unscored").GetString());
    }

    [Fact]
    public async Task What_a_comment_answers_counts_where_its_parent_is_only_named()
    {
        await PostAsync("""{"id":"p","section":"t","text":"Put your names under vile."}""");
        var answer = await PostAsync("""{"id":"c","section":"t","text":"Me too.","parent":"p"}""");
        var elsewhere = await PostAsync("""{"id":"c","section":"u","text":"Me too.","parent":"p"}""");
        var given = await PostAsync("""{"id":"d","section":"t","text":"Me too.","parent":"p","parentText":"Who comes to the lake?"}""");
        var batch = await (await Client.PostAsync("/v1/comments/batch", Json(
            """[{"id":"q","section":"t","text":"And now under vile!"},{"id":"r","section":"t","text":"Me too.","parent":"q"},{"id":"s","section":"t","text":"Me too.","parent":"p"}]""")))
            .Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(
            ["review", "approve", "approve", "review", "review"],
            new[] { answer, elsewhere, given, batch[1], batch[2] }.Select(one => one.GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task A_dry_run_leaves_nothing_behind()
    {
        var answer = await PostAsync("""{"id":"4","text":"vile","dryRun":true}""");

        Assert.Equal(("dry_run", "review"), (answer.GetProperty("status").GetString(), answer.GetProperty("verdict").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync("/v1/comments/4")).StatusCode);
    }

    [Fact]
    public async Task What_must_not_be_stored_is_decided_without_its_text()
    {
        await PostAsync("""{"id":"5","text":"vile","doNotStore":true}""");

        var history = await Client.GetFromJsonAsync<JsonElement>("/v1/comments/5");
        Assert.Equal(JsonValueKind.Null, history.GetProperty("revisions")[0].GetProperty("text").ValueKind);
        Assert.Equal(1, history.GetProperty("decisions").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"id":"6"}""")]
    [InlineData("""{"text":"x"}""")]
    [InlineData("""{"id":"","text":"x"}""")]
    [InlineData("""{"id":"6","text":null}""")]
    [InlineData("""{"id":"6","text":"x","revision":0}""")]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public async Task Bad_requests_get_problem_details(string body)
    {
        var response = await Client.PostAsync("/v1/comments", Json(body));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task An_array_is_answered_in_order_and_a_bad_element_costs_only_itself()
    {
        var response = await Client.PostAsync("/v1/comments/batch", Json("""[{"id":"a","text":"x"},{"id":7},{"id":"b","text":"vile"}]"""));

        var answers = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(3, answers.GetArrayLength());
        Assert.Equal("a", answers[0].GetProperty("id").GetString());
        Assert.NotNull(answers[1].GetProperty("error").GetString());
        Assert.Equal("review", answers[2].GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task Lines_are_streamed_and_each_is_answered()
    {
        var lines = string.Concat(Enumerable.Range(0, 2000).Select(i => $"{{\"id\":\"n{i}\",\"text\":\"{(i % 2 == 0 ? "vile" : "x")}\"}}\n")) + "nonsense";
        var response = await Client.PostAsync("/v1/comments/batch", new StringContent(lines, Encoding.UTF8, "application/x-ndjson"));

        var answers = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(2001, answers.Count);
        Assert.All(answers.Take(2000).Select((answer, i) => (answer, i)), pair => Assert.Equal($"n{pair.i}", pair.answer.GetProperty("id").GetString()));
        Assert.Equal(2001, answers[2000].GetProperty("line").GetInt32());
    }

    [Theory]
    [InlineData("application/x-ndjson", "{\n")]
    [InlineData("application/json", "7,")]
    public async Task Very_many_broken_comments_end_a_batch_and_those_before_are_answered(string type, string broken)
    {
        const string Good = "{\"id\":\"first\",\"text\":\"x\"}";
        var many = string.Concat(Enumerable.Repeat(broken, 200_000));
        var body = type == "application/json" ? $"[{Good},{many}{Good}]" : $"{Good}\n{many}{Good}";
        var response = await Client.PostAsync("/v1/comments/batch", new StringContent(body, Encoding.UTF8, type));

        var text = await response.Content.ReadAsStringAsync();
        var answers = JsonDocument.Parse(type == "application/json" ? text : $"[{text.TrimEnd().Replace('\n', ',')}]").RootElement.EnumerateArray().ToList();
        Assert.Equal(1001, answers.Count);
        Assert.Equal("first", answers[0].GetProperty("id").GetString());
        Assert.Equal(1001, answers[^1].GetProperty("line").GetInt32());
        Assert.Contains("the batch ends here", answers[^1].GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/v1/comments")]
    [InlineData("POST", "/v1/comments/batch")]
    [InlineData("GET", "/v1/comments/1")]
    [InlineData("GET", "/openapi/v1.json")]
    public async Task Nothing_is_answered_without_a_key(string method, string path)
    {
        using var stranger = App.Stranger();

        var response = await stranger.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? Json("{}") : null });

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_key_does_only_what_its_scopes_say()
    {
        using var reader = await App.ClientAsync("default", "read");

        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync("/v1/comments", Json("""{"id":"1","text":"x"}"""))).StatusCode);
    }

    [Fact]
    public async Task A_marker_word_of_a_comment_stands_in_no_log()
    {
        const string Marker = "zyxmarkerwv";
        // A folder given from outside outlives the host, whose end writes the log out.
        using var folder = new TemporaryFolder();
        var app = await ModerationApp.StartAsync(Classifier, folder: folder);
        using (var client = await app.ClientAsync())
        {
            await client.PostAsync("/v1/comments", Json($$"""{"id":"log","author":"{{Marker}}","text":"vile {{Marker}}"}"""));
            await client.PostAsync("/v1/comments", Json($"{{\"text\": \"{Marker}"));
            await client.PostAsync("/v1/comments/batch", Json($"[{{\"text\": \"{Marker}\"}}"));
        }

        await app.DisposeAsync();
        var logs = Directory.GetFiles(app.Data, "*.jsonl", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        Assert.Contains(logs, log => log.Contains("/v1/comments", StringComparison.Ordinal));
        Assert.DoesNotContain(logs, log => log.Contains(Marker, StringComparison.Ordinal));
    }

    private async Task<JsonElement> PostAsync(string body)
    {
        var response = await Client.PostAsync("/v1/comments", Json(body));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private protected override Task<ModerationApp> StartAsync() => ModerationApp.StartAsync(Classifier);
}
