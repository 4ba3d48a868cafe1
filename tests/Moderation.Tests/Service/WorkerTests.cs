using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Labels;
using Moderation.Store;
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
