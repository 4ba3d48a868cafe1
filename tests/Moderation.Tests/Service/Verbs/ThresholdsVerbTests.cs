using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Comments;
using Moderation.Evaluation;
using Moderation.Labels;
using Moderation.Learning;
using Moderation.Models;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Service.Retraining;
using Moderation.Service.Verbs;
using Moderation.Store;
using Moderation.Tests.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service.Verbs;

public sealed class ThresholdsVerbTests(SqliteDatabases databases) : IClassFixture<SqliteDatabases>, IDisposable
{
    private static readonly ModelShelf Shipped = new(Repository.PathOf("models"), (_, _) => new FixedClassifier());

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Chosen_thresholds_are_put_in_force_for_one_site_and_one_model_and_audited()
    {
        await AddSiteAsync();

        Assert.Equal(ExitCode.Ok, await RunAsync("--goal", "share", "--target", "0.5", "--label", "slur", "--site", "lakeside", "--apply"));

        var (policy, audit) = await SiteAsync();
        Assert.Equal(Shipped.Champion()!.Model, policy!.Model);
        Assert.InRange(policy.Review[LabelNames.Slur], 0, 1);
        Assert.Equal(Shipped.Card(policy.Model!).Thresholds[LabelNames.HateSpeech], policy.Review[LabelNames.HateSpeech]);
        Assert.Contains(audit, row => row.What == "policy-set" && row.Detail == policy.Version);
    }

    [Fact]
    public async Task A_dry_run_says_what_it_would_write_and_writes_nothing()
    {
        await AddSiteAsync();

        Assert.Equal(ExitCode.Ok, await RunAsync("--goal", "share", "--target", "0.5", "--site", "lakeside", "--apply", "--dry-run"));

        Assert.Contains("Nothing was written", _out.ToString(), StringComparison.Ordinal);
        Assert.Null((await SiteAsync()).Policy);
    }

