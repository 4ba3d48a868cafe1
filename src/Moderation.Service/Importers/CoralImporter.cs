using System.Text.Json;
using Moderation.Comments;
using Moderation.Labels;
using Moderation.Service.Wires;
using Moderation.Store;
using static Moderation.Service.Wires.Coral.MongoJson;

namespace Moderation.Service.Importers;

/// <summary>
/// Reads <c>mongoexport</c> of Coral's comments, the newest revision of each. Where <c>stories</c> lies beside it, a story's address
/// is its section, as in Coral's requests to Perspective's wire, so that both mean the same comment; else its id is. What was
/// rejected or deleted stays there, unless a moderator's decision on it is taken for a judgement (<see cref="CoralDecisions"/>).
/// </summary>
internal sealed class CoralImporter
{
    private readonly ImportFile _file;
    private readonly Dictionary<string, (string? Title, string? Url)> _stories = new(StringComparer.Ordinal);
    private readonly CoralDecisions _decisions = new();

    private CoralImporter(ImportFile file) => _file = file;

    /// <summary>Whether the first line is a comment of Coral's.</summary>
    public static bool Recognises(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".json" or ".jsonl" or ".ndjson"
        && JsonLines.ReadFile(path, (root, _) => (IsComment(root), (ReadProblem?)null)).FirstOrDefault().Read;

    public static IEnumerable<Imported> Read(ImportFile file)
    {
        var importer = new CoralImporter(file);
        var beside = importer.ReadBeside("stories", importer.AddStory);
        if (file.Decisions)
        {
            if (!File.Exists(importer.Beside(CoralDecisions.Collection)))
            {
                throw new InvalidDataException(
                    $"There is no '{importer.Beside(CoralDecisions.Collection)}' with the decisions of Coral's moderators. Put the mongoexport of {CoralDecisions.Collection} there, or leave --decisions out.");
            }

            beside = beside.Concat(importer.ReadBeside(CoralDecisions.Collection, importer._decisions.Add));
        }

        return beside.Select(problem => new Imported(null, problem))
            .Concat(JsonLines.ReadFile(file.Path, (root, line) => (importer.One(root, line), (ReadProblem?)null))
                .Select(read => read.Problem is { } problem ? new Imported(null, problem) : read.Read));
    }

    private static bool IsComment(JsonElement root) => Field(root, "revisions")?.ValueKind == JsonValueKind.Array && TextOf(Field(root, "storyID")) is not null;

    private string Beside(string collection) => Path.Combine(Path.GetDirectoryName(_file.Path) ?? "", collection + Path.GetExtension(_file.Path));

    private IEnumerable<ReadProblem> ReadBeside(string collection, Action<JsonElement> add) => !File.Exists(Beside(collection)) ? []
        : JsonLines.ReadFile(Beside(collection), (root, _) =>
        {
            add(root);
            return (true, (ReadProblem?)null);
        }).Where(read => read.Problem is not null).Select(read => read.Problem!);

    private void AddStory(JsonElement story)
    {
        if (TextOf(Field(story, "id")) is { } id)
        {
            _stories[id] = (TextOf(Field(Field(story, "metadata"), "title")), TextOf(Field(story, "url")));
        }
    }

    private Imported One(JsonElement root, int line)
    {
        if (!IsComment(root) || TextOf(Field(root, "id")) is not { } id)
        {
            return new Imported(null, new ReadProblem(_file.Name, line, null, "The line is no comment of Coral's: it has no id, storyID or revisions.", "Export the collection 'comments', a document a line."));
        }

        var revisions = Field(root, "revisions")!.Value;
        if (revisions.GetArrayLength() == 0 || TimeOf(Field(root, "deletedAt")) is not null)
        {
            return Imported.Without(Imported.Deleted);
        }

        var (newest, status) = (revisions[revisions.GetArrayLength() - 1], TextOf(Field(root, "status")));
        var judgement = _decisions.Of(id, TextOf(Field(newest, "id")), status);
        return status == "REJECTED" && judgement is null ? Imported.Without("rejected") : Taken(root, id, newest, judgement);
    }

    private Imported Taken(JsonElement root, string id, JsonElement revision, Annotation? judgement)
    {
        var storyId = TextOf(Field(root, "storyID"))!;
        var (title, url) = _stories.GetValueOrDefault(storyId);
        return Imported.Of(
            new Comment
            {
                Site = _file.Site,
                Section = Limits.Fit(url ?? storyId, Limits.Section),
                Id = id,
                Text = HtmlText.Plain(TextOf(Field(revision, "body")) ?? ""),
                ParentId = TextOf(Field(root, "parentID")),
                Author = TextOf(Field(root, "authorID")),
                WrittenAt = TimeOf(Field(revision, "createdAt")) ?? TimeOf(Field(root, "createdAt")),
                Source = $"{Comment.Imported}{_file.Name}",
            },
            title, url, judgement);
    }
}
