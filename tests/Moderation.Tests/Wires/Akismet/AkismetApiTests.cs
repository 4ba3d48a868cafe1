using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Wires.Akismet;

public sealed class AkismetApiTests : HostTests
{
    private string _key = null!;

    [Fact]
    public async Task A_key_has_the_length_that_clients_insist_on_and_is_valid()
    {
        Assert.Equal(12, _key.Length);
        Assert.Equal("valid", await AnswerAsync("1.1/verify-key", ("key", _key), ("blog", "https://example.org")));
        Assert.Equal("valid", await AnswerAsync("1.1/verify-key", ("api_key", _key), ("blog", "https://example.org")));
        Assert.Equal("deactivated", await AnswerAsync("1.1/deactivate", ("key", _key), ("blog", "https://example.org")));
    }

    [Fact]
    public async Task A_key_that_does_not_open_is_invalid_and_says_why()
    {
        foreach (var call in new[] { "1.1/verify-key", "1.1/comment-check", "1.1/submit-spam", "1.2/usage-limit" })
        {
            var response = await PostAsync(call, ("api_key", "aaaaaaaaaaaa"), ("blog", "https://example.org"));
            Assert.Equal((HttpStatusCode.OK, "invalid"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
            Assert.True(response.Headers.Contains("X-akismet-debug-help"));
        }
    }

    [Fact]
    public async Task The_key_may_stand_in_the_subdomain()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/1.1/comment-check")
        {
            Content = new FormUrlEncodedContent([new("blog", "https://example.org"), new("comment_content", "vile")]),
        };
        request.Headers.Host = $"{_key}.rest.example.org";

        Assert.Equal("true", await (await Client.SendAsync(request)).Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(false, 1_200_000, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(true, 1_200_000, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(false, 40_000_000, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(true, 1_000_000, HttpStatusCode.OK)]
    public async Task A_form_that_is_too_large_is_refused_in_akismets_way(bool multipart, int length, HttpStatusCode expected)
    {
        // With 'Expect' the client hears of the refusal before it has sent all of it.
        var text = new string('x', length);
        using HttpContent content = multipart
            ? new MultipartFormDataContent { { new StringContent(_key), "api_key" }, { new StringContent("a"), "blog" }, { new StringContent(text), "comment_content" } }
            : new StringContent($"api_key={_key}&blog=a&comment_content={text}", System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/1.1/comment-check") { Content = content };
        request.Headers.ExpectContinue = true;
        using var response = await Client.SendAsync(request);

        Assert.Equal((expected, expected == HttpStatusCode.OK ? "false" : "error"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal(expected != HttpStatusCode.OK, response.Headers.TryGetValues("X-akismet-debug-help", out var help) && help.Single().Contains("larger than", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Half_a_form_is_refused_in_akismets_way()
    {
        using var content = new StringContent("--x\r\nContent-Disposition: form-data; name=\"blog\"\r\n\r\na", System.Text.Encoding.UTF8);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        using var response = await Client.PostAsync("/1.1/comment-check", content);

        Assert.Equal((HttpStatusCode.BadRequest, "error"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("vile", "true")]
    [InlineData("kind words", "false")]
    [InlineData("UNSCORABLE", "true")]
    public async Task A_comment_is_true_when_it_must_not_be_published_yet(string text, string expected)
    {
        var response = await PostAsync("1.1/comment-check", Comment(text));

        Assert.Equal(expected, await response.Content.ReadAsStringAsync());
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.False(response.Headers.Contains("X-akismet-debug-help"));
        Assert.False(response.Headers.Contains("X-akismet-pro-tip"));
    }

    [Theory]
    [InlineData("comment_author", "viagra-test-123", "true")]
    [InlineData("comment_author", "akismet-guaranteed-spam", "true")]
    [InlineData("comment_author_email", "akismet-guaranteed-spam@example.com", "true")]
    [InlineData("user_role", "administrator", "false")]
    public async Task Akismets_test_values_get_their_answers(string field, string value, string expected) =>
        Assert.Equal(expected, await AnswerAsync("1.1/comment-check", [.. Comment("vile").Where(pair => pair.Name != field), (field, value)]));

    [Fact]
    public async Task A_test_call_is_judged_but_leaves_nothing_behind()
    {
        Assert.Equal("true", await AnswerAsync("1.1/comment-check", [.. Comment("vile"), ("is_test", "1")]));

        await using var db = await DbAsync();
        Assert.Empty(await db.Comments.ToListAsync());
    }

    [Fact]
    public async Task The_comment_is_recorded_without_address_or_mail()
    {
        await AnswerAsync("1.1/comment-check", [.. Comment("kind words"), ("comment_date_gmt", "2026-11-01T10:00:00Z"), ("HTTP_ACCEPT", "x")]);

        await using var db = await DbAsync();
        var row = await db.Comments.SingleAsync();
        Assert.Equal(("https://example.org/post", "kind words", "Ann", "akismet"), (row.Section, row.Text, row.Author, row.Source));
        Assert.Equal(new DateTimeOffset(2026, 11, 1, 10, 0, 0, TimeSpan.Zero), row.WrittenAt);
        Assert.DoesNotContain("ann@example.org", JsonSerializer.Serialize(row), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ham_approves_the_comment_and_says_for_training_that_no_harm_is_in_it()
    {
        await AnswerAsync("1.1/comment-check", Comment("vile"));
        Assert.Equal("Thanks for making the web a better place.", await AnswerAsync("1.1/submit-ham", Comment("vile")));

        await using var db = await DbAsync();
        var comment = await db.Comments.SingleAsync();
        Assert.Equal(Verdict.Approve, (await db.Decisions.SingleAsync(row => row.Id == comment.DecisionId)).Verdict);
        Assert.Equal(LabelNames.Harms.ToDictionary(label => label, _ => 0f), (await db.Annotations.SingleAsync()).Labels);
        Assert.Equal("false", await AnswerAsync("1.1/comment-check", Comment("vile")));
    }

    [Fact]
    public async Task Spam_rejects_the_comment_and_labels_nothing()
    {
        Assert.Equal("Thanks for making the web a better place.", await AnswerAsync("1.1/submit-spam", Comment("cheap watches")));
        await AnswerAsync("1.1/submit-spam", Comment("cheap watches"));

        await using var db = await DbAsync();
        Assert.Equal([Verdict.Approve, Verdict.Reject], (await db.Decisions.OrderBy(row => row.Id).ToListAsync()).Select(row => row.Verdict));
        Assert.Empty(await db.Annotations.ToListAsync());
        Assert.Equal("true", await AnswerAsync("1.1/comment-check", Comment("cheap watches")));
    }

    [Fact]
    public async Task Usage_is_what_the_site_has_sent_this_month()
    {
        await AnswerAsync("1.1/comment-check", Comment("vile"));
        await AnswerAsync("1.1/comment-check", Comment("kind words"));
        await AnswerAsync("1.1/submit-ham", Comment("vile"));

        var usage = JsonDocument.Parse(await Client.GetStringAsync($"/1.2/usage-limit?api_key={_key}")).RootElement;
        Assert.Equal(("none", 2, false), (usage.GetProperty("limit").GetString(), usage.GetProperty("usage").GetInt32(), usage.GetProperty("throttled").GetBoolean()));
        var sites = JsonDocument.Parse(await Client.GetStringAsync($"/1.2/key-sites?api_key={_key}")).RootElement;
        var site = sites.EnumerateObject().First().Value[0];
        Assert.Equal(("default", "2", "2", "1"), (
            site.GetProperty("site").GetString(), site.GetProperty("api_calls").GetString(), site.GetProperty("ham").GetString(), site.GetProperty("false_positives").GetString()));
    }

    private (string Name, string Value)[] Comment(string text) =>
    [
        ("api_key", _key), ("blog", "https://example.org"), ("user_ip", "192.0.2.1"), ("user_agent", "test"), ("permalink", "https://example.org/post"),
        ("comment_type", "comment"), ("comment_author", "Ann"), ("comment_author_email", "ann@example.org"), ("comment_content", text),
    ];

    private async Task<string> AnswerAsync(string call, params (string Name, string Value)[] fields) =>
        await (await PostAsync(call, fields)).Content.ReadAsStringAsync();

    private Task<HttpResponseMessage> PostAsync(string call, params (string Name, string Value)[] fields) =>
        Client.PostAsync($"/{call}", new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    private Task<ModerationDb> DbAsync() => App.Services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync();

    private protected override Task<ModerationApp> StartAsync() => ModerationApp.StartAsync(new FixedClassifier(("vile", LabelNames.HateSpeech, 0.9f)));

    private protected override async Task<HttpClient> ClientAsync()
    {
        var made = await App.Services.GetRequiredService<ApiKeys>()
            .CreateAsync("default", "blog", [KeyScopes.Screen, KeyScopes.Read, KeyScopes.Label], "test", forAkismet: true);
        _key = made.Key;
        return App.Stranger();
    }
}
