using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Service.Access;
using Moderation.Service.Wires.Perspective;
using Moderation.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Wires.Perspective;

public sealed class PerspectiveApiTests(PerspectiveApiTests.Shared shared) : IClassFixture<PerspectiveApiTests.Shared>
{
    private static readonly FixedClassifier Classifier = new(
        ("idiot", LabelNames.Toxicity, 0.9f), ("idiot", LabelNames.Insult, 0.8f), ("vermin", LabelNames.HateSpeech, 0.7f), ("vermin", LabelNames.Slur, 0.2f));

    /// <summary>One service for the tests that neither change settings nor look into the store.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        internal ModerationApp App { get; private set; } = null!;

        public async Task InitializeAsync() => App = await ModerationApp.StartAsync(Classifier);

        public async Task DisposeAsync() => await App.DisposeAsync();
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(ModerationApp app, string path, string body)
    {
        using var client = app.Stranger();
        // A body that is too large is then refused before it is sent.
        client.DefaultRequestHeaders.ExpectContinue = body.Length > 1_000_000;
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(path, content);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    private static async Task<JsonElement> AnalyzeAsync(ModerationApp app, string body, string? path = null)
    {
        var (status, answer) = await PostAsync(app, path ?? $"/v1alpha1/comments:analyze?key={await app.KeyAsync()}", body);
        Assert.True(status == HttpStatusCode.OK, answer.ToString());
        return answer;
    }

    private static double Score(JsonElement answer, string attribute) =>
        Math.Round(answer.GetProperty("attributeScores").GetProperty(attribute).GetProperty("summaryScore").GetProperty("value").GetDouble(), 5);

    [Fact]
    public async Task The_six_production_attributes_are_answered_and_the_token_comes_back()
    {
        var app = shared.App;
        var answer = await AnalyzeAsync(app, """
            {"comment":{"text":"You idiot, you vermin."},"languages":["en"],"clientToken":"abc",
             "requestedAttributes":{"TOXICITY":{},"SEVERE_TOXICITY":{},"IDENTITY_ATTACK":{},"INSULT":{},"PROFANITY":{},"THREAT":{},"LIKELY_TO_REJECT":{}}}
            """);
        Assert.Equal([0.9, 0.01, 0.7, 0.8, 0.01, 0.01, 0.7], answer.GetProperty("attributeScores").EnumerateObject().Select(attribute => Score(answer, attribute.Name)));
        Assert.Equal("abc", answer.GetProperty("clientToken").GetString());
        Assert.Equal("""["en"]""", answer.GetProperty("languages").GetRawText());
        Assert.Equal("PROBABILITY", answer.GetProperty("attributeScores").GetProperty("TOXICITY").GetProperty("summaryScore").GetProperty("type").GetString());
        Assert.False(answer.GetProperty("attributeScores").GetProperty("TOXICITY").TryGetProperty("spanScores", out _));
    }

    [Fact]
    public async Task A_score_below_the_asked_threshold_is_left_out()
    {
        var app = shared.App;
        var answer = await AnalyzeAsync(app, """{"comment":{"text":"idiot"},"requestedAttributes":{"TOXICITY":{"scoreThreshold":0.5},"THREAT":{"scoreThreshold":0.5}}}""");
        Assert.Equal("TOXICITY", answer.GetProperty("attributeScores").EnumerateObject().Single().Name);
    }

    [Fact]
    public async Task Spans_are_sentences_in_UTF_16_units_with_scores_of_their_own()
    {
        var app = shared.App;
        const string text = "🙂 Nice day. You idiot!";
        var answer = await AnalyzeAsync(app, $$$$"""{"comment":{"text":"{{{{text}}}}"},"spanAnnotations":true,"requestedAttributes":{"TOXICITY":{}}}""");
        var spans = answer.GetProperty("attributeScores").GetProperty("TOXICITY").GetProperty("spanScores").EnumerateArray()
            .Select(span => (text[span.GetProperty("begin").GetInt32()..span.GetProperty("end").GetInt32()], Math.Round(span.GetProperty("score").GetProperty("value").GetDouble(), 3)));
        Assert.Equal([("🙂 Nice day.", 0.01), ("You idiot!", 0.9)], spans);
    }

    [Theory]
    [InlineData("/comments:analyze")]
    [InlineData("/perspective/v1alpha1/comments:analyze")]
    [InlineData("/any/prefix/comments:analyze")]
    public async Task Any_prefix_works_because_Coral_joins_its_own(string path)
    {
        var app = shared.App;
        var answer = await AnalyzeAsync(app, """{"comment":{"text":"idiot"},"requestedAttributes":{"TOXICITY":{}}}""",
            $"{path}?key={await app.KeyAsync()}&alt=json&prettyPrint=false&%24.xgafv=2&quotaUser=x&unheard=of");
        Assert.Equal(0.9, Score(answer, "TOXICITY"));
    }

    [Fact]
    public async Task The_key_is_taken_from_query_header_or_token()
    {
        var app = shared.App;
        var key = await app.KeyAsync();
        foreach (var (name, value) in new[] { ("X-Goog-Api-Key", key), ("Authorization", $"Bearer {key}"), ("X-Api-Key", key) })
        {
            using var client = app.Stranger();
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
            using var content = new StringContent("""{"comment":{"text":"x"},"requestedAttributes":{"TOXICITY":{}}}""");
            using var response = await client.PostAsync("/v1alpha1/comments:analyze", content);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    public static TheoryData<string, string, string> Refusals { get; } = new()
    {
        { """{"requestedAttributes":{"TOXICITY":{}}}""", "COMMENT_EMPTY", "Comment must be non-empty." },
        { """{"comment":{"text":" \n"},"requestedAttributes":{"TOXICITY":{}}}""", "COMMENT_EMPTY", "Comment must be non-empty." },
        { $$$$"""{"comment":{"text":"{{{{new string('x', 20_481)}}}}"},"requestedAttributes":{"TOXICITY":{}}}""", "COMMENT_TOO_LONG", "Comment text too long." },
        { $$$$"""{"comment":{"text":"{{{{new string('é', 10_241)}}}}"},"requestedAttributes":{"TOXICITY":{}}}""", "COMMENT_TOO_LONG", "Comment text too long." },
        { """{"comment":{"text":"x"}}""", "NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes" },
        { """{"comment":{"text":"x"},"requestedAttributes":{}}""", "NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes" },
        { """{"comment":{"text":"x"},"requestedAttributes":{"NICENESS":{}}}""", "INVALID_REQUEST", "Unknown requested attribute: NICENESS" },
        { """{"comment":{"text":"x"},"requestedAttributes":{"TOXICITY":{},"FLIRTATION":{}}}""", "INVALID_REQUEST", "Unknown requested attribute: FLIRTATION" },
        { """{"comment":{"text":"x"},"requestedAttributes":{"TOXICITY":{"scoreType":"RAW"}}}""", "INVALID_REQUEST", "Requested score type RAW is not supported by attribute TOXICITY" },
        { """{"comment":{"text":"x","type":"HTML"},"requestedAttributes":{"TOXICITY":{}}}""", "INVALID_REQUEST", "Currently, only 'PLAIN_TEXT' comments are supported" },
        { """{"comment":{"text":"x","type":"PDF"},"requestedAttributes":{"TOXICITY":{}}}""", "INVALID_REQUEST", "Unknown text type" },
        {
            """{"comment":{"text":"x"},"context":{"entries":[],"articleAndParentComment":{}},"requestedAttributes":{"TOXICITY":{}}}""", "INVALID_REQUEST",
            "Context can have either entries or article_and_parent_comment, but both fields were populated."
        },
        { """{"comment":{"text":"x"},"languages":["fr","en"],"requestedAttributes":{"TOXICITY":{}}}""", "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE", "Attribute TOXICITY does not support request languages: fr, en" },
        { """{"comment":{"text":"Это не очень хорошая идея"},"requestedAttributes":{"INSULT":{}}}""", "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE", "Attribute INSULT does not support request languages: ru" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_Perspective_refused_is_refused_in_its_words(string body, string type, string message)
    {
        var app = shared.App;
        var (status, answer) = await PostAsync(app, $"/v1alpha1/comments:analyze?key={await app.KeyAsync()}", body);
        var error = answer.GetProperty("error");
        var detail = error.GetProperty("details")[0];
        Assert.Equal((HttpStatusCode.BadRequest, 400, "INVALID_ARGUMENT"), (status, error.GetProperty("code").GetInt32(), error.GetProperty("status").GetString()!));
        Assert.Equal(message, error.GetProperty("message").GetString());
        Assert.Equal("type.googleapis.com/google.commentanalyzer.v1alpha1.Error", detail.GetProperty("@type").GetString());
        Assert.Equal(type, detail.GetProperty("errorType").GetString());
        Assert.Equal(type == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE", detail.TryGetProperty("languageNotSupportedByAttributeError", out _));
    }

    [Fact]
    public async Task The_longest_comment_Perspective_took_is_taken()
    {
        var app = shared.App;
        await AnalyzeAsync(app, $$$$"""{"comment":{"text":"{{{{new string('é', 10_240)}}}}"},"requestedAttributes":{"TOXICITY":{}}}""");
    }

    [Theory]
    [InlineData("", 403, "PERMISSION_DENIED", null)]
    [InlineData("?key=", 403, "PERMISSION_DENIED", null)]
    [InlineData("?key=AIzaSyNotOurs", 400, "INVALID_ARGUMENT", "API_KEY_INVALID")]
    public async Task Without_a_key_that_opens_the_answer_is_Googles(string query, int code, string name, string? reason)
    {
        var app = shared.App;
        var (status, answer) = await PostAsync(app, $"/v1alpha1/comments:analyze{query}", """{"comment":{"text":"x"},"requestedAttributes":{"TOXICITY":{}}}""");
        var error = answer.GetProperty("error");
        Assert.Equal((code, name), ((int)status, error.GetProperty("status").GetString()!));
        Assert.Equal(reason, error.TryGetProperty("details", out var details) ? details[0].GetProperty("reason").GetString() : null);
    }

    [Fact]
    public async Task A_key_without_the_scope_may_not_suggest()
    {
        var app = shared.App;
        var key = await app.KeyAsync("default", KeyScopes.Screen);
        var (status, _) = await PostAsync(app, $"/v1alpha1/comments:suggestscore?key={key}", """{"comment":{"text":"x"},"attributeScores":{"TOXICITY":{"summaryScore":{"value":1}}}}""");
        Assert.Equal(HttpStatusCode.Forbidden, status);
    }

    [Fact]
    public async Task Above_its_limit_a_key_hears_Googles_quota_error()
    {
        await using var app = await ModerationApp.StartAsync(Classifier, new() { ["Moderation:RequestsPerSecond"] = "1" });
        using var client = app.Stranger();
        var path = $"/v1alpha1/comments:analyze?key={await app.KeyAsync()}";
        HttpResponseMessage response;
        var sent = 0;
        do
        {
            using var content = new StringContent("""{"comment":{"text":"x"},"requestedAttributes":{"TOXICITY":{}}}""");
            response = await client.PostAsync(path, content);
        }
        while (response.IsSuccessStatusCode && ++sent < 50);

        var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.Equal((429, "RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED"), (
            (int)response.StatusCode, error.GetProperty("status").GetString()!, error.GetProperty("details")[0].GetProperty("reason").GetString()!));
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 10);
        response.Dispose();
    }

    [Fact]
    public async Task What_is_no_JSON_and_what_is_too_large_are_refused_as_such()
    {
        var app = shared.App;
        var path = $"/v1alpha1/comments:analyze?key={await app.KeyAsync()}";
        var (status, answer) = await PostAsync(app, path, "text=hello");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith("Invalid JSON payload received.", answer.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        (status, answer) = await PostAsync(app, path, $$$$"""{"comment":{"text":"x"},"context":{"entries":[{"text":"{{{{new string('x', 5_000_000)}}}}"}]}}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("Request payload size exceeds the limit: 4194304 bytes.", answer.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Attributes_nobody_answers_are_dropped_where_the_client_or_the_owner_says_so()
    {
        const string body = """{"comment":{"text":"idiot"},"requestedAttributes":{"TOXICITY":{},"FLIRTATION":{},"NICENESS":{}}""";
        var app = shared.App;
        var answer = await AnalyzeAsync(app, body + ""","dropUnsupportedAttributes":true}""");
        Assert.Equal("TOXICITY", answer.GetProperty("attributeScores").EnumerateObject().Single().Name);
        await using var dropping = await ModerationApp.StartAsync(Classifier, new() { ["Moderation:Perspective:UnsupportedAttributes"] = "drop" });
        answer = await AnalyzeAsync(dropping, body + "}");
        Assert.Equal("TOXICITY", answer.GetProperty("attributeScores").EnumerateObject().Single().Name);
    }

    [Fact]
    public async Task An_owner_may_have_every_language_scored()
    {
        await using var app = await ModerationApp.StartAsync(Classifier, new() { ["Moderation:Perspective:Languages"] = "score" });
        var answer = await AnalyzeAsync(app, """{"comment":{"text":"idiot"},"languages":["de"],"requestedAttributes":{"TOXICITY":{}}}""");
        Assert.Equal("""["de"]""", answer.GetProperty("languages").GetRawText());
    }

    [Fact]
    public async Task Scores_are_on_Perspectives_scale_where_one_was_fitted_and_the_owner_wants_it()
    {
        using var folder = new TemporaryFolder();
        folder.File("models/fixed/perspective.json", """
            {"model":"fixed","source":"s","sourceSha256":"0","attributes":{"TOXICITY":{"rows":100,"spearman":1,"meanErrorBefore":0,"meanErrorAfter":0,"points":[[0,0],[0.9,0.95],[1,1]]}}}
            """);
        const string body = """{"comment":{"text":"idiot"},"requestedAttributes":{"TOXICITY":{},"INSULT":{}}}""";
        await using (var app = await ModerationApp.StartAsync(Classifier, folder: folder))
        {
            var answer = await AnalyzeAsync(app, body);
            Assert.Equal((0.95, 0.8), (Score(answer, "TOXICITY"), Score(answer, "INSULT")));
        }

        await using var plain = await ModerationApp.StartAsync(Classifier, new() { ["Moderation:Perspective:Scale"] = "probability" }, folder: folder);
        Assert.Equal(0.9, Score(await AnalyzeAsync(plain, body), "TOXICITY"));
    }

    [Fact]
    public async Task A_comment_is_recorded_with_its_decision_and_the_same_text_once()
    {
        await using var app = await ModerationApp.StartAsync(Classifier);
        for (var i = 0; i < 2; i++)
        {
            await AnalyzeAsync(app, """
                {"comment":{"text":"you vermin"},"requestedAttributes":{"TOXICITY":{}},"communityId":"forum",
                 "context":{"articleAndParentComment":{"article":{"text":"Headline\nand text"},"parentComment":{"text":"a parent"}}}}
                """);
        }

        await using var db = await Database(app);
        var comment = await db.Comments.SingleAsync();
        Assert.Equal(("forum", "you vermin", "a parent", "Headline", "perspective"), (comment.Section, comment.Text, comment.ParentText, comment.Title, comment.Source));
        Assert.Equal(1, await db.Decisions.CountAsync());
        Assert.Equal(1, await db.ReviewItems.CountAsync(item => item.ResolvedAt == null));
    }

    [Fact]
    public async Task Of_a_request_with_doNotStore_nothing_is_kept()
    {
        await using var app = await ModerationApp.StartAsync(Classifier);
        await AnalyzeAsync(app, """{"comment":{"text":"you vermin"},"doNotStore":true,"requestedAttributes":{"TOXICITY":{}}}""");
        await using var db = await Database(app);
        Assert.Equal((0, 0), (await db.Comments.CountAsync(), await db.Decisions.CountAsync()));
    }

    [Fact]
    public async Task A_comment_that_cannot_be_scored_is_held_and_goes_to_review()
    {
        await using var app = await ModerationApp.StartAsync();
        var answer = await AnalyzeAsync(app, """{"comment":{"text":"hello"},"requestedAttributes":{"TOXICITY":{},"THREAT":{}}}""");
        Assert.Equal((1.0, 1.0), (Score(answer, "TOXICITY"), Score(answer, "THREAT")));
        await using var db = await Database(app);
        Assert.Equal(1, await db.ReviewItems.CountAsync());
    }

    [Fact]
    public async Task A_site_that_fails_open_hears_that_the_service_is_unavailable()
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier());
        await using (var db = await Database(app))
        {
            var site = await db.Sites.SingleAsync(row => row.Id == "default");
            site.Policy = new Policy { Version = "1", Review = new Dictionary<string, float>(), FailOpen = true };
            await db.SaveChangesAsync();
        }

        await app.Services.GetRequiredService<SiteDirectory>().RefreshAsync(CancellationToken.None);
        var (status, answer) = await PostAsync(app, $"/v1alpha1/comments:analyze?key={await app.KeyAsync()}", """{"comment":{"text":"UNSCORABLE"},"requestedAttributes":{"TOXICITY":{}}}""");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "UNAVAILABLE"), (status, answer.GetProperty("error").GetProperty("status").GetString()));
    }

    [Fact]
    public async Task The_discovery_document_sends_clients_here()
    {
        var app = shared.App;
        using var client = app.Stranger();
        foreach (var (path, root) in new[] { ("/$discovery/rest?version=v1alpha1", "/"), ("/perspective/$discovery/rest", "/perspective/") })
        {
            var document = JsonDocument.Parse(await client.GetStringAsync(path)).RootElement;
            Assert.Equal(app.Address + root, document.GetProperty("rootUrl").GetString());
            Assert.Equal("v1alpha1/comments:analyze", document.GetProperty("resources").GetProperty("comments").GetProperty("methods").GetProperty("analyze").GetProperty("path").GetString());
        }

        await using var behindProxy = await ModerationApp.StartAsync(Classifier, new() { ["Moderation:Perspective:PublicUrl"] = "https://moderation.example" });
        using var other = behindProxy.Stranger();
        Assert.Equal("https://moderation.example/", JsonDocument.Parse(await other.GetStringAsync("/$discovery/rest")).RootElement.GetProperty("rootUrl").GetString());
    }

    [Theory]
    [InlineData("Scale", "percent")]
    [InlineData("UnsupportedAttributes", "ignore")]
    [InlineData("Languages", "all")]
    [InlineData("PublicUrl", "moderation.example")]
    public void A_setting_that_cannot_work_is_refused_with_its_cure(string setting, string value)
    {
        var options = new PerspectiveOptions();
        typeof(PerspectiveOptions).GetProperty(setting)!.SetValue(options, value);
        Assert.Contains($"Moderation:Perspective:{setting} is '{value}'", new PerspectiveOptionsValidator().Validate(null, options).FailureMessage, StringComparison.Ordinal);
        Assert.True(new PerspectiveOptionsValidator().Validate(null, new PerspectiveOptions()).Succeeded);
    }

    internal static Task<ModerationDb> Database(ModerationApp app) =>
        app.Services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync();
}
