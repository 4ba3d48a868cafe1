using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Service.Access;
using Moderation.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Access;

public sealed class RequestLimitsTests
{
    [Fact]
    public async Task A_key_that_asks_too_often_hears_when_to_come_back_and_other_keys_go_on()
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier(), new() { ["Moderation:RequestsPerSecond"] = "1" });
        using var busy = await app.ClientAsync();
        using var other = await app.ClientAsync();

        await busy.PostAsync("/v1/comments", Comment(0));
        var answers = await Task.WhenAll(Enumerable.Range(1, 100).Select(i => busy.PostAsync("/v1/comments", Comment(i))));

        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.NotEmpty(refused);
        Assert.InRange(answers.Count(answer => answer.StatusCode == HttpStatusCode.OK), RequestLimits.SmallestBurst - 1, 60);
        Assert.Equal("application/problem+json", refused[0].Content.Headers.ContentType!.MediaType);
        Assert.InRange(refused[0].Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 2);
        Assert.Equal(HttpStatusCode.OK, (await other.PostAsync("/v1/comments", Comment(999))).StatusCode);
    }

    [Theory]
    [InlineData("/v1/moderations", """{"input":"x"}""", "application/json", "rate_limit_exceeded")]
    [InlineData("/v1alpha1/comments:analyze", """{"comment":{"text":"x"},"requestedAttributes":{"TOXICITY":{}}}""", "application/json", "RESOURCE_EXHAUSTED")]
    [InlineData("/1.1/comment-check", "blog=a&comment_content=x", "application/x-www-form-urlencoded", "too many requests")]
    public async Task Every_wire_says_so_in_its_own_format(string path, string body, string type, string expected)
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier(), new() { ["Moderation:RequestsPerSecond"] = "1" });
        var key = await app.KeyAsync();
        using var client = app.Stranger();
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        body = type.EndsWith("urlencoded", StringComparison.Ordinal) ? $"{body}&api_key={key}" : body;

        // The first one pays for everything that is compiled on the way; the others come at once.
        await client.PostAsync(path, new StringContent(body, Encoding.UTF8, type));
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => client.PostAsync(path, new StringContent(body, Encoding.UTF8, type))));

        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.NotEmpty(refused);
        Assert.NotNull(refused[0].Headers.RetryAfter);
        Assert.Contains(expected, await refused[0].Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sites_own_figure_goes_before_the_general_one()
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier(), new() { ["Moderation:RequestsPerSecond"] = "1" });
        await using (var db = await app.Services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync())
        {
            (await db.Sites.SingleAsync()).RequestsPerSecond = 1000;
            await db.SaveChangesAsync();
        }

        await app.Services.GetRequiredService<SiteDirectory>().RefreshAsync(CancellationToken.None);
        var limits = app.Services.GetRequiredService<RequestLimits>();
        var key = Guid.NewGuid();
        Assert.All(Enumerable.Range(0, 500), _ => Assert.Null(limits.Refuse("default", key)));
        Assert.Equal(RequestLimits.SmallestBurst, Enumerable.Range(0, 500).Count(_ => limits.Refuse("unknown", key) is null));
    }

    [Fact]
    public async Task Without_a_figure_there_is_no_limit()
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier());
        var limits = app.Services.GetRequiredService<RequestLimits>();
        var key = Guid.NewGuid();

        Assert.All(Enumerable.Range(0, 5000), _ => Assert.Null(limits.Refuse("default", key)));
    }

    private static StringContent Comment(int id) => new($$"""{"id":"{{id}}","text":"x"}""", Encoding.UTF8, "application/json");
}
