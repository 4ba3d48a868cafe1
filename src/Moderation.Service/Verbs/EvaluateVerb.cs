using System.CommandLine;
using Moderation.Evaluation;
using Moderation.Learning.Datasets;
using Moderation.Models;
using Moderation.Service.Hosting;
using Moderation.Service.Retraining;

namespace Moderation.Service.Verbs;

/// <summary>Measures models beside each other on rows that no training sees.</summary>
internal static class EvaluateVerb
{
    private const int NameWidth = 68;
    private const int NarrowestCell = 24;

    private static readonly Option<string[]> Models = new("--model")
    {
        Description = "Ids of the models to measure (default: the champion and the newest model).", HelpName = "ID", AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> Output = new("--output", "-o")
    {
        Description = "Folder for the report, the plots and every figure (default: evaluations/ in the data folder).", HelpName = "DIR",
    };

    private static readonly Option<Part> Rows = new("--part")
    {
        Description = "Which part of the data: test, or calibration or train, whose figures flatter the model but hold sets of few threads.",
        HelpName = "test|calibration|train", DefaultValueFactory = _ => Part.Test,
    };

    private static readonly Option<bool> Alone = new("--alone")
    {
        Description = "Read each comment alone, and not as one among the others of its data set.",
    };

    public static Verb Verb { get; } = new(
        "evaluate", "Measures models and the word list side by side on rows that no training sees, with plots.",
        [Models, TrainingOptions.Datasets, TrainingOptions.Own, TrainingOptions.Annotations, Rows, Alone, Output], Run);

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

        var part = context.Get(Rows);
        var comparison = ModelComparison.Of(shelf, models, TrainingOptions.Of(context, ct), part, context.Get(Alone));
        var folder = context.Get(Output) ?? Path.Combine(context.Options.Data, "evaluations", part == Part.Test ? models[0] : $"{models[0]}-{Name(part)}");
        comparison.Write(folder);
        Print(comparison, context.Out);
        if (part != Part.Test)
        {
            context.Out.WriteLine($"These are the {Name(part)} rows: models learnt from them, so judge none by these figures.");
        }
        else if (champion is not null && models[0] != champion && models.Contains(champion))
        {
            var reasons = comparison.ReasonsAgainst(models[0], champion);
            context.Out.WriteLine(reasons.Count == 0 ? $"{models[0]} may replace {champion}." : $"{models[0]} may not replace {champion}:\n  {string.Join("\n  ", reasons)}");
        }

        context.Out.WriteLine($"{comparison.Result.Rows:N0} rows of the {Name(part)} part; everything is in {Path.Combine(folder, "report.md")}");
        return Task.FromResult(ExitCode.Ok);
    }

    private static void Print(ModelComparison comparison, TextWriter output)
    {
        output.WriteLine($"{"",-NameWidth}{Cells(comparison, name => name)}");
        Print(comparison, output, "roc-auc", figure => figure.Measure == "roc-auc" && !double.IsNaN(figure.Value) && !IsFunction(figure));
        Print(comparison, output, "share of harmless comments held at the thresholds", figure => figure.Measure == HeldShares.HarmlessHeld);
        Print(comparison, output, "share of harmful comments missed at the thresholds", figure => figure.Measure == HeldShares.HarmfulMissed);
        Print(comparison, output, "character F1 of abusive stretches", figure => figure.Measure == EvaluationReport.SpanF1);
        Print(comparison, output, "accuracy at the threshold, by function", figure => figure.Measure == "accuracy" && IsFunction(figure));
        foreach (var (name, (score, groups)) in comparison.Result.Bias)
        {
            output.WriteLine($"identity bias score of {name}: {score:0.000}, lowest BPSN AUC {groups.Min(group => group.BackgroundPositiveSubgroupNegative):0.000}");
        }
    }

    private static void Print(ModelComparison comparison, TextWriter output, string title, Func<CardFigure, bool> which)
    {
        var rows = comparison.Result.Figures.Where(which).ToLookup(figure => (figure.Slice, figure.Label));
        if (rows.Count == 0)
        {
            return;
        }

        output.WriteLine(title);
        foreach (var row in rows)
        {
            var name = $"{row.Key.Slice.Replace(EvaluationRow.FunctionPrefix, "", StringComparison.Ordinal)} {row.Key.Label}";
            output.WriteLine($"  {name,-(NameWidth - 2)}{Cells(comparison, system => EvaluationReport.Cell(row.FirstOrDefault(figure => figure.System == system)))}");
        }
    }

    private static string Name(Part part) => part.ToString().ToLowerInvariant();

    private static bool IsFunction(CardFigure figure) => figure.Slice.StartsWith(EvaluationRow.FunctionPrefix, StringComparison.Ordinal);

    /// <summary>A column a model, as wide as its id: ids begin alike, and what is cut off could not be given to <c>promote</c>.</summary>
    internal static string Cells(ModelComparison comparison, Func<string, string> cell) =>
        string.Concat(comparison.Result.Names.Select(name => $"  {cell(name).PadLeft(Math.Max(name.Length, NarrowestCell - 2))}"));
}
