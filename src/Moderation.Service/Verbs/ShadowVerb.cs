using System.CommandLine;
using System.Text;
using Moderation.Models;
using Moderation.Service.Hosting;
using Moderation.Service.Wires.Perspective;

namespace Moderation.Service.Verbs;

/// <summary>Shadow mode: what would have changed for a site, had its comments been scored here.</summary>
internal static class ShadowVerb
{
    private static readonly Option<string> Input = new("--input", "-i")
    {
        Description = "The site's export with Perspective's scores: CSV, JSON lines, or Coral's mongoexport of comments.", HelpName = "FILE", Required = true,
    };

    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "Where the report goes: NAME.md and NAME.csv.", HelpName = "NAME", DefaultValueFactory = _ => "shadow",
    };

    private static readonly Option<float[]> Thresholds = new("--threshold")
    {
        Description = "A threshold that the site uses; may be given several times (default: 0.5 to 0.9 in steps of 0.1).",
        AllowMultipleArgumentsPerToken = true, HelpName = "0..1", DefaultValueFactory = _ => [0.5f, 0.6f, 0.7f, 0.8f, 0.9f],
    };

    private static readonly Option<string?> Model = new("--model") { Description = "Id of a model on the shelf (default: the champion).", HelpName = "ID" };

    public static Verb Verb { get; } = new(
        "shadow", "Compares a site's stored Perspective scores with ours and names the threshold that holds as many comments.",
        [Input, Output, Thresholds, Model], RunAsync);

    private static async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        var (path, name) = (context.Get(Input)!, context.Get(Output)!);
        if (context.Get(Thresholds)!.FirstOrDefault(threshold => threshold is not (>= 0 and <= 1), -1) is not -1 and var outside)
        {
            throw new InvalidDataException($"--threshold is {outside}. Give the one your site has, 0 to 1.");
        }

        name = Path.GetExtension(name) is ".md" or ".csv" ? Path.ChangeExtension(name, null) : name;
        if (Path.GetFullPath(path) is var read && (read == Path.GetFullPath($"{name}.md") || read == Path.GetFullPath($"{name}.csv")))
        {
            throw new InvalidDataException($"The report would take the place of '{path}'. Give it another name with --output.");
        }

        var (classifier, model, shelf) = OpenModel(context, context.Get(Model));
        var comparison = new ShadowComparison(classifier, ScaleFile.Load(shelf, model) ?? PerspectiveScale.Probability);
        var progress = new ProgressLine(context.Error, TimeProvider.System, "shadow", null);
        var (lines, compared) = (0, 0);
        foreach (var (stored, prior) in StoredScores.OfOnePlace(StoredScores.Read(path, () => lines++), classifier))
        {
            ct.ThrowIfCancellationRequested();
            comparison.Add(stored, context.Options.DomainPriors ? prior : null);
            progress.Report(++compared, $"{compared:N0} comments");
        }

        if (compared == 0)
        {
            throw new InvalidDataException($"No line of '{path}' has both a text and a score of Perspective's. See docs/leaving-perspective.md for the formats.");
        }

        var attributes = comparison.Compare(context.Get(Thresholds)!);
        await using (var report = new OutputFile($"{name}.md"))
        await using (var table = new OutputFile($"{name}.csv"))
        {
            await report.Stream.WriteAsync(Encoding.UTF8.GetBytes(
                ShadowReport.Markdown(Path.GetFileName(path), model, lines, compared, comparison.Unscored, attributes)), ct);
            await ShadowReport.WriteCsvAsync(table.Stream, attributes);
            report.Keep();
            table.Keep();
        }

        progress.Done($"{compared:N0} comments compared, see {name}.md and {name}.csv");
        foreach (var attribute in attributes)
        {
            attribute.Thresholds.ToList().ForEach(threshold => context.Out.WriteLine(ShadowReport.Advice(attribute, threshold)));
        }

        return lines == compared ? ExitCode.Ok : ExitCode.Partly;
    }

    /// <summary>A model of the shelf, the champion where none is named.</summary>
    internal static (Scoring.IClassifier Classifier, string Model, string Shelf) OpenModel(VerbContext context, string? model)
    {
        var shelf = Shelf.Open(context.Options);
        var id = model ?? shelf.Champion()?.Model ?? throw new ModelRefusedException(
            $"The shelf '{shelf.Folder}' has no champion. Run 'moderation train', or name another shelf with --models.");
        return (shelf.Load(id).Classifier, id, shelf.Folder);
    }
}
