using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Service.Delivery;
using Moderation.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Delivery;

public sealed class WebhookWorkerTests
{
    private static readonly FixedClassifier Classifier = new(("vile", LabelNames.HateSpeech, 0.9f));

    private static readonly Dictionary<string, string?> BesideTheService = new() { ["Moderation:PrivateWebhooks"] = "true" };

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task The_services_own_network_hears_nothing_unless_a_setting_lets_it(string host)
    {
        await using var receiver = await Receiver.StartAsync(_ => 204);
        await using var app = await ModerationApp.StartAsync(Classifier);
        await app.Services.GetRequiredService<Webhooks>().AddAsync("default", $"http://{host}:{new Uri(receiver.Address).Port}/hook", "test");

        await OverturnAsync(app, "1");

        var waiting = await UntilAsync(app, row => row.LastError != null);
        Assert.Equal((null, OwnNetwork.Refusal), (waiting.LastStatus, waiting.LastError));
        Assert.True(receiver.HasHeardNothing);
    }

    [Fact]
    public async Task A_site_hears_of_a_moderators_decision_signed_and_without_text()
    {
        await using var receiver = await Receiver.StartAsync(_ => 204);
        await using var app = await ModerationApp.StartAsync(Classifier, BesideTheService);
        var endpoint = await app.Services.GetRequiredService<Webhooks>().AddAsync("default", $"{receiver.Address}/hook", "test");

        await OverturnAsync(app, "1");

        var got = await receiver.NextAsync();
        Assert.Equal(
            WebhookSignature.Of(endpoint.Secret, got.Id, long.Parse(got.Timestamp, System.Globalization.CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(got.Body)), got.Signature);
        var message = JsonDocument.Parse(got.Body).RootElement;
        var data = message.GetProperty("data");
        Assert.Equal("decision.changed", message.GetProperty("type").GetString());
        Assert.Equal(("default", "a", "1", "approve", "moderator"), (
            data.GetProperty("site").GetString(), data.GetProperty("section").GetString(), data.GetProperty("comment").GetString(),
            data.GetProperty("verdict").GetString(), data.GetProperty("by").GetString()));
        Assert.DoesNotContain("vile", got.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("ann", got.Body, StringComparison.Ordinal);
        Assert.Equal($"msg_{data.GetProperty("decision").GetGuid():N}", got.Id);
    }

    [Fact]
    public async Task What_fails_waits_for_its_next_attempt_and_what_is_gone_is_a_dead_letter_that_can_be_seen_and_sent_again()
    {
        var status = 500;
        await using var receiver = await Receiver.StartAsync(_ => status);
        await using var app = await ModerationApp.StartAsync(Classifier, BesideTheService);
        await app.Services.GetRequiredService<Webhooks>().AddAsync("default", receiver.Address, "test");
        await OverturnAsync(app, "1");
        await receiver.NextAsync();

        var waiting = await UntilAsync(app, row => row.LastStatus == 500);
        Assert.NotNull(waiting.DueAt);
        Assert.Null(waiting.DeadAt);
        Assert.Equal("The receiver answered 500.", waiting.LastError);

        status = 410;
        await OverturnAsync(app, "2");
        await receiver.NextAsync();
        await UntilAsync(app, row => row.DeadAt != null);
        using var client = await app.ClientAsync();
        var dead = JsonDocument.Parse(await client.GetStringAsync("/v1/webhooks/deliveries")).RootElement;
        Assert.Contains(dead.EnumerateArray(), row => row.GetProperty("status").ValueKind == JsonValueKind.Number && row.GetProperty("status").GetInt32() == 410);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync("/v1/webhooks/deliveries/999/retry", null)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/v1/webhooks/deliveries?state=lost")).StatusCode);
    }

    [Fact]
    public async Task A_dead_letter_is_sent_again_when_asked()
    {
        await using var receiver = await Receiver.StartAsync(_ => 200);
        await using var app = await ModerationApp.StartAsync(Classifier, BesideTheService);
        var webhooks = app.Services.GetRequiredService<Webhooks>();
        await webhooks.AddAsync("default", receiver.Address, "test");
        await OverturnAsync(app, "1");
        await receiver.NextAsync();
        var row = await UntilAsync(app, delivery => delivery.DeliveredAt != null);
        await using (var db = await DbAsync(app))
        {
            await db.WebhookDeliveries.ExecuteUpdateAsync(set => set
                .SetProperty(one => one.DeadAt, DateTimeOffset.UtcNow).SetProperty(one => one.DeliveredAt, (DateTimeOffset?)null));
        }

        using var client = await app.ClientAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsync($"/v1/webhooks/deliveries/{row.Key}/retry", null)).StatusCode);
        await receiver.NextAsync();
    }

    private static async Task OverturnAsync(ModerationApp app, string id)
    {
        using var client = await app.ClientAsync();
        await client.PostAsync("/v1/comments", new StringContent($$"""{"id":"{{id}}","section":"a","text":"vile"}""", Encoding.UTF8, "application/json"));
        await using var db = await DbAsync(app);
        var key = await db.Comments.Where(row => row.CommentId == id).Select(row => row.Key).SingleAsync();
        await app.Services.GetRequiredService<ReviewClaims>().DecideAsync(key, new Judgement("ann", Verdict.Approve));
    }

    private static async Task<WebhookDeliveryRow> UntilAsync(ModerationApp app, System.Linq.Expressions.Expression<Func<WebhookDeliveryRow, bool>> holds)
    {
        for (var i = 0; i < 400; i++)
        {
            await using var db = await DbAsync(app);
            if (await db.WebhookDeliveries.AsNoTracking().FirstOrDefaultAsync(holds) is { } row)
            {
                return row;
            }

            await Task.Delay(25);
        }

        throw new TimeoutException("The delivery did not come to this.");
    }

    private static Task<ModerationDb> DbAsync(ModerationApp app) =>
        app.Services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync();

    private sealed record Received(string Id, string Timestamp, string Signature, string Body);

    /// <summary>A site that takes webhooks.</summary>
    private sealed class Receiver(WebApplication app, BlockingCollection<Received> received) : IAsyncDisposable
    {
        public string Address => app.Urls.First();

        public bool HasHeardNothing => received.Count == 0;

        public static async Task<Receiver> StartAsync(Func<HttpRequest, int> answer)
        {
            var received = new BlockingCollection<Received>();
            var app = WebApplication.CreateSlimBuilder().Build();
            app.Urls.Add("http://127.0.0.1:0");
            app.MapPost("/{**path}", async (HttpRequest request) =>
            {
                using var reader = new StreamReader(request.Body);
                received.Add(new Received(
                    request.Headers["webhook-id"]!, request.Headers["webhook-timestamp"]!, request.Headers["webhook-signature"]!, await reader.ReadToEndAsync()));
                return Results.StatusCode(answer(request));
            });
            await app.StartAsync();
            return new Receiver(app, received);
        }

        public Task<Received> NextAsync() => Task.Run(() =>
            received.TryTake(out var one, TimeSpan.FromSeconds(20)) ? one : throw new TimeoutException("No webhook came."));

        public async ValueTask DisposeAsync()
        {
            await app.StopAsync();
            await app.DisposeAsync();
            received.Dispose();
        }
    }
}