    [Fact]
    public async Task A_goal_that_no_threshold_reaches_is_said_and_told_by_the_exit_code()
    {
        Assert.Equal(ExitCode.Partly, await RunAsync("--goal", "precision", "--target", "0.9", "--label", "slur"));
        Assert.Contains("no threshold reaches the goal", _out.ToString(), StringComparison.Ordinal);
        Assert.Contains("0 have it", _out.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--goal", "share", "--target", "1.5")]
    [InlineData("--goal", "luck", "--target", "0.5")]
    [InlineData("--goal", "share", "--target", "0.5", "--label", "rudeness")]
    [InlineData("--goal", "share", "--target", "0.5", "--apply")]
    public async Task Wrong_usage_is_refused(params string[] args) => Assert.Equal(ExitCode.Usage, await RunAsync(args));

    [Fact]
    public void Thresholds_of_another_model_do_not_survive_and_the_choice_to_fail_open_does()
    {
        var old = new Policy
        {
            Version = "1", Model = "older", FailOpen = true,
            Review = new Dictionary<string, float> { [LabelNames.Slur] = 0.1f }, Reject = new Dictionary<string, float> { [LabelNames.Slur] = 0.2f },
        };

        var policy = ThresholdsVerb.PolicyWith([Choice(LabelNames.Harassment, 0.7f)], old, Card("new"), "2");

        Assert.Equal(("2", "new", true), (policy.Version, policy.Model, policy.FailOpen));
        Assert.Equal((0.5f, 0.7f), (policy.Review[LabelNames.Slur], policy.Review[LabelNames.Harassment]));
        Assert.Empty(policy.Reject);
    }

    [Fact]
    public void Other_thresholds_for_the_same_model_stay()
    {
        var old = new Policy
        {
            Version = "1", Model = "new", Review = new Dictionary<string, float> { [LabelNames.Slur] = 0.1f },
            Reject = new Dictionary<string, float> { [LabelNames.Slur] = 0.99f },
        };

        var policy = ThresholdsVerb.PolicyWith([Choice(LabelNames.Harassment, 0.7f)], old, Card("new"), "2");

        Assert.Equal((0.1f, 0.7f, 0.99f), (policy.Review[LabelNames.Slur], policy.Review[LabelNames.Harassment], policy.Reject[LabelNames.Slur]));
    }

    [Fact]
    public void Rows_that_cannot_be_scored_say_nothing_of_a_threshold()
    {
        EvaluationRow[] rows = [.. new[] { "fine", "bad", "UNSCORABLE" }.Select(text => new EvaluationRow(new CommentText(text), [], [.. LabelNames.All.Select(_ => text == "fine" ? 0f : 1f)]))];

        var choice = ThresholdsVerb.Choose([LabelNames.Slur], ThresholdGoal.Recall, 1, new FixedClassifier(("bad", LabelNames.Slur, 0.8f)), rows)[0];

        Assert.Equal((2, 1, 0.8f), (choice.Rows, choice.Positives, choice.Chosen!.Threshold));
    }

    [Fact]
    public async Task A_replay_takes_kept_scores_of_the_model_and_scores_anew_what_another_model_judged()
    {
        await using var store = await databases.MigratedAsync();
        await store.Get<Sites>().AddAsync("lakeside", "Lakeside", "ann");
        await store.Log.RecordAsync(SomeIncoming.Judged("c1", Verdict.Approve, "quiet", slur: 0.3f));
        await store.Log.RecordAsync(SomeIncoming.Judged("c2", Verdict.Review, "loud", slur: 0.9f));
        await store.Log.RecordAsync(SomeIncoming.Judged("c3", Verdict.Approve, "gone", slur: 0.9f) with { KeepText = false });
        var policy = new Policy { Version = "2", Review = new Dictionary<string, float> { [LabelNames.Slur] = 0.5f } };
        await using var db = store.Db();

        var replay = await Replay.RunAsync(db, "lakeside", 100, new FixedClassifier(("quiet", LabelNames.Slur, 0.8f)), null, policy, default);

        Assert.Equal(new Replay(Comments: 2, Held: 1, WouldBeHeld: 1, LeftOut: 1), replay);
        Assert.Equal(new Replay(3, 1, 2, 0), await Replay.RunAsync(db, "lakeside", 100, new Named("test-model"), null, policy, default));
        Assert.Equal(1, (await Replay.RunAsync(db, "lakeside", 1, new Named("test-model"), null, policy, default)).Comments);
    }

    [Fact]
    public async Task Judged_comments_of_threads_that_evaluations_measure_on_are_not_chosen_on()
    {
        await using var store = await databases.MigratedAsync();
        await store.Get<Sites>().AddAsync("lakeside", "Lakeside", "ann");
        foreach (var i in Enumerable.Range(0, 40))
        {
            await store.Log.RecordAsync(new Incoming(SomeIncoming.Comment($"c{i}") with { Section = $"page-{i}" })
            {
                Annotations = [new Annotation("ann", new Dictionary<string, float> { [LabelNames.Slur] = 0 })],
            });
        }

        var rows = await ThresholdRows.JudgedAsync(store.Get<AnnotationExport>(), "lakeside", _ => null, default);

        var tested = Enumerable.Range(0, 40).Count(i => Moderation.Learning.Datasets.Split.Of($"annotations:lakeside/page-{i}/c{i}") == Moderation.Learning.Datasets.Part.Test);
        Assert.True(tested > 0);
        Assert.Equal(40 - tested, rows.Count);
    }

    private static ThresholdChoice Choice(string label, float threshold) =>
        new(label, 10, 5, new ThresholdPoint(threshold, Figure.Undefined, Figure.Undefined, Figure.Undefined), []);

    private static ModelCard Card(string id) => new()
    {
        Id = id, TrainedAt = DateTimeOffset.UnixEpoch, Trainer = "fixed", Seed = 1, Labels = LabelNames.All, NormalizerVersion = 0, LexiconSha256 = "",
        ModelSha256 = "", Datasets = [], Splits = "none", Thresholds = LabelNames.Harms.ToDictionary(label => label, _ => 0.5f),
    };

    private Task<int> RunAsync(params string[] args)
    {
        var input = _folder.File("rows.jsonl", string.Join('\n', Enumerable.Range(0, 8).Select(i =>
            $$$"""{"section":"s","id":"{{{i}}}","text":"Thanks for recipe number {{{i}}}.","annotations":[{"rater":"ann","labels":{"slur":0}}]}""")));
        return CommandLine.RunAsync(
            ["thresholds", .. args, "--input", input, "--data", _folder.Path, "--models", Repository.PathOf("models")], _out, _error, CancellationToken.None);
    }

    private async Task AddSiteAsync() => Assert.Equal(ExitCode.Ok, await CommandLine.RunAsync(
        ["keys", "create", "--site", "lakeside", "--name", "first", "--data", _folder.Path], _out, _error, CancellationToken.None));

    private async Task<(Policy? Policy, IReadOnlyList<AuditRow> Audit)> SiteAsync()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddStore(new StoreOptions { DataFolder = _folder.Path });
        await using var provider = services.BuildServiceProvider();
        await using var db = await provider.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync();
        return ((await db.Sites.SingleAsync(site => site.Id == "lakeside")).Policy, await db.Audit.ToListAsync());
    }

    /// <summary>A classifier that is asked for its name only: scores kept from it are taken as they are.</summary>
    private sealed class Named(string model) : IClassifier
    {
        public string Model => model;

        public LabelSet Labels => LabelSet.Full;

        public Assessment Assess(in CommentText text, bool explain = false) => throw new InvalidOperationException("The kept score was to be taken.");

        public bool TryScore(in CommentText text, Span<float> probabilities) => throw new InvalidOperationException("The kept score was to be taken.");
    }
}
