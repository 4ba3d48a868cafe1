using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Moderation.Learning;
using Moderation.Models;
using Moderation.Service.Hosting;
using Moderation.Service.Retraining;
using Moderation.Store;

namespace Moderation.Service.Verbs;

/// <summary>The verbs that look at the shelf and change its champion.</summary>
internal static class ModelsVerb
{
    private static readonly Argument<string> Id = new("model") { Description = "Id of the model, as 'models' lists it." };

    private static readonly Option<string> By = new("--by")
    {
        Description = "Who promotes, for the record.", DefaultValueFactory = _ => Environment.UserName,
    };

    private const int RunsShown = 5;

    public static Verb Verb { get; } = new("models", "Lists the models on the shelf, names the champion and shows the latest runs of retraining.", [], List);

    private static readonly Option<bool> Force = new("--force") { Description = "Promote without measuring; say why with --by." };

    public static Verb Promote { get; } = new(
        "promote", "Measures a model beside the champion and puts it in force, or refuses with the reasons.",
        [Id, By, Force, TrainingOptions.Datasets, TrainingOptions.Own, TrainingOptions.Annotations], PromoteIfBetter);

    public static Verb RollBack { get; } = new("rollback", "Puts the previous champion back in force.", [By], (context, _) =>
    {
        var champion = Shelf.Open(context.Options).RollBack(context.Get(By)!, TimeProvider.System.GetUtcNow());
        context.Out.WriteLine($"{champion.Model} is champion again.");
        return Task.FromResult(ExitCode.Ok);
    });

    private static Task<int> PromoteIfBetter(VerbContext context, CancellationToken ct)
    {
        var shelf = Shelf.Open(context.Options);
        var id = context.Get(Id)!;
        if (shelf.Champion() is { } champion && champion.Model != id && !context.Get(Force))
        {
            var comparison = ModelComparison.Of(shelf, [id, champion.Model], TrainingOptions.Of(context, ct));
            comparison.Write(Path.Combine(context.Options.Data, "evaluations", id));
            string[] reasons = [.. comparison.ReasonsAgainst(id, champion.Model), .. Unseen(shelf, id, champion.Model, comparison)];
            if (reasons.Length > 0)
            {
                context.Error.WriteLine($"{id} is refused; {champion.Model} stays champion:\n  {string.Join("\n  ", reasons)}");
                return Task.FromResult(ExitCode.Refused);
            }
        }

        var promoted = shelf.Promote(id, context.Get(By)!, TimeProvider.System.GetUtcNow());
        context.Out.WriteLine($"{promoted.Model} is champion; 'moderation rollback' goes back to {promoted.Previous ?? "nothing"}.");
        return Task.FromResult(ExitCode.Ok);
    }

    private static IEnumerable<string> Unseen(ModelShelf shelf, string id, string champion, ModelComparison comparison) =>
        UnseenData.Reason(shelf.Card(id), shelf.Card(champion), comparison.Result.Figures) is { } reason ? [reason] : [];

    private static async Task<int> List(VerbContext context, CancellationToken ct)
    {
        var shelf = Shelf.Open(context.Options);
        var champion = shelf.Champion();
        var cards = shelf.Cards();
        if (cards.Count == 0)
        {
            context.Out.WriteLine($"The shelf '{shelf.Folder}' is empty. 'moderation train' puts a model on it.");
        }

        foreach (var card in cards)
        {
            context.Out.WriteLine($"{Mark(card, champion)} {card.Id}  {card.TrainedAt:yyyy-MM-dd HH:mm}  {card.Trainer}  {card.Datasets.Sum(set => set.Rows)} rows{(card.AdaptedFrom is { } from ? $"  from {from}" : "")}");
        }

        await ListRunsAsync(context, ct);
        return ExitCode.Ok;
    }

    /// <summary>What the role retraining did. Where there is no database yet, or one of another version, there is nothing to tell.</summary>
    private static async Task ListRunsAsync(VerbContext context, CancellationToken ct)
    {
        await using var provider = StoreVerb.Open(context);
        await using var db = await provider.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync(ct);
        if (!await db.Database.CanConnectAsync(ct) || (await db.Database.GetPendingMigrationsAsync(ct)).Any())
        {
            return;
        }

        var runs = await RetrainingRecord.ReadAsync(db, RunsShown, ct);
        if (runs.Count > 0)
        {
            context.Out.WriteLine("\nThe latest runs of retraining:");
        }

        foreach (var run in runs)
        {
            RetrainingReport.Write(context.Out, run);
        }
    }

    private static string Mark(ModelCard card, Champion? champion) =>
        card.Id == champion?.Model ? "champion " : card.Id == champion?.Previous ? "previous " : "         ";
}
