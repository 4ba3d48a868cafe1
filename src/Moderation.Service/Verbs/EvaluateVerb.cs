using System.CommandLine;
using Moderation.Evaluation;
using Moderation.Models;
using Moderation.Service.Hosting;
using Moderation.Service.Retraining;

namespace Moderation.Service.Verbs;

/// <summary>Measures models beside each other on rows that no training sees.</summary>
internal static class EvaluateVerb
{
    private static readonly Option<string[]> Models = new("--model")
    {
        Description = "Ids of the models to measure (default: the champion and the newest model).", HelpName = "ID", AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> Output = new("--output", "-o")
    {
        Description = "Folder for the report, the plots and every figure (default: evaluations/ in the data folder).", HelpName = "DIR",
    };

    public static Verb Verb { get; } = new(
        "evaluate", "Measures models and the word list side by side on rows that no training sees, with plots.",
        [Models, TrainingOptions.Datasets, TrainingOptions.Own, TrainingOptions.Annotations, Output], Run);

    private static Task<int> Run(VerbContext context, CancellationToken ct)
    {
        var shelf = Shelf.Open(context.Options);
        var champion = shelf.Champion()?.Model;
        string[] newest = shelf.Cards() is { Count: > 0 } cards ? [cards[^1].Id] : [];
        string[] models = context.Get(Models) is { Length: > 0 } given ? given : [.. newest.Concat(champion is null ? [] : [champion]).Distinct()];
        if (models.Length == 0)
        {
            throw new ModelRefusedException($"The shelf '{shelf.Folder}' is empty. Run 'moderation train' first.");
        }

        var comparison = ModelComparison.Of(shelf, models, TrainingOptions.Of(context, ct));
        var folder = context.Get(Output) ?? Path.Combine(context.Options.Data, "evaluations", models[0]);
        comparison.Write(folder);
        Print(comparison, context.Out);
        if (champion is not null && models[0] != champion && models.Contains(champion))
        {
            var reasons = comparison.ReasonsAgainst(models[0], champion);
            context.Out.WriteLine(reasons.Count == 0 ? $"{models[0]} may replace {champion}." : $"{models[0]} may not replace {champion}:\n  {string.Join("\n  ", reasons)}");
        }

        context.Out.WriteLine($"{comparison.Result.Rows:N0} rows; everything is in {Path.Combine(folder, "report.md")}");
        return Task.FromResult(ExitCode.Ok);
    }

    private static void Print(ModelComparison comparison, TextWriter output)
    {
        output.WriteLine($"{"roc-auc",-52}{string.Concat(comparison.Result.Names.Select(name => $"{Short(name),24}"))}");
        foreach (var row in comparison.Result.Figures.Where(figure => figure.Measure == "roc-auc" && !double.IsNaN(figure.Value) && !figure.Slice.StartsWith("function:", StringComparison.Ordinal))
            .ToLookup(figure => (figure.Slice, figure.Label)))
        {
            output.WriteLine($"{row.Key.Slice + " " + row.Key.Label,-52}{Cells(comparison, row)}");
        }

        output.WriteLine($"{"accuracy at the threshold, by function",-52}");
        foreach (var row in comparison.Result.Figures.Where(figure => figure.Measure == "accuracy" && figure.Slice.StartsWith("function:", StringComparison.Ordinal))
            .ToLookup(figure => (figure.Slice, figure.Label)))
        {
            output.WriteLine($"{row.Key.Slice["function:".Length..] + " " + row.Key.Label,-52}{Cells(comparison, row)}");
        }

        foreach (var (name, (score, groups)) in comparison.Result.Bias)
        {
            output.WriteLine($"identity bias score of {name}: {score:0.000}, lowest BPSN AUC {groups.Min(group => group.BackgroundPositiveSubgroupNegative):0.000}");
        }
    }

    private static string Cells(ModelComparison comparison, IEnumerable<CardFigure> row) =>
        string.Concat(comparison.Result.Names.Select(name => $"{EvaluationReport.Cell(row.FirstOrDefault(figure => figure.System == name)),24}"));

    private static string Short(string name) => name.Length <= 22 ? name : name[^22..];
}
