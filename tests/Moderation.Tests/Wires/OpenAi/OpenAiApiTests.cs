using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Service.Access;
using Moderation.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Wires.OpenAi;

public sealed class OpenAiApiTests : HostTests
{
    private static readonly string[] Keys =
    [
        "harassment", "harassment/threatening", "sexual", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm/intent",
        "self-harm/instructions", "self-harm", "sexual/minors", "violence", "violence/graphic",
    ];

    private static readonly FixedClassifier Classifier = new(
        ("vile", LabelNames.HateSpeech, 0.9f), ("bully", LabelNames.Harassment, 0.8f), ("or else", LabelNames.Threat, 0.7f), ("slurred", LabelNames.Slur, 0.6f));

    [Fact]
    public async Task Every_key_of_all_three_maps_is_there()
    {
        var answer = await PostAsync("""{"input":"hello"}""");

        Assert.StartsWith("modr-", answer.GetProperty("id").GetString());
        Assert.Equal("fixed", answer.GetProperty("model").GetString());
        var result = answer.GetProperty("results")[0];
        Assert.False(result.GetProperty("flagged").GetBoolean());
        Assert.Equal(Keys, Names(result, "categories"));
        Assert.Equal(Keys, Names(result, "category_scores"));
        Assert.Equal(Keys, Names(result, "category_applied_input_types"));
        Assert.All(Keys, key => Assert.Equal("text", Assert.Single(result.GetProperty("category_applied_input_types").GetProperty(key).EnumerateArray()).GetString()));
    }

    [Theory]
    [InlineData("vile", "hate")]
    [InlineData("slurred", "hate")]
    [InlineData("bully", "harassment")]
    [InlineData("or else", "violence")]
    [InlineData("vile or else", "hate,hate/threatening,violence")]
    [InlineData("bully or else", "harassment,harassment/threatening,violence")]
    public async Task Categories_come_from_our_labels(string text, string expected)
    {
        var result = (await PostAsync($$"""{"input":"{{text}}"}""")).GetProperty("results")[0];

        Assert.True(result.GetProperty("flagged").GetBoolean());
        Assert.Equal(expected.Split(','), Keys.Where(key => result.GetProperty("categories").GetProperty(key).GetBoolean()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Scores_are_our_probabilities_and_zero_where_we_have_nothing_to_say()
    {
        var scores = (await PostAsync("""{"input":"bully or else"}""")).GetProperty("results")[0].GetProperty("category_scores");

        Assert.Equal((0.8f, 0.7f, 0.7f, 0f), (
            scores.GetProperty("harassment").GetSingle(), scores.GetProperty("harassment/threatening").GetSingle(),
            scores.GetProperty("violence").GetSingle(), scores.GetProperty("sexual").GetSingle()));
    }

    [Fact]
    public async Task An_array_is_answered_in_order_and_an_image_as_not_looked_at()
    {
        var texts = (await PostAsync("""{"input":["fine","vile","fine"]}""")).GetProperty("results");
        Assert.Equal([false, true, false], texts.EnumerateArray().Select(result => result.GetProperty("flagged").GetBoolean()));

        var image = (await PostAsync("""{"input":[{"type":"image_url","image_url":{"url":"https://example.org/a.png"}}]}""")).GetProperty("results")[0];
        Assert.False(image.GetProperty("flagged").GetBoolean());
        Assert.All(Keys, key => Assert.Equal(0, image.GetProperty("category_applied_input_types").GetProperty(key).GetArrayLength()));
    }

    [Fact]
    public async Task What_cannot_be_scored_is_flagged_unless_the_site_fails_open()
    {
        Assert.True((await PostAsync("""{"input":"UNSCORABLE"}""")).GetProperty("results")[0].GetProperty("flagged").GetBoolean());

        await FailOpenAsync();
        Assert.False((await PostAsync("""{"input":"UNSCORABLE"}""")).GetProperty("results")[0].GetProperty("flagged").GetBoolean());
    }

    [Fact]
    public async Task A_moderators_word_on_the_same_text_goes_before_the_models()
    {
        var id = Guid.ParseExact((await PostAsync("""{"input":"a vile quotation"}""")).GetProperty("id").GetString()!["modr-".Length..], "N");
        await using (var db = await App.Services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync())
        {
            var decision = await db.Decisions.SingleAsync(row => row.Id == id);
            await App.Services.GetRequiredService<ReviewClaims>().DecideAsync(decision.CommentKey, new Judgement("ann", Verdict.Approve));
        }

        var result = (await PostAsync("""{"input":"a vile quotation"}""")).GetProperty("results")[0];
        Assert.False(result.GetProperty("flagged").GetBoolean());
        Assert.False(result.GetProperty("categories").GetProperty("hate").GetBoolean());
        Assert.Equal(0.9f, result.GetProperty("category_scores").GetProperty("hate").GetSingle());
    }

    [Fact]
    public async Task Every_text_is_recorded_with_its_decision()
    {
        await PostAsync("""{"input":["kept one","kept vile two"]}""");

        await using var db = await App.Services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync();
        var rows = await db.Decisions.Include(row => row.Comment).Where(row => row.Comment!.Source == "openai").OrderBy(row => row.Id).ToListAsync();
        Assert.Equal([("kept one", Verdict.Approve), ("kept vile two", Verdict.Review)], rows.Select(row => (row.Comment!.Text!, row.Verdict)).Order());
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized, null)]
    [InlineData("wrong", HttpStatusCode.Unauthorized, "invalid_api_key")]
    [InlineData("reader", HttpStatusCode.Forbidden, "insufficient_permissions")]
    public async Task A_key_that_does_not_open_gets_the_error_envelope(string? key, HttpStatusCode status, string? code)
    {
        using var client = App.Stranger();
        key = key == "reader" ? await App.KeyAsync("default", "read") : key;
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);

        var response = await client.PostAsync("/v1/moderations", Json("""{"input":"x"}"""));

        Assert.Equal(status, response.StatusCode);
        var error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        Assert.Equal(["message", "type", "param", "code"], error.EnumerateObject().Select(field => field.Name));
        Assert.Equal(code, error.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_body_that_is_no_request_gets_the_error_envelope()
    {
        var response = await Client.PostAsync("/v1/moderations", Json("""{"model":"omni-moderation-latest"}"""));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        Assert.Equal(("invalid_request_error", "input"), (error.GetProperty("type").GetString(), error.GetProperty("param").GetString()));
    }

    private async Task FailOpenAsync()
    {
        await using (var db = await App.Services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync())
        {
            var site = await db.Sites.SingleAsync();
            site.Policy = new Policy { Version = "open", Review = new Dictionary<string, float>(), FailOpen = true };
            await db.SaveChangesAsync();
        }

        await App.Services.GetRequiredService<SiteDirectory>().RefreshAsync(CancellationToken.None);
    }

    private static IEnumerable<string> Names(JsonElement result, string map) => result.GetProperty(map).EnumerateObject().Select(field => field.Name);

    private async Task<JsonElement> PostAsync(string body)
    {
        var response = await Client.PostAsync("/v1/moderations", Json(body));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private protected override Task<ModerationApp> StartAsync() => ModerationApp.StartAsync(Classifier);
}
