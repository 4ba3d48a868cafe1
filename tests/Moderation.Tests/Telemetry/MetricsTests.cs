using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Labels;
using Moderation.Service.Telemetry;
using Moderation.Tests.Support;

namespace Moderation.Tests.Telemetry;

[Collection(Alone.Name)]
public sealed partial class MetricsTests
{
    [Fact]
    public async Task Comments_are_counted_by_source_and_verdict_in_Prometheus_format()
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier(("vile", LabelNames.HateSpeech, 0.9f)));
        using var client = await app.ClientAsync();
        foreach (var text in new[] { "vile", "fine", "fine again", "UNSCORABLE" })
        {
            await client.PostAsync("/v1/comments", Comment(text));
        }

        var response = await client.GetAsync("/metrics");
        var text_ = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Contains("# TYPE moderation_comments_total counter\n", text_, StringComparison.Ordinal);
        Assert.Contains("moderation_comments_total{source=\"api\",verdict=\"approve\"} 2\n", text_, StringComparison.Ordinal);
        Assert.Contains("moderation_comments_total{source=\"api\",verdict=\"review\"} 2\n", text_, StringComparison.Ordinal);
        Assert.Contains("moderation_comments_unscored_total{source=\"api\"} 1\n", text_, StringComparison.Ordinal);
        Assert.Contains("# TYPE moderation_screening_duration_seconds histogram\n", text_, StringComparison.Ordinal);
        Assert.Contains("moderation_screening_duration_seconds_bucket{source=\"api\",le=\"+Inf\"} 4\n", text_, StringComparison.Ordinal);
        Assert.Contains("moderation_screening_duration_seconds_count{source=\"api\"} 4\n", text_, StringComparison.Ordinal);
        Assert.Contains("moderation_comments_in_flight 0\n", text_, StringComparison.Ordinal);
        Assert.All(text_.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(Line(), line));
    }

    [Fact]
    public async Task Only_a_key_for_metrics_opens_them()
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier());
        using var stranger = app.Stranger();
        using var screener = await app.ClientAsync("default", "screen");
        using var reader = await app.ClientAsync("default", "metrics");

        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/metrics")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await screener.GetAsync("/metrics")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/metrics")).StatusCode);
    }

    [Fact]
    public async Task Switched_off_nothing_is_measured_and_nothing_answers()
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier(), new() { ["Moderation:Metrics:Prometheus"] = "false" });
        using var client = await app.ClientAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/metrics")).StatusCode);
        Assert.Equal(0, app.Services.GetRequiredService<ModerationMetrics>().Begin());
    }

    [Theory]
    [InlineData("moderation.comments", "{comment}", true, "moderation_comments_total")]
    [InlineData("moderation.screening.duration", "s", false, "moderation_screening_duration_seconds")]
    [InlineData("process.memory", "By", false, "process_memory_bytes")]
    public void Names_follow_Prometheus_habit(string name, string unit, bool counter, string expected) =>
        Assert.Equal(expected, PrometheusText.NameOf(name, unit, counter));

    private static StringContent Comment(string text) => new($$"""{"id":"{{text.Replace(' ', '-')}}","text":"{{text}}"}""", Encoding.UTF8, "application/json");

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_0-9]+ .+|[a-zA-Z_0-9]+(\{([a-zA-Z_0-9]+="[^"]*",?)+\})? -?([0-9.]+(E[-+]?[0-9]+)?|NaN))$""")]
    private static partial Regex Line();
}
