using System.CommandLine;
using Moderation.Models;
using Moderation.Policies;
using Moderation.Service.Hosting;
using Moderation.Service.Screening;
using Moderation.Text;

namespace Moderation.Service.Verbs;

/// <summary>Scores a file of any size, in order, with constant memory.</summary>
internal static class ScoreVerb
{
    private static readonly Option<string> Input = new("--input", "-i")
    {
        Description = "The file to score, or - for standard input.", HelpName = "FILE|-", DefaultValueFactory = _ => "-",
    };

    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "Where the answers go, or - for standard output.", HelpName = "FILE|-", DefaultValueFactory = _ => "-",
    };

    private static readonly Option<string?> Model = new("--model")
    {
        Description = "Id of a model on the shelf (default: the champion).", HelpName = "ID",
    };

    private static readonly Option<string> Format = FormatOption();

    private static readonly Option<bool> Spans = new("--spans") { Description = "Also name the stretches of text that spoke." };

    private static readonly Option<bool> Alone = new("--alone")
    {
        Description = "Read each comment alone, and not as one among the others of the file.",
    };

    public static Verb Verb { get; } = new(
        "score", "Scores lines of {\"id\", \"text\"}, comments of one place, and writes one answer a line, in order.",
        [Input, Output, Model, Format, Spans, Alone], Run);

    private static Option<string> FormatOption()
    {
        var option = new Option<string>("--format")
        {
            Description = "jsonl or csv, for input and output; in csv an id that a spreadsheet would take for a formula gets an apostrophe before it.", HelpName = "jsonl|csv", DefaultValueFactory = _ => "jsonl",
        };
        option.AcceptOnlyFromAmong("jsonl", "csv");
        return option;
    }

    private static async Task<int> Run(VerbContext context, CancellationToken ct)
    {
        _ = Task.Run(Normalizer.LoadTables, CancellationToken.None);
        var shelf = Shelf.Open(context.Options);
        var id = context.Get(Model) ?? shelf.Champion()?.Model ?? throw new ModelRefusedException(
            $"The shelf '{shelf.Folder}' has no champion. Run 'moderation train', or name another shelf with --models.");
        var (classifier, card) = shelf.Load(id);
        var moderator = new Moderator(classifier);
        var policy = DefaultPolicy.ForModel(card);

        var (inputPath, outputPath) = (context.Get(Input)!, context.Get(Output)!);
        await using var input = OpenInput(inputPath);
        await using var output = new OutputFile(outputPath);
        var total = input.CanSeek ? input.Length : (double?)null;
        var progress = new ProgressLine(context.Error, TimeProvider.System, "score", total);

        var count = context.Get(Format) == "csv"
            ? await new CsvScoring(moderator, policy, context.Get(Spans), context.Get(Alone)).RunAsync(input, output.Stream, ct)
            : await new LinePipeline(() => new LineScorer(moderator, policy, context.Get(Spans), context.Get(Alone)), Environment.ProcessorCount)
                .RunAsync(input, output.Stream, (so, bytes) => progress.Report(bytes, $"{so.Lines:N0} comments"), ct);
        output.Keep();
        progress.Done($"{count.Lines:N0} lines answered by {id}, {count.Errors:N0} of them with an error");
        return count.Errors == 0 ? ExitCode.Ok : ExitCode.Partly;
    }

    private static Stream OpenInput(string path) =>
        path == "-" ? Console.OpenStandardInput() : new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Open, Access = FileAccess.Read, Options = FileOptions.SequentialScan | FileOptions.Asynchronous, BufferSize = 0,
        });
}
