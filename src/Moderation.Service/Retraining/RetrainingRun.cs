using Microsoft.EntityFrameworkCore;
using Moderation.Comments;
using Moderation.Learning;
using Moderation.Learning.Adapting;
using Moderation.Learning.Datasets;
using Moderation.Models;
using Moderation.Service.Hosting;
using Moderation.Service.Places;
using Moderation.Service.Verbs;
using Moderation.Store;

namespace Moderation.Service.Retraining;

/// <summary>
/// One run from moderators' judgements to a model in force, or to the reasons against it: export, learn, measure beside the champion,
/// promote. Either way it ends as an entry of the audit.
/// </summary>
/// <param name="contexts">The store.</param>
/// <param name="cursors">Lets one process at a time retrain.</param>
/// <param name="export">Where judgements come from.</param>
/// <param name="shelf">The models.</param>
/// <param name="training">Where training data is; without judgements.</param>
/// <param name="options">The settings.</param>
/// <param name="service">Those of the service, which say how comments are read.</param>
/// <param name="time">The clock.</param>
internal sealed class RetrainingRun(
    IDbContextFactory<ModerationDb> contexts, JobCursors cursors, AnnotationExport export, ModelShelf shelf, TrainingSettings training,
    RetrainingOptions options, ModerationOptions service, TimeProvider time)
{
    /// <summary>Who promoted, where a run did.</summary>
    public const string Who = "retraining";

    /// <summary>The judgements a run learns from, in the data folder while it lasts.</summary>
    public const string JudgementsFile = "retraining-judgements.jsonl";

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(1);
    private readonly string _process = $"{Who}:{Guid.NewGuid():N}";

    /// <summary>Told of each new model before it is judged, to put beside it what belongs to a model.</summary>
    public Action<MadeModel> Made { get; init; } = _ => { };

    /// <summary>Runs once, alone among all processes on the store.</summary>
    /// <param name="onlyWhenDue">Whether nothing is to be done unless the settings say that a run is due.</param>
    /// <param name="ct">Stops it; the judgements then count as new again.</param>
    /// <returns>What is on record; or, where there was no run, the reason.</returns>
    public async Task<(RetrainingRecord? Record, string? NoRunBecause)> RunAsync(bool onlyWhenDue, CancellationToken ct)
    {
        if (await cursors.TakeAsync(RetrainingState.Job, _process, Lease, ct) is not { } position)
        {
            return (null, "Another process retrains just now.");
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var renewal = RenewAsync(stop);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var state = await RetrainingState.ReadAsync(db, ct);
            if (onlyWhenDue && RetrainingSchedule.WhyNot(options, state.NewJudgements, state.LastRun, time.GetLocalNow()) is { } reason)
            {
                return (null, reason);
            }

            return (await RecordAsync(db, state, position, stop.Token), null);
        }
        finally
        {
            await stop.CancelAsync();
            await renewal;
            await cursors.ReleaseAsync(RetrainingState.Job, _process, CancellationToken.None);
        }
    }

    private async Task<RetrainingRecord> RecordAsync(ModerationDb db, RetrainingState state, string position, CancellationToken ct)
    {
        RetrainingRecord record;
        try
        {
            record = await LearnAsync(db, state, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException && KnownFaults.Explain(fault) is { } sentence)
        {
            record = new RetrainingRecord { Outcome = RetrainingOutcome.Failed, Champion = "", Comments = 0, NewJudgements = state.NewJudgements, Reasons = [sentence] };
        }

        // What failed is tried again with the same judgements, but not before its time.
        var reached = record.Outcome == RetrainingOutcome.Failed ? position : $"{state.Newest}";
        if (!await cursors.MoveAsync(RetrainingState.Job, _process, reached, ct))
        {
            throw new StoreException("Another process has taken the retraining over, because this one did not answer for minutes. Nothing was promoted.");
        }

        record = record with { At = time.GetUtcNow() };
        if (record.Outcome == RetrainingOutcome.Promoted)
        {
            shelf.Promote(record.Model, Who, record.At);
        }

        db.Audit.Add(record.ToAudit(Who));
        await db.SaveChangesAsync(CancellationToken.None);
        return record;
    }

    private async Task<RetrainingRecord> LearnAsync(ModerationDb db, RetrainingState state, CancellationToken ct)
    {
        var champion = shelf.Champion()
            ?? throw new ModelRefusedException($"The shelf '{shelf.Folder}' has no champion to measure a new model beside. Promote one; 'moderation models' lists them.");
        var (classifier, card) = shelf.Load(champion.Model);
        new OldChallengers(shelf.Folder).Remove(await RetrainingRecord.ReadAsync(db, int.MaxValue, ct), shelf);
        using var judgements = await ExportAsync(ct);
        var record = new RetrainingRecord
        {
            Outcome = RetrainingOutcome.Refused, Champion = card.Id, Comments = judgements.Comments.Count, NewJudgements = state.NewJudgements,
        };
        if (JudgementCheck.Contradictions(classifier, judgements.Comments, await SitePriors.ReadAsync(db, service, ct)) is { Count: > 0 } contradictions)
        {
            return record with { Reasons = contradictions };
        }

        var made = Make(card, judgements.Path, ct);
        Made(made);
        var reasons = ReasonsAgainst(made, card);
        if (made.Card.AdaptedFrom is null)
        {
            reasons = [.. reasons, .. await OwnThresholdsAsync(db, card, made.Card, ct)];
        }

        return record with
        {
            Model = made.Card.Id,
            Reasons = reasons,
            Figures = RetrainingRecord.FiguresOf(made.Measured.Figures, card.Id, made.Card.Id),
            Outcome = reasons.Count > 0 ? RetrainingOutcome.Refused
                : options.Promote == RetrainingOptions.Never ? RetrainingOutcome.Offered : RetrainingOutcome.Promoted,
        };
    }

    private static IReadOnlyList<string> ReasonsAgainst(MadeModel made, ModelCard champion)
    {
        var figures = made.Measured.Figures;
        return
        [
            .. new ModelComparison(made.Measured).ReasonsAgainst(made.Card.Id, champion.Id),
            .. new[] { UnseenData.Reason(made.Card, champion, figures), JudgementCheck.NoNearer(figures, made.Card.Id, champion.Id) }.OfType<string>(),
        ];
    }

    private MadeModel Make(ModelCard champion, string judgements, CancellationToken ct)
    {
        var settings = training with
        {
            Annotations = [judgements],
            Now = time.GetUtcNow(),
            Report = sentence =>
            {
                ct.ThrowIfCancellationRequested();
                training.Report(sentence);
            },
        };
        if (options.Datasets.Length > 0)
        {
            var missing = Missing(champion, options.Datasets);
            if (missing.Count == 0)
            {
                return ModelMaker.Make(settings, shelf.Folder);
            }

            settings.Report($"not in '{options.Datasets}': {string.Join(", ", missing)}; so the champion is adapted instead of trained anew");
        }

        // From the trained model with all judgements, never from an adaptation: nothing adds up, and what was taken back is forgotten.
        return ModelMaker.Adapt(settings, new AdaptationSettings(), shelf.Folder, champion.AdaptedFrom ?? champion.Id, [.. champion.LevelWith, champion.Id]);
    }

    /// <summary>The public data sets from which a champion learnt and which do not lie in a folder; where there are any, a run adapts it.</summary>
    public static IReadOnlyList<string> Missing(ModelCard champion, string folder) =>
        [.. champion.Datasets.Where(set => set.Licence.Length > 0 && !Corpus.IsOwn(set.Name) && !File.Exists(Path.Combine(folder, set.File))).Select(set => set.Name)];

    /// <summary>A model trained anew has other probabilities; who chose thresholds for the champion must choose again, and not by accident.</summary>
    private static async Task<IReadOnlyList<string>> OwnThresholdsAsync(ModerationDb db, ModelCard champion, ModelCard challenger, CancellationToken ct)
    {
        var sites = (await db.Sites.AsNoTracking().Where(site => site.Policy != null).ToListAsync(ct))
            .Where(site => site.Policy!.Model is { } model && (model == champion.Id || champion.LevelWith.Contains(model))).Select(site => site.Id);
        return [.. sites.Select(site =>
            $"The site '{site}' has thresholds of its own for {champion.Id}. Choose them for the new model ('moderation thresholds --model {challenger.Id} --site {site} --apply'), then promote it.")];
    }

    private async Task<Judgements> ExportAsync(CancellationToken ct)
    {
        // Among the service's own data, which others may not read; what a run that was killed left there the next one writes over.
        var path = Path.Combine(Directory.CreateDirectory(service.Data).FullName, JudgementsFile);
        var comments = new List<LabelledComment>();
        try
        {
            await using (var file = new FileStream(path, OwnerOnly()))
            {
                await JudgementFile.WriteAsync(file, export.ReadAsync(cancellation: ct), (_, comment) => comments.Add(comment), ct);
            }

            return comments.Count > 0 ? new Judgements(path, comments)
                : throw new InvalidDataException("There are no judgements to learn from. Decide some comments on the review desk, or import labelled ones.");
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static FileStreamOptions OwnerOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private async Task RenewAsync(CancellationTokenSource stop)
    {
        using var timer = new PeriodicTimer(Renewal);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                if (await cursors.TakeAsync(RetrainingState.Job, _process, Lease, stop.Token) is null)
                {
                    await stop.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
    }

    /// <summary>The judgements, and the file of them that training reads; it is gone with them, since it holds text.</summary>
    private sealed record Judgements(string Path, IReadOnlyList<LabelledComment> Comments) : IDisposable
    {
        public void Dispose() => File.Delete(Path);
    }
}
