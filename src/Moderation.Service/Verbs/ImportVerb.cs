using System.CommandLine;
using Moderation.Labels;
using Moderation.Service.Hosting;
using Moderation.Service.Importers;
using Moderation.Store;

namespace Moderation.Service.Verbs;

/// <summary>Brings comments, labelled or not, into the store.</summary>
internal static class ImportVerb
{
    private const int ProblemsShown = 20;

    private static readonly Argument<string[]> Files = new("files") { Description = "The files to import.", Arity = ArgumentArity.OneOrMore };

    private static readonly Option<string?> Format = new("--format")
    {
        Description = $"How to read them (default: by the name): {string.Join("; ", ImporterList.All.Select(importer => $"{importer.Name}: {importer.Reads}"))}; or the name of a data set in datasets.json",
        HelpName = "FORMAT",
    };

    private static readonly Option<string?> Site = new("--site") { Description = "The site for comments that name none (Moderation:DefaultSite).", HelpName = "SITE" };

    private static readonly Option<string[]> Column = new("--column")
    {
        Description = "Which column of a table is what: text=comment_body, section=thread_id … A column named like a label holds that label, but for Perspective's scores in capitals: insult=INSULT takes them for judgements.", HelpName = "FIELD=NAME", AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Read and report, but take nothing." };

    public static Verb Verb { get; } = new(
        "import", "Brings comments, labelled or not, into the store; the same file again changes nothing.", [Files, Format, Site, Column, TrainingOptions.Own, DryRun], RunAsync);

    private static async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        var columns = (context.Get(Column) ?? []).Select(pair => pair.Split('=', 2)).ToList();
        if (columns.Exists(pair => pair.Length != 2))
        {
            context.Error.WriteLine("--column takes FIELD=NAME, e.g. --column text=comment_body.");
            return ExitCode.Usage;
        }

        var named = columns.ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var trainingData = TrainingOptions.OwnFolder(context);
        var files = context.Get(Files)!.Select(path => (
            Importer: ImporterList.For(path, context.Get(Format), trainingData),
            File: new ImportFile(path, context.Get(Site) ?? context.Options.DefaultSite, Taxonomy.Default, named))).ToList();
        if (context.Get(DryRun))
        {
            return End(files.Sum(pair => TryRead(pair.Importer, pair.File, context)), trainingData, context.Error);
        }

        return await StoreVerb.WithStoreAsync(context, async services =>
        {
            var importing = new Importing(services.GetRequiredService<CommentIntake>(), services.GetRequiredService<Sites>());
            var refused = 0;
            foreach (var (importer, file) in files)
            {
                var line = new ProgressLine(context.Error, TimeProvider.System, $"import {file.Name}", null);
                var progress = new Progress<IntakeCounts>(counts => line.Report(0, Sentence(counts, null)));
                var report = await importing.RunAsync(importer, file, progress, ct);
                line.Done(Sentence(report.Counts, report.Refused));
                Show(report.Problems, report.Refused, context.Error);
                refused += report.Refused;
            }

            return End(refused, trainingData, context.Error);
        }, ct);
    }

    /// <summary>The counts in words.</summary>
    public static string Sentence(IntakeCounts counts, int? refused) =>
        $"{counts.New:N0} new, {counts.Changed:N0} changed, {counts.Same:N0} the same, {refused ?? counts.Refused:N0} refused";

    private static int End(int refused, string trainingData, TextWriter error)
    {
        if (refused > 0 && ImporterList.WithoutDatasets(trainingData) is { } hint)
        {
            error.WriteLine(hint);
        }

        return refused == 0 ? ExitCode.Ok : ExitCode.Partly;
    }

    private static int TryRead(Importer importer, ImportFile file, VerbContext context)
    {
        var read = importer.Read(file).ToLookup(imported => imported.Problem is null);
        var problems = read[false].Select(imported => imported.Problem!.ToString()).ToList();
        context.Error.WriteLine($"import {file.Name}: {read[true].Count():N0} comments could be taken, {problems.Count:N0} not; nothing was written");
        Show(problems, problems.Count, context.Error);
        return problems.Count;
    }

    private static void Show(IReadOnlyList<string> problems, int all, TextWriter error)
    {
        foreach (var problem in problems.Take(ProblemsShown))
        {
            error.WriteLine($"  {problem}");
        }

        if (all > ProblemsShown)
        {
            error.WriteLine($"  … and {all - ProblemsShown:N0} more");
        }
    }
}
