using System.CommandLine;
using Moderation.Learning.Datasets;
using Moderation.Service.Hosting;

namespace Moderation.Service.Verbs;

/// <summary>The public data sets that a model learns from: which there are, and how to get them. Only <c>download</c> calls out.</summary>
internal static class DatasetsVerb
{
    private static readonly Option<string?> Folder = new("--folder") { Description = "Folder of the data sets (default: datasets/ in the data folder).", HelpName = "DIR" };

    private static readonly Argument<string[]> Names = new("name") { Description = "Data sets, as 'datasets list' names them.", Arity = ArgumentArity.ZeroOrMore };

    private static readonly Option<bool> All = new("--all") { Description = "All of them." };

    private static readonly Option<bool> Accept = new("--accept-licences") { Description = "Agree to their licences without being asked, for scripts." };

    public static Verb Verb { get; } = new(
        "datasets", "Lists, downloads and verifies the public data sets that a model learns from.",
        [
            CommandLine.Sub("list", "Lists the data sets with licence, size, state and home page.", [Folder, TrainingOptions.Own], List),
            CommandLine.Sub("download", "Downloads data sets after you have agreed to their licences.", [Names, All, Accept, Folder, TrainingOptions.Own], DownloadAsync),
            CommandLine.Sub("verify", "Reads the files and compares their hashes.", [Folder, TrainingOptions.Own], Verify),
        ],
        Run: null);

    private static DatasetList Read(VerbContext context) => DatasetList.Read(Path.Combine(TrainingOptions.OwnFolder(context), "datasets.json"));

    private static string FolderOf(VerbContext context) => context.Get(Folder) ?? Path.Combine(context.Options.Data, "datasets");

    private static Task<int> List(VerbContext context, CancellationToken ct)
    {
        foreach (var dataset in Read(context).Datasets)
        {
            var state = DatasetState.Glance(dataset, FolderOf(context));
            var fetched = dataset.Download is null ? "by hand" : "download";
            context.Out.WriteLine($"{dataset.Name,-24} {Words(state),-10} {dataset.Bytes / 1e6,6:0.0} MB  {fetched,-8}  {dataset.Licence,-30}  {dataset.Source}");
        }

        return Task.FromResult(ExitCode.Ok);
    }

    private static Task<int> Verify(VerbContext context, CancellationToken ct)
    {
        var states = new List<DatasetStateKind>();
        foreach (var dataset in Read(context).Datasets)
        {
            ct.ThrowIfCancellationRequested();
            var state = DatasetState.Verify(dataset, FolderOf(context));
            states.Add(state.Kind);
            context.Out.WriteLine($"{dataset.Name,-24} {Words(state),-10} {Meaning(state, dataset)}");
        }

        return Task.FromResult(states.Contains(DatasetStateKind.Different) ? ExitCode.Failed
            : states.Exists(state => state is DatasetStateKind.Missing or DatasetStateKind.Partial) ? ExitCode.Partly
            : ExitCode.Ok);
    }

    private static async Task<int> DownloadAsync(VerbContext context, CancellationToken ct)
    {
        var list = Read(context).Datasets;
        var names = context.Get(Names) ?? [];
        if (names.FirstOrDefault(name => list.All(dataset => dataset.Name != name)) is { } unknown)
        {
            context.Error.WriteLine($"There is no data set '{unknown}'. 'moderation datasets list' names them.");
            return ExitCode.Usage;
        }

        if (names.Length == 0 && !context.Get(All))
        {
            context.Error.WriteLine("Name the data sets to download, or say --all.");
            return ExitCode.Usage;
        }

        var licences = new LicenceQuestion(context.Get(Accept) ? null : Console.In, context.Error);
        using var fetch = new DatasetFetch(FolderOf(context), licences, context.Out, context.Error, TimeProvider.System);
        var all = true;
        foreach (var dataset in list.Where(dataset => names.Length == 0 || names.Contains(dataset.Name)))
        {
            all &= await fetch.RunAsync(dataset, ct);
        }

        return all ? ExitCode.Ok : ExitCode.Partly;
    }

    private static string Words(DatasetState state) => state.Kind switch
    {
        DatasetStateKind.Missing => "missing",
        DatasetStateKind.Partial => "partial",
        DatasetStateKind.Present => "present",
        DatasetStateKind.Published => "published",
        DatasetStateKind.Champions => "complete",
        _ => "different",
    };

    private static string Meaning(DatasetState state, Dataset dataset) => state.Kind switch
    {
        DatasetStateKind.Missing => $"is not there. 'moderation datasets download {dataset.Name}' fetches it or says how.",
        DatasetStateKind.Partial => $"is there in part, {state.Bytes / 1e6:0.0} MB. 'moderation datasets download {dataset.Name}' goes on.",
        DatasetStateKind.Present => "is there; its hash is not that of the file the shipped champion learnt from, and its publisher states none.",
        DatasetStateKind.Published => "is what its publisher sends; the shipped champion learnt from a part of its rows.",
        DatasetStateKind.Champions => "is the very file that the shipped champion learnt from.",
        _ => "is not what was fetched or is not what its publisher states. Delete it and download it again.",
    };
}
