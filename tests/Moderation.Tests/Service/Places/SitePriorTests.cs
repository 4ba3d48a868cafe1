using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Comments;
using Moderation.Labels;
using Moderation.Service.Access;
using Moderation.Service.Places;
using Moderation.Service.Retraining;
using Moderation.Service.Screening;
using Moderation.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service.Places;

/// <summary>A site's comments are read as such, wherever the service scores them.</summary>
public sealed class SitePriorTests : HostTests
{
    private const float QuietInLoudPlace = 0.18f / (0.18f + 0.08f);

    [Fact]
    public async Task A_comment_is_read_as_one_of_its_site_and_of_no_other()
    {
        Assert.Equal(0.2f, await HateAsync("default", "a"), 0.001f);
        await LearnAsync();

        Assert.Equal(QuietInLoudPlace, await HateAsync("default", "b"), 0.001f);
        Assert.Equal(0.2f, await HateAsync("elsewhere", "c"), 0.001f);
    }

    [Fact]
    public async Task The_first_comments_of_a_site_that_come_together_say_themselves_what_it_is_like()
    {
        var screener = App.Services.GetRequiredService<Screener>();
        Comment[] loud = [.. Enumerable.Range(0, 40).Select(i => Comment("default", $"{i}") with { Text = "Hear this!" })];

        var together = await screener.ScreenAsync([.. loud, Comment("default", "quiet"), Comment("elsewhere", "alone")], new ScreeningOptions(DryRun: true));

        Assert.True(together[^2].Ruling.Assessment[LabelNames.HateSpeech] > 0.3f);
        Assert.Equal(0.2f, together[^1].Ruling.Assessment[LabelNames.HateSpeech]!.Value, 0.001f);
    }

    [Fact]
    public async Task Every_comment_that_comes_says_what_its_site_is_like_and_none_that_is_looked_at_again()
    {
        var (screener, memory) = (App.Services.GetRequiredService<Screener>(), App.Services.GetRequiredService<PlaceMemory>());
        var options = new ScreeningOptions(DryRun: true);
        await screener.ScreenAsync(Comment("default", "1"), options);
        await screener.ScreenAsync([Comment("default", "2"), Comment("default", "3"), Comment("elsewhere", "4")], default);
        await screener.ScreenAsync(Comment("default", "5"), new ScreeningOptions(DoNotStore: true));
        screener.JudgeAgain(Comment("default", "1"), explain: true);

        Assert.Equal((4, 1), (memory.Sites.Single(site => site.Key == "default").Value.New, memory.Sites.Single(site => site.Key == "elsewhere").Value.New));
    }

    [Fact]
    public async Task Sentences_of_a_comment_are_read_as_of_its_site_too()
    {
        await LearnAsync();
        var key = await App.KeyAsync();

        var answer = await Client.PostAsync($"/v1alpha1/comments:analyze?key={key}", new StringContent("""
            {"comment": {"text": "It was late. It was loud!"}, "languages": ["en"], "spanAnnotations": true, "doNotStore": true, "requestedAttributes": {"IDENTITY_ATTACK": {}}}
            """, System.Text.Encoding.UTF8, "application/json"));

        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var spans = json.RootElement.GetProperty("attributeScores").GetProperty("IDENTITY_ATTACK").GetProperty("spanScores").EnumerateArray()
            .Select(span => span.GetProperty("score").GetProperty("value").GetSingle()).ToList();
        Assert.Equal([QuietInLoudPlace, 0.72f / (0.72f + 0.02f)], spans.Select(span => span), (expected, actual) => MathF.Abs(expected - actual) < 0.01f);
    }

    [Fact]
    public async Task Policies_are_tried_on_comments_as_they_are_read_in_screening()
    {
        var prior = (await LearnAsync())!.Prior;
        await App.Services.GetRequiredService<Screener>().ScreenAsync(Comment("default", "1"), default);
        await using var db = await App.Services.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<ModerationDb>>().CreateDbContextAsync();
        var policy = new Moderation.Policies.Policy { Version = "p", Review = new Dictionary<string, float> { [LabelNames.HateSpeech] = 0.5f } };

        // Another model than the one that decided, so that the comment is scored anew.
        var latest = await LatestComments.ReadAsync(db, "default", 10, new Other(), prior, default);
        var alone = await LatestComments.ReadAsync(db, "default", 10, new Other(), null, default);

        Assert.Equal((1, 0), (latest.Under(policy).WouldBeHeld, alone.Under(policy).WouldBeHeld));
    }

    private protected override Task<ModerationApp> StartAsync() => ModerationApp.StartAsync(
        new TwoKinds(), new Dictionary<string, string?> { ["Moderation:Perspective:Scale"] = "probability" });

    private async Task<SiteDomains?> LearnAsync()
    {
        await App.Services.GetRequiredService<Sites>().SetDomainsAsync(
            "default", new SiteDomains(new Dictionary<string, float> { [TwoKinds.Letter] = 0.1f, [TwoKinds.Shout] = 0.9f }, 256, DateTimeOffset.UnixEpoch));
        var directory = App.Services.GetRequiredService<SiteDirectory>();
        await directory.RefreshAsync(default);
        return directory.Find("default")!.Domains;
    }

    private async Task<float> HateAsync(string site, string id)
    {
        var screened = await App.Services.GetRequiredService<Screener>().ScreenAsync(Comment(site, id), new ScreeningOptions(DryRun: true));
        return screened.Ruling.Assessment.Probabilities[LabelSet.Full.IndexOf(LabelNames.HateSpeech)];
    }

    private static Comment Comment(string site, string id) => new() { Site = site, Section = "s", Id = id, Text = "It was late." };

    private sealed class Other : Moderation.Scoring.IClassifier
    {
        private readonly TwoKinds _kinds = new();

        public string Model => "other";

        public LabelSet Labels => _kinds.Labels;

        public Moderation.Scoring.Assessment Assess(in Moderation.Scoring.CommentText text, bool explain = false) => _kinds.Assess(text, explain);

        public bool TryScore(in Moderation.Scoring.CommentText text, Span<float> probabilities) => _kinds.TryScore(text, probabilities);
    }
}
