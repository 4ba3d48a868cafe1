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
        Description = $"How to read them (default: by the name and the beginning): {string.Join("; ", ImporterList.All.Select(importer => $"{importer.Name}: {importer.Reads}"))}; or the name of a data set in datasets.json",
        HelpName = "FORMAT",
    };

    private static readonly Option<string?> Site = new("--site") { Description = "The site for comments that name none (Moderation:DefaultSite).", HelpName = "SITE" };

    private static readonly Option<string[]> Column = new("--column")
    {
        Description = "Which column of a table is what: text=comment_body, section=thread_id … A column named like a label holds that label, but for Perspective's scores in capitals: insult=INSULT takes them for judgements.", HelpName = "FIELD=NAME", AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> Decisions = new("--decisions")
    {
        Description = $"Take what moderators of the other system decided for judgements, which is a guess: {string.Join("; ", ImporterList.All.Where(importer => importer.Decisions is not null).Select(importer => $"{importer.Name}: {importer.Decisions}"))}.",
    };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Read and report, but take nothing." };

    public static Verb Verb { get; } = new(
        "import", "Brings comments, labelled or not, into the store; the same file again changes nothing.", [Files, Format, Site, Column, Decisions, TrainingOptions.Own, DryRun], RunAsync);

    private static async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        var columns = (context.Get(Column) ?? []).Select(pair => pair.Split('=', 2)).ToList();
        if (columns.Exists(pair => pair.Length != 2))
        {
            context.Error.WriteLine("--column takes FIELD=NAME, e.g. --column text=comment_body.");
            return ExitCode.Usage;
        }

        var trainingData = TrainingOptions.OwnFolder(context);
        var files = FilesOf(context, columns.ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal), trainingData);
        var refused = context.Get(DryRun)
            ? files.Sum(pair => TryRead(pair.Importer, pair.File, context))
            : await StoreVerb.WithStoreAsync(context, services => TakeAsync(services, files, context.Error, ct), ct);
        if (refused > 0 && ImporterList.WithoutDatasets(trainingData) is { } hint)
        {
            context.Error.WriteLine(hint);
        }

        return refused == 0 ? ExitCode.Ok : ExitCode.Partly;
    }

    private static List<(Importer Importer, ImportFile File)> FilesOf(VerbContext context, Dictionary<string, string> columns, string trainingData)
    {
        var (site, decisions) = (context.Get(Site) ?? context.Options.DefaultSite, context.Get(Decisions));
        var files = new List<(Importer, ImportFile)>();
        foreach (var path in context.Get(Files)!)
        {
            var importer = ImporterList.For(path, context.Get(Format), trainingData);
            files.Add(importer.Decisions is not null || !decisions ? (importer, new ImportFile(path, site, Taxonomy.Default, columns, decisions))
                : throw new InvalidDataException($"'{path}' is read as {importer.Name}, which has no decisions that say anything of a label. Leave --decisions out."));
        }

        return files;
    }

    private static async Task<int> TakeAsync(IServiceProvider services, List<(Importer Importer, ImportFile File)> files, TextWriter error, CancellationToken ct)
    {
        var importing = new Importing(services.GetRequiredService<CommentIntake>(), services.GetRequiredService<Sites>());
        var refused = 0;
        foreach (var (importer, file) in files)
        {
            var line = new ProgressLine(error, TimeProvider.System, $"import {file.Name}", null);
            var progress = new Progress<IntakeCounts>(counts => line.Report(0, Sentence(counts)));
            var report = await importing.RunAsync(importer, file, progress, ct);
            line.Done(Sentence(report));
            Show(report.Tally, error);
            refused += report.Tally.Refused;
        }

        return refused;
    }

    /// <summary>What came of an import, in words.</summary>
    public static string Sentence(ImportReport report) =>
        Sentence(report.Counts with { Refused = report.Tally.Refused }) + report.Tally.InWords;

    private static string Sentence(IntakeCounts counts) =>
        $"{counts.New:N0} new, {counts.Changed:N0} changed, {counts.Same:N0} the same, {counts.Refused:N0} refused";

    private static int TryRead(Importer importer, ImportFile file, VerbContext context)
    {
        var tally = new ImportTally();
        var comments = tally.Comments(importer.Read(file)).Count();
        context.Error.WriteLine($"import {file.Name}: {comments:N0} comments could be taken, {tally.Refused:N0} not{tally.InWords}; nothing was written");
        Show(tally, context.Error);
        return tally.Refused;
    }

    private static void Show(ImportTally tally, TextWriter error)
    {
        foreach (var problem in tally.Problems.Take(ProblemsShown))
        {
            error.WriteLine($"  {problem}");
        }

        if (tally.Refused > ProblemsShown)
        {
            error.WriteLine($"  … and {tally.Refused - ProblemsShown:N0} more");
        }
    }
}
