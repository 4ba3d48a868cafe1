using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Service.Access;
using Moderation.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Wires.Coral;

public sealed class CoralApiTests : HostTests
{
    private const string Old = "0123456789abcdef-old";
    private const string New = "0123456789abcdef-new";

    [Fact]
    public async Task No_objection_is_no_content()
    {
        var response = await SendAsync(Request("a fine day"));

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task What_a_human_must_see_is_withheld_and_flagged()
    {
        var response = await SendAsync(Request("vile"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            """{"status":"SYSTEM_WITHHELD","actions":[{"actionType":"FLAG","reason":"COMMENT_DETECTED_TOXIC"}]}""",
            await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("vile", "HATE_SPEECH")]
    [InlineData("bully", "HARASSMENT_BULLYING")]
    [InlineData("vile bully", "HATE_SPEECH")]
    public async Task What_the_policy_rejects_is_rejected_with_its_reason(string text, string code)
    {
        await RejectAsync();

        Assert.Equal(
            $$$$"""{"status":"REJECTED","actions":[{"actionType":"FLAG","reason":"COMMENT_DETECTED_TOXIC"}],"moderationAction":{"status":"REJECTED","rejectionReason":{"code":"{{{{code}}}}"}}}""",
            await (await SendAsync(Request(text))).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task What_cannot_be_scored_is_withheld_but_not_called_toxic() =>
        Assert.Equal("""{"status":"SYSTEM_WITHHELD"}""", await (await SendAsync(Request("UNSCORABLE"))).Content.ReadAsStringAsync());

    [Fact]
    public async Task The_comment_is_recorded_under_its_story()
    {
        await SendAsync(Request("<div>vile &amp; recorded</div>"));

        await using var db = await App.Services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync();
        var row = await db.Comments.SingleAsync(row => row.Source == "coral");
        Assert.Equal(
            ("https://example.org/story", "vile & recorded", "p1", "a1"), (row.Section, row.Text, row.ParentId, row.Author));
    }

    [Theory]
    [InlineData(Old, "default", HttpStatusCode.NoContent)]
    [InlineData(New, "default", HttpStatusCode.NoContent)]
    [InlineData("another secret 0123456789", "default", HttpStatusCode.Unauthorized)]
    [InlineData(New, "elsewhere", HttpStatusCode.Unauthorized)]
    public async Task Only_what_is_signed_with_a_secret_of_the_site_is_read(string secret, string site, HttpStatusCode expected) =>
        Assert.Equal(expected, (await SendAsync(Request("fine"), secret, site)).StatusCode);

    [Fact]
    public async Task Half_an_emoji_is_no_way_around() =>
        Assert.Contains("SYSTEM_WITHHELD", await (await SendAsync(Request("vile \\ud83d"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"comment":{"body":null}}""")]
    public async Task What_has_no_comment_is_a_bad_request(string body) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(body)).StatusCode);

    private static string Request(string body) =>
        $$"""
        {"action":"NEW","comment":{"body":"{{body}}","parentID":"p1"},"author":{"id":"a1","role":"COMMENTER"},"story":{"id":"s1","url":"https://example.org/story"},"site":{"id":"x"},"tenantID":"t","tenantDomain":"example.org"}
        """;

    private async Task<HttpResponseMessage> SendAsync(string body, string secret = New, string site = "default")
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/coral/v1/sites/{site}/moderate") { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("X-Coral-Signature", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), bytes))}");
        return await Client.SendAsync(request);
    }

    private async Task RejectAsync()
    {
        await using (var db = await App.Services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync())
        {
            var thresholds = LabelNames.Harms.ToDictionary(label => label, _ => 0.8f);
            (await db.Sites.SingleAsync()).Policy = new Policy { Version = "strict", Review = thresholds, Reject = thresholds };
            await db.SaveChangesAsync();
        }

        await App.Services.GetRequiredService<SiteDirectory>().RefreshAsync(CancellationToken.None);
    }

    private protected override Task<ModerationApp> StartAsync() => ModerationApp.StartAsync(
        new FixedClassifier(("vile", LabelNames.HateSpeech, 0.9f), ("bully", LabelNames.Harassment, 0.97f)),
        new() { ["Moderation:Coral:Secrets:default:0"] = Old, ["Moderation:Coral:Secrets:default:1"] = New });

    private protected override Task<HttpClient> ClientAsync() => Task.FromResult(App.Stranger());
}
