using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Moderation.Policies;

namespace Moderation.Tests.Service.Reviews;

/// <summary>The queue over HTTP, and who may see any of it.</summary>
public sealed class ReviewsApiTests
{
    [Fact]
    public async Task A_key_lists_claims_and_decides_as_one_moderator()
    {
        await using var desk = await Desk.StartAsync();
        using var client = await desk.App.ClientAsync();
        using var other = await desk.App.ClientAsync();
        var list = await client.GetFromJsonAsync<JsonElement>("/v1/reviews?take=2");
        var first = list.GetProperty("items")[0];
        var id = first.GetProperty("id").GetInt64();

        Assert.Equal(3, list.GetProperty("open").GetInt32());
        Assert.Equal(2, list.GetProperty("items").GetArrayLength());
        Assert.Equal(Desk.Rude, first.GetProperty("text").GetString());
        Assert.Equal(HttpStatusCode.OK, await PostAsync(client, $"/v1/reviews/{id}/claim"));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(other, $"/v1/reviews/{id}/claim"));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(other, $"/v1/reviews/{id}/decision", new { verdict = "approve", revision = 1 }));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(
            client, $"/v1/reviews/{id}/decision", new { verdict = "reject", revision = 1, reason = "harassment", labels = new { harassment = 1 } }));

        var decision = await desk.DecisionAsync("c2");
        Assert.Equal((Verdict.Reject, "harassment"), (decision.Verdict, decision.Reason));
        Assert.StartsWith("key:", decision.Moderator, StringComparison.Ordinal);
        await using var db = await desk.DbAsync();
        Assert.Equal(1, (await db.Annotations.SingleAsync()).Labels["harassment"]);
    }

    [Fact]
    public async Task Labels_that_are_null_say_nothing_and_a_reason_has_an_end()
    {
        await using var desk = await Desk.StartAsync();
        using var client = await desk.App.ClientAsync();
        var id = (await client.GetFromJsonAsync<JsonElement>("/v1/reviews")).GetProperty("items")[0].GetProperty("id").GetInt64();

        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(client, $"/v1/reviews/{id}/decision", new { verdict = "approve", revision = 1, reason = new string('x', 2001) }));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(client, $"/v1/reviews/{id}/decision", new { verdict = "approve", revision = 1, labels = (object?)null }));
    }

    [Theory]
    [InlineData("""{"verdict":"review","revision":1}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"verdict":"approve","revision":2}""", HttpStatusCode.Conflict)]
    [InlineData("""{"verdict":"approve","revision":1,"labels":{"rudeness":1}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"verdict":"approve","revision":1,"labels":{"slur":2}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"verdict":"approve"}""", HttpStatusCode.BadRequest)]
    public async Task A_judgement_that_means_nothing_or_another_revision_is_refused(string body, HttpStatusCode status)
    {
        await using var desk = await Desk.StartAsync();
        using var client = await desk.App.ClientAsync();
        var id = (await client.GetFromJsonAsync<JsonElement>("/v1/reviews")).GetProperty("items")[0].GetProperty("id").GetInt64();

        using var answer = await client.PostAsync($"/v1/reviews/{id}/decision", new StringContent(body, null, "application/json"));

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(Verdict.Review, (await desk.DecisionAsync("c2")).Verdict);
    }

    [Fact]
    public async Task A_key_of_another_site_sees_nothing_of_this_ones_queue()
    {
        await using var desk = await Desk.StartAsync();
        await using (var db = await desk.DbAsync())
        {
            db.Sites.Add(new() { Id = "elsewhere", Name = "Elsewhere", CreatedAt = DateTimeOffset.UnixEpoch });
            await db.SaveChangesAsync();
        }

        using var home = await desk.App.ClientAsync();
        using var stranger = await desk.App.ClientAsync("elsewhere");
        var id = (await home.GetFromJsonAsync<JsonElement>("/v1/reviews")).GetProperty("items")[0].GetProperty("id").GetInt64();

        Assert.Equal(0, (await stranger.GetFromJsonAsync<JsonElement>("/v1/reviews")).GetProperty("open").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(stranger, $"/v1/reviews/{id}/claim"));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(stranger, $"/v1/reviews/{id}/decision", new { verdict = "approve", revision = 1 }));
    }

    [Fact]
    public async Task Nobody_sees_a_page_without_signing_in_and_every_answer_carries_the_headers_that_guard_it()
    {
        await using var desk = await Desk.StartAsync();
        using var stranger = desk.App.Stranger();
        using var key = await desk.App.ClientAsync();
        foreach (var path in new[] { "/", "/queue", "/queue/1", "/_blazor/negotiate" })
        {
            using var answer = path.EndsWith("negotiate", StringComparison.Ordinal) ? await stranger.PostAsync(path, null) : await stranger.GetAsync(path);
            Assert.True(answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.Unauthorized, $"{path} answered {answer.StatusCode}");
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        }

        // A key is for programs: it opens no page.
        using var page = await key.GetAsync("/queue");
        Assert.DoesNotContain("blazor.web", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string path, object? body = null)
    {
        using var answer = await client.PostAsJsonAsync(path, body ?? new { });
        return answer.StatusCode;
    }
}
