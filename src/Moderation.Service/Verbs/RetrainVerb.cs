using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Moderation.Learning;
using Moderation.Service.Hosting;
using Moderation.Service.Retraining;
using Moderation.Service.Wires.Perspective;
using Moderation.Store;

namespace Moderation.Service.Verbs;

/// <summary>The whole way from moderators' judgements to a better model in force; the role <c>retraining</c> runs it when it is due.</summary>
internal static class RetrainVerb
{
    private static readonly Option<bool> WhenDue = new("--when-due")
    {
        Description = "Do nothing unless enough judgements and time have passed since the last run, as the settings under Moderation:Retraining say.",
    };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Say whether a run is due and what it would do, and do nothing." };

    public static Verb Verb { get; } = new(
        "retrain", "Learns from moderators' judgements and puts the new model in force if it is better; the service does it by itself.",
        [WhenDue, DryRun, TrainingOptions.Own], RunAsync);

    private static Task<int> RunAsync(VerbContext context, CancellationToken ct) => StoreVerb.WithStoreAsync(context, async services =>
    {
        var options = Options(context);
        var contexts = services.GetRequiredService<IDbContextFactory<ModerationDb>>();
        var shelf = Shelf.Open(context.Options);
        if (context.Get(DryRun))
        {
            return await SayAsync(context, contexts, options, shelf, ct);
        }

        var training = TrainingOptions.Of(context, ct);
        training = options.Datasets.Length > 0 ? training with { DataFolder = options.Datasets } : training;
        var run = new RetrainingRun(
            contexts, services.GetRequiredService<JobCursors>(), services.GetRequiredService<AnnotationExport>(), shelf, training, options, context.Options, TimeProvider.System)
        {
            Made = made => GiveScale(context, training, shelf, made, ct),
        };
        var (record, because) = await run.RunAsync(context.Get(WhenDue), ct);
        return record is null ? NoRun(context, because!) : RetrainingReport.Write(context.Out, record);
    }, ct);

    private static int NoRun(VerbContext context, string because)
    {
        context.Error.WriteLine(because);
        return context.Get(WhenDue) ? ExitCode.Ok : ExitCode.Failed;
    }

    private static RetrainingOptions Options(VerbContext context)
    {
        var options = context.Configuration.GetSection(RetrainingOptions.Section).Get<RetrainingOptions>() ?? new RetrainingOptions();
        var validation = new RetrainingOptionsValidator().Validate(null, options);
        return validation.Failed ? throw new OptionsValidationException(RetrainingOptions.Section, typeof(RetrainingOptions), validation.Failures) : options;
    }

    private static async Task<int> SayAsync(
        VerbContext context, IDbContextFactory<ModerationDb> contexts, RetrainingOptions options, ModelShelf shelf, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var state = await RetrainingState.ReadAsync(db, ct);
        var why = RetrainingSchedule.WhyNot(options, state.NewJudgements, state.LastRun, TimeProvider.System.GetLocalNow());
        context.Out.WriteLine(why is null ? $"A run is due: {state.NewJudgements:N0} new judgements." : $"No run is due. {why}");
        context.Out.WriteLine($"{What(options, shelf)} Nothing was done.");
        return ExitCode.Ok;
    }

    private static string What(RetrainingOptions options, ModelShelf shelf)
    {
        if (shelf.Champion() is not { } champion)
        {
            return "It would fail, since there is no champion to measure beside.";
        }

        var missing = options.Datasets.Length > 0 ? RetrainingRun.Missing(shelf.Card(champion.Model), options.Datasets) : [];
        return options.Datasets.Length > 0 && missing.Count == 0
            ? $"It would train a new model with '{options.Datasets}' and measure it beside {champion.Model}."
            : $"It would adapt {champion.Model}{(missing.Count > 0 ? $", since {string.Join(", ", missing)} {(missing.Count == 1 ? "is" : "are")} not in '{options.Datasets}'" : null)}.";
    }

    /// <summary>An adaptation is level with the model it comes from and keeps its scale; a model trained anew gets one of its own.</summary>
    private static void GiveScale(VerbContext context, TrainingSettings training, ModelShelf shelf, MadeModel made, CancellationToken ct)
    {
        if (made.Card.AdaptedFrom is { } from)
        {
            ScaleFile.Inherit(shelf.Folder, from, made.Card.Id);
        }
        else
        {
            PerspectiveScaleVerb.FitNew(context, training.DataFolder, shelf, made.Card.Id, ct);
        }
    }
}
