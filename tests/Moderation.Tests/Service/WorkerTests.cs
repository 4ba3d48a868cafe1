using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Moderation.Comments;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Service.Workers;
using Moderation.Store;
using Moderation.Tests.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service;

public sealed class WorkerTests
{
    private static readonly FixedClassifier Classifier = new(("vile", LabelNames.HateSpeech, 0.9f));

    [Fact]
    public async Task A_file_dropped_into_the_inbox_is_imported_decided_and_moved_with_a_report()
    {
        await using var app = await ModerationApp.StartAsync(Classifier);
        var inbox = Path.Combine(app.Data, "inbox");
        await DropAsync(inbox, "good.jsonl", """
            {"section":"s","id":"1","text":"vile"}
            {"section":"s","id":"2","text":"fine"}
            not json
            """);
        await DropAsync(inbox, "bad.jsonl", "nothing that could be read");
        await DropAsync(inbox, "unknown.xyz", "?");

        await WaitAsync(() => File.Exists(Path.Combine(inbox, "done", "good.jsonl")) && Directory.Exists(Path.Combine(inbox, "failed")) && Directory.GetFiles(Path.Combine(inbox, "failed"), "*.report.txt").Length == 2
            && File.Exists(Path.Combine(inbox, "failed", "bad.jsonl")) && File.Exists(Path.Combine(inbox, "failed", "unknown.xyz")));
        await WaitAsync(async () => await CountAsync(app, db => db.Decisions) == 2);

        var report = await File.ReadAllTextAsync(Path.Combine(inbox, "done", "good.jsonl.report.txt"));
        Assert.Contains("2 new, 0 changed, 0 the same, 1 refused", report, StringComparison.Ordinal);
        Assert.Contains("good.jsonl:3", report, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(app, db => db.ReviewItems));
    }

    [Theory]
    [InlineData("pi", 1)]
    [InlineData("a-machine-whose-name-is-as-long-as-the-longest-that-linux-allows", 4194304)]
    public void Each_worker_has_a_name_of_its_own_however_short_or_long_its_machine_is_called(string machine, int process)
    {
        string[] names = [PendingWorker.NameOf(machine, process), PendingWorker.NameOf(machine, process)];
        Assert.NotEqual(names[0], names[1]);
        Assert.All(names, name => Assert.StartsWith($"{machine}:{process}:", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_comment_taken_before_there_was_a_model_is_scored_once_there_is_one()
    {
        using var folder = new TemporaryFolder();
        await using (var without = await ModerationApp.StartAsync(folder: folder))
        {
            using var client = await without.ClientAsync();
            var answer = await client.PostAsync("/v1/comments", new StringContent("""{"id":"1","text":"fine"}""", System.Text.Encoding.UTF8, "application/json"));
            Assert.Contains("\"unscored\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await using var with = await ModerationApp.StartAsync(Classifier, folder: folder);
        await WaitAsync(async () => await CountAsync(with, db => db.Decisions) == 2);

        await using var db = await with.Services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync();
        Assert.Equal(["none", "fixed"], await db.Decisions.OrderBy(row => row.Id).Select(row => row.Model).ToListAsync());
        Assert.Equal(0, await db.ReviewItems.CountAsync(item => item.ResolvedAt == null));
    }

    [Fact]
    public async Task A_comment_on_which_the_model_fails_again_and_again_blocks_no_other_and_goes_to_review_as_unscored()
    {
        var clock = new Clock();
        await using var app = await ModerationApp.StartAsync(
            new FixedClassifier(), configure: builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        var log = app.Services.GetRequiredService<DecisionLog>();
        await log.RecordAsync([Waiting("bad", "EXPLODING"), .. Enumerable.Range(0, 20).Select(i => Waiting($"c{i}", "fine"))]);

        await WaitAsync(async () => await CountAsync(app, db => db.Decisions) == 20);
        for (var attempt = 2; attempt <= PendingWorker.MostAttempts; attempt++)
        {
            // Until its lease ends it is left alone, and what comes meanwhile is decided.
            await log.RecordAsync([Waiting($"meanwhile{attempt}", "fine")]);
            await WaitAsync(async () => await CountAsync(app, db => db.Decisions) == 18 + attempt + 1);
            Assert.Equal(1, await CountAsync(app, db => db.Comments.Where(row => row.PendingSince != null && row.CommentId == "bad" && row.Attempts == attempt - 1)));
            clock.Pass(TimeSpan.FromMinutes(3));
            await WaitAsync(async () => await CountAsync(app, db => db.Comments.Where(row => row.CommentId == "bad" && row.Attempts == attempt)) == 1);
        }

        await WaitAsync(async () => await CountAsync(app, db => db.ReviewItems.Where(item => item.CommentId == "bad")) == 1);
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync();
        var decision = await db.Decisions.SingleAsync(row => row.Comment!.CommentId == "bad");
        Assert.Equal((Verdict.Review, "unscored", "The model failed on it 3 times."), (decision.Verdict, decision.Rules.Single(), decision.Reason));
        Assert.False(await db.Comments.AnyAsync(row => row.PendingSince != null));
    }

    [Fact]
    public async Task A_comment_that_may_have_brought_a_worker_down_is_tried_alone_and_then_given_up()
    {
        var clock = new Clock();
        await using var app = await ModerationApp.StartAsync(
            new FixedClassifier(), new() { ["Moderation:Roles"] = "review" }, builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        var pending = app.Services.GetRequiredService<PendingComments>();
        await app.Services.GetRequiredService<DecisionLog>().RecordAsync([Waiting("a", "fine"), Waiting("b", "fine"), Waiting("c", "fine")]);
        // Workers that took all of them and died before they recorded any.
        for (var death = 0; death < PendingWorker.MostAttempts; death++)
        {
            Assert.Equal(3, (await pending.LeaseAsync($"dead{death}", 10, TimeSpan.FromMinutes(2))).Count);
            clock.Pass(TimeSpan.FromMinutes(3));
        }

        using var worker = ActivatorUtilities.CreateInstance<PendingWorker>(app.Services);
        Assert.Equal(1, await worker.RunOnceAsync(CancellationToken.None));

        Assert.Equal(2, await CountAsync(app, db => db.Comments.Where(row => row.PendingSince != null && row.LeasedBy == null && row.Attempts == PendingWorker.MostAttempts)));
        Assert.Equal(1, await CountAsync(app, db => db.ReviewItems.Where(item => item.CommentId == "a")));
    }

    private static Incoming Waiting(string id, string text) => new(new Comment { Site = "default", Section = "s", Id = id, Text = text });

    private static async Task DropAsync(string inbox, string name, string content)
    {
        var path = Path.Combine(inbox, name);
        await File.WriteAllTextAsync(path + ".tmp", content);
        File.SetLastWriteTimeUtc(path + ".tmp", DateTime.UtcNow.AddMinutes(-1));
        File.Move(path + ".tmp", path);
    }

    private static async Task<int> CountAsync<T>(ModerationApp app, Func<ModerationDb, IQueryable<T>> rows)
    {
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync();
        return await rows(db).CountAsync();
    }

    private static Task WaitAsync(Func<bool> done) => WaitAsync(() => Task.FromResult(done()));

    private static async Task WaitAsync(Func<Task<bool>> done)
    {
        var until = DateTime.UtcNow.AddSeconds(30);
        while (!await done())
        {
            Assert.True(DateTime.UtcNow < until, "It did not happen within 30 seconds.");
            await Task.Delay(50);
        }
    }
}
