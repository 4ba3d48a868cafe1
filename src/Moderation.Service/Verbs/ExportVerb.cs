using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Comments;
using Moderation.Service.Hosting;
using Moderation.Store;

namespace Moderation.Service.Verbs;

/// <summary>Writes moderators' judgements as training data, in the format that <c>import</c> and <c>train</c> read.</summary>
internal static class ExportVerb
{
    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "Where they go, or - for standard output.", HelpName = "FILE|-", DefaultValueFactory = _ => "-",
    };

    private static readonly Option<string?> Site = new("--site") { Description = "Only this site.", HelpName = "SITE" };

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Verb Verb { get; } = new(
        "export", "Writes moderators' judgements with their comments as JSON Lines that train reads.", [Output, Site], RunAsync);

    private static Task<int> RunAsync(VerbContext context, CancellationToken ct) => StoreVerb.WithStoreAsync(context, async services =>
    {
        await using var output = new OutputFile(context.Get(Output)!);
        await using var writer = new StreamWriter(output.Stream, new UTF8Encoding(false), leaveOpen: true);
        var progress = new ProgressLine(context.Error, TimeProvider.System, "export", null);
        var count = 0;
        await foreach (var comment in services.GetRequiredService<AnnotationExport>().ReadAsync(context.Get(Site), cancellation: ct))
        {
            await writer.WriteLineAsync(Line(comment).ToJsonString(Relaxed).AsMemory(), ct);
            progress.Report(++count, $"{count:N0} comments");
        }

        await writer.FlushAsync(ct);
        output.Keep();
        progress.Done($"{count:N0} judged comments written");
        return ExitCode.Ok;
    }, ct);

    /// <summary>One comment a line; fields that are unknown are left out.</summary>
    internal static JsonObject Line(LabelledComment labelled)
    {
        var comment = labelled.Comment;
        var line = new JsonObject { ["section"] = comment.Section, ["site"] = comment.Site, ["id"] = comment.Id };
        Add(line, "title", comment.Title);
        Add(line, "parent", comment.ParentId);
        Add(line, "parentText", comment.ParentText);
        Add(line, "author", comment.Author);
        Add(line, "time", comment.WrittenAt?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
        if (comment.Revision > 1)
        {
            line["revision"] = comment.Revision;
        }

        line["text"] = comment.Text;
        line["annotations"] = new JsonArray([.. labelled.Annotations.Select(annotation => new JsonObject
        {
            ["rater"] = annotation.Rater,
            ["labels"] = new JsonObject(annotation.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))),
        })]);
        return line;
    }

    private static void Add(JsonObject line, string name, string? value)
    {
        if (value is not null)
        {
            line[name] = value;
        }
    }
}
