using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Moderation.Comments;
using Moderation.Labels;
using Moderation.Learning;
using Moderation.Policies;
using Moderation.Service.Hosting;
using Moderation.Service.Retraining;
using Moderation.Store;
using Moderation.Tests.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service.Retraining;

public sealed class SqliteRetrainingRunTests(SqliteDatabases databases, TinyChampion champion)
    : RetrainingRunTests(databases, champion), IClassFixture<SqliteDatabases>, IClassFixture<TinyChampion>;

[Trait("Needs", "PostgreSQL")]
public sealed class PostgresRetrainingRunTests(PostgresDatabases databases, TinyChampion champion)
    : RetrainingRunTests(databases, champion), IClassFixture<PostgresDatabases>, IClassFixture<TinyChampion>;

/// <summary>Runs of retraining over a store of one kind.</summary>
public abstract class RetrainingRunTests(TestDatabases databases, TinyChampion champion) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [SkippableFact]
    public async Task Judgements_that_make_the_model_better_put_it_in_force_and_a_roll_back_undoes_it()
    {
        await using var store = await StoreAsync(share => share, NewWord());
        var shelf = champion.ShelfIn(_folder);

        var (record, _) = await Run(store, shelf).RunAsync(onlyWhenDue: true, default);

        Assert.True(record!.Outcome == RetrainingOutcome.Promoted, string.Join('\n', record.Reasons));
        Assert.Equal((NewWord().Count, champion.Id), (record.Comments, record.Champion));
        Assert.Equal((record.Model, champion.Id, "retraining"), (shelf.Champion()!.Model, shelf.Champion()!.Previous, shelf.Champion()!.PromotedBy));
        var card = shelf.Load(record.Model).Card;
        Assert.Equal((champion.Id, "adaptation"), (card.AdaptedFrom, card.Trainer));
        Assert.Contains(champion.Id, card.LevelWith);
        Assert.False(File.Exists(_folder.File($"data/{RetrainingRun.JudgementsFile}")));

        await using var db = store.Db();
        var kept = Assert.Single(await RetrainingRecord.ReadAsync(db, 10, default));
        Assert.Equal((record.Model, record.Outcome, record.At), (kept.Model, kept.Outcome, kept.At));
        Assert.NotEmpty(kept.Figures);
        Assert.Equal(0, (await RetrainingState.ReadAsync(db, default)).NewJudgements);

        // Nothing is due any more; and what was put in force is undone by one command.
        Assert.Contains("0 of 1", (await Run(store, shelf).RunAsync(onlyWhenDue: true, default)).NoRunBecause, StringComparison.Ordinal);
        Assert.Equal(champion.Id, shelf.RollBack("ann", DateTimeOffset.UnixEpoch).Model);
    }

    [SkippableFact]
    public async Task A_poisoned_set_of_judgements_never_replaces_the_champion()
    {
        await using var store = await StoreAsync(share => 1 - share, champion.Judged);
        var shelf = champion.ShelfIn(_folder);

        var (record, _) = await Run(store, shelf).RunAsync(onlyWhenDue: false, default);

        Assert.Equal(RetrainingOutcome.Refused, record!.Outcome);
        Assert.NotEmpty(record.Reasons);
        Assert.Equal(champion.Id, shelf.Champion()!.Model);
        await using var db = store.Db();
        Assert.Contains("refused", Assert.Single(await db.Audit.Where(row => row.What == "retrain").ToListAsync()).Detail, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Two_processes_do_not_both_retrain()
    {
        await using var store = await StoreAsync(share => share, NewWord()[..30]);
        Assert.NotNull(await store.Get<JobCursors>().TakeAsync(RetrainingState.Job, "another", TimeSpan.FromMinutes(5)));

        var (record, because) = await Run(store, champion.ShelfIn(_folder)).RunAsync(onlyWhenDue: true, default);

        Assert.Null(record);
        Assert.Contains("Another process", because, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_run_that_fails_is_on_record_and_its_judgements_count_as_new_again()
    {
        await using var store = await StoreAsync(share => share, NewWord()[..30]);
        var shelf = champion.ShelfIn(_folder, promoted: false);

        var (record, _) = await Run(store, shelf).RunAsync(onlyWhenDue: true, default);

        Assert.Equal(RetrainingOutcome.Failed, record!.Outcome);
        Assert.Contains("no champion", Assert.Single(record.Reasons), StringComparison.Ordinal);
        await using var db = store.Db();
        var state = await RetrainingState.ReadAsync(db, default);
        Assert.Equal(30, state.NewJudgements);
        Assert.NotNull(state.LastRun);
    }

    [SkippableFact]
    public async Task A_run_that_is_stopped_leaves_the_judgements_new_and_lets_the_next_begin()
    {
        await using var store = await StoreAsync(share => share, NewWord()[..30]);
        var shelf = champion.ShelfIn(_folder);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(store, shelf, report: _ => stop.Cancel()).RunAsync(onlyWhenDue: false, stop.Token));

        await using var db = store.Db();
        Assert.Equal(30, (await RetrainingState.ReadAsync(db, default)).NewJudgements);
        Assert.NotNull(await store.Get<JobCursors>().TakeAsync(RetrainingState.Job, "next", TimeSpan.FromMinutes(5)));
        Assert.Single(Directory.GetDirectories(shelf.Folder));
    }

    [SkippableFact]
    public async Task The_worker_begins_a_run_once_one_is_due()
    {
        await using var store = await StoreAsync(share => share, NewWord()[..30]);
        var runs = 0;
        RetrainingWorker Worker(int after) => new(
            store.Get<IDbContextFactory<ModerationDb>>(), new RetrainingOptions { After = after }, _ => Task.FromResult(++runs), store.Clock, NullLogger<RetrainingWorker>.Instance);

        Assert.Null(await Worker(31).RunOnceAsync(default));
        Assert.Equal(0, runs);
        Assert.Equal(1, await Worker(30).RunOnceAsync(default));
        Assert.Equal(1, runs);
    }

    [SkippableFact]
    public async Task Imported_labels_begin_no_run_but_are_learnt_from_by_the_next()
    {
        await using var store = await StoreAsync(share => share, NewWord()[..30]);
        var imported = NewWord()[30..90].ConvertAll(labelled => labelled with { Comment = labelled.Comment with { Source = $"{Comment.Imported}years.jsonl" } });
        await TakeAsync(store, share => share, imported);
        // The comments may have been here before the labels, by another way.
        foreach (var labelled in NewWord()[90..100])
        {
            await store.Log.RecordAsync(new Incoming(labelled.Comment with { Site = "lakeside", Source = "api" }));
            imported.Add(labelled with { Comment = labelled.Comment with { Source = $"{Comment.Imported}years.jsonl" } });
        }

        await TakeAsync(store, share => share, imported[60..]);
        var runs = 0;
        using var worker = new RetrainingWorker(
            store.Get<IDbContextFactory<ModerationDb>>(), new RetrainingOptions { After = 31 }, _ => Task.FromResult(++runs), store.Clock, NullLogger<RetrainingWorker>.Instance);

        Assert.Null(await worker.RunOnceAsync(default));
        // One of them is judged here as well.
        await using var db = store.Db();
        var key = await db.Comments.Where(row => row.CommentId == imported[0].Comment.Id).Select(row => row.Key).SingleAsync();
        await store.Get<ReviewClaims>().DecideAsync(key, new Judgement("ann", Verdict.Approve, null) { Labels = new Dictionary<string, float> { [LabelNames.HateSpeech] = 0 } });
        Assert.Equal(1, await worker.RunOnceAsync(default));
        Assert.Equal(31, (await RetrainingState.ReadAsync(db, default)).NewJudgements);

        var (record, _) = await Run(store, champion.ShelfIn(_folder)).RunAsync(onlyWhenDue: false, default);
        Assert.Equal((100, 31), (record!.Comments, record.NewJudgements));
        Assert.Equal(0, (await RetrainingState.ReadAsync(db, default)).NewJudgements);
    }

    private RetrainingRun Run(StoreFixture store, ModelShelf shelf, Action<string>? report = null) => new(
        store.Get<IDbContextFactory<ModerationDb>>(), store.Get<JobCursors>(), store.Get<AnnotationExport>(), shelf,
        new TrainingSettings { DataFolder = _folder.File("no-datasets"), TrainingDataFolder = champion.TrainingData, Now = default, Report = report ?? (_ => { }) },
        new RetrainingOptions { After = 1, EveryHours = 0 }, new ModerationOptions { Data = _folder.File("data") }, store.Clock);

    private async Task<StoreFixture> StoreAsync(Func<float, float> judge, IReadOnlyList<LabelledComment> comments)
    {
        var store = await databases.MigratedAsync();
        await store.Get<Sites>().AddAsync("lakeside", "Lakeside", "ann");
        await TakeAsync(store, judge, comments);
        return store;
    }

    private static async Task TakeAsync(StoreFixture store, Func<float, float> judge, IReadOnlyList<LabelledComment> comments)
    {
        foreach (var part in comments.Chunk(200))
        {
            await store.Log.RecordAsync([.. part.Select(labelled => new Incoming(labelled.Comment with { Site = "lakeside" })
            {
                Annotations = [new Annotation("ann", Shares(labelled).ToDictionary(share => share.Key, share => judge(share.Value)))],
            })]);
        }
    }

    /// <summary>What the champion cannot know: a site's own word for people it wants gone.</summary>
    private static List<LabelledComment> NewWord() => [.. Enumerable.Range(0, 480).Select(i => new LabelledComment(
        SomeIncoming.Comment($"c{i}", i % 2 == 0 ? $"The filthy grubbels should all drown in the lake, I said it {i} times" : $"The friendly sailors should all swim in the lake, I said it {i} times"),
        [new Annotation("ann", new Dictionary<string, float> { [LabelNames.HateSpeech] = i % 2 == 0 ? 1 : 0 })]))];

    private static IEnumerable<KeyValuePair<string, float>> Shares(LabelledComment labelled) =>
        LabelNames.All.Select(label => (label, Share: GoldLabel.Share(labelled.Annotations, label))).Where(pair => pair.Share is not null)
            .Select(pair => KeyValuePair.Create(pair.label, pair.Share >= 0.5f ? 1f : 0f));
}
