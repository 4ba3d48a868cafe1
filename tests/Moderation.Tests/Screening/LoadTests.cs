using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Labels;
using Moderation.Scoring;
using Moderation.Service.Screening;
using Moderation.Tests.Support;

namespace Moderation.Tests.Screening;

public sealed class LoadTests
{
    [Fact]
    public async Task Under_load_a_comment_is_answered_unscored_at_once_and_scored_later()
    {
        using var slow = new SlowClassifier();
        await using var app = await ModerationApp.StartAsync(slow, new() { ["Moderation:MostInFlight"] = "1" });
        using var client = await app.ClientAsync();
        var first = client.PostAsync("/v1/comments", Comment("1", "SLOW"));
        await slow.Reached;

        var shed = await (await client.PostAsync("/v1/comments", Comment("2", "fine"))).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("review", "unscored"), (shed.GetProperty("verdict").GetString(), shed.GetProperty("rules")[0].GetString()));

        slow.Release();
        await first;
        Assert.Equal(0, app.Services.GetRequiredService<Load>().InFlight);
        Assert.Equal("approve", await VerdictOfAsync(client, "2"));
    }

    [Fact]
    public async Task Under_load_Perspective_s_clients_hold_a_comment_and_it_is_scored_later()
    {
        using var slow = new SlowClassifier();
        await using var app = await ModerationApp.StartAsync(slow, new() { ["Moderation:MostInFlight"] = "1" });
        using var client = await app.ClientAsync();
        var first = client.PostAsync("/v1/comments", Comment("1", "SLOW"));
        await slow.Reached;

        using var request = new StringContent(
            """{"comment":{"text":"fine"},"clientToken":"comment:2","requestedAttributes":{"TOXICITY":{}}}""", Encoding.UTF8, "application/json");
        var shed = await (await client.PostAsync("/v1alpha1/comments:analyze", request)).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(1, shed.GetProperty("attributeScores").GetProperty("TOXICITY").GetProperty("summaryScore").GetProperty("value").GetSingle());

        slow.Release();
        await first;
        Assert.Equal("approve", await VerdictOfAsync(client, "2", "perspective"));
    }

    private static async Task<string?> VerdictOfAsync(HttpClient client, string id, string section = "default")
    {
        string? verdict = null;
        for (var i = 0; i < 400 && verdict is null or "review"; i++)
        {
            await Task.Delay(25);
            var decisions = (await client.GetFromJsonAsync<JsonElement>($"/v1/comments/{id}?section={section}")).GetProperty("decisions");
            verdict = decisions[decisions.GetArrayLength() - 1].GetProperty("verdict").GetString();
        }

        return verdict;
    }

    private static StringContent Comment(string id, string text) => new($$"""{"id":"{{id}}","text":"{{text}}"}""", Encoding.UTF8, "application/json");

    /// <summary>Stands still at the word SLOW until it is released.</summary>
    private sealed class SlowClassifier : IClassifier, IDisposable
    {
        private readonly FixedClassifier _inner = new();
        private readonly ManualResetEventSlim _gate = new();
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public string Model => _inner.Model;

        public LabelSet Labels => _inner.Labels;

        public void Release() => _gate.Set();

        public Assessment Assess(in CommentText text, bool explain = false)
        {
            Wait(text);
            return _inner.Assess(text, explain);
        }

        public bool TryScore(in CommentText text, Span<float> probabilities)
        {
            Wait(text);
            return _inner.TryScore(text, probabilities);
        }

        public void Dispose() => _gate.Dispose();

        private void Wait(in CommentText text)
        {
            if (text.Text == "SLOW")
            {
                _reached.TrySetResult();
                _gate.Wait(TimeSpan.FromSeconds(30));
            }
        }
    }
}
