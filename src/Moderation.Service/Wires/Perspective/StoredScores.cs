using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using Moderation.Comments;
using Moderation.Scoring;
using static Moderation.Service.Wires.Coral.MongoJson;

namespace Moderation.Service.Wires.Perspective;

/// <summary>A comment with the scores Perspective gave it, from a site's own export.</summary>
/// <param name="Id">The site's id, or the line.</param>
/// <param name="Text">The comment.</param>
/// <param name="Scores">Score by attribute, without versions.</param>
internal sealed record StoredScore(string Id, string Text, IReadOnlyDictionary<string, float> Scores);

/// <summary>
/// Reads exports with Perspective's scores: CSV with a column an attribute, JSON lines with <c>scores</c>, <c>attributeScores</c>
/// or a field an attribute, and Coral's <c>mongoexport</c> of comments.
/// </summary>
internal static class StoredScores
{
    private static readonly string[] TextNames = ["text", "comment_text", "comment", "body"];
    private const int FirstComments = 8_192;

    private static readonly string[] IdNames = ["id", "comment_id", "commentid"];

    /// <summary>Comments that have both a text and a score; the others are counted by the caller as the difference to <paramref name="lines"/>.</summary>
    /// <param name="path">The export; <c>.csv</c> or <c>.tsv</c> is a table, anything else JSON lines.</param>
    /// <param name="lines">Told of every line or row read.</param>
    /// <exception cref="InvalidDataException">It has no column with texts or none with scores, or its first line is no JSON.</exception>
    public static IEnumerable<StoredScore> Read(string path, Action lines) =>
        Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv" ? ReadTable(path, lines) : ReadLines(path, lines);

    /// <summary>The comments of an export, which are those of one place, with what the place is like. They are read once, so an export may be a pipe.</summary>
    /// <param name="comments">The export.</param>
    /// <param name="classifier">Scores them; the first thousands tell it what the place is like.</param>
    public static IEnumerable<(StoredScore Comment, DomainPrior? Prior)> OfOnePlace(IEnumerable<StoredScore> comments, IClassifier classifier)
    {
        using var rest = comments.GetEnumerator();
        var first = new List<StoredScore>();
        while (first.Count < FirstComments && rest.MoveNext())
        {
            first.Add(rest.Current);
        }

        var prior = DomainPrior.Estimate(classifier, [.. first.Select(comment => new CommentText(comment.Text))]);
        foreach (var comment in first)
        {
            yield return (comment, prior);
        }

        while (rest.MoveNext())
        {
            yield return (rest.Current, prior);
        }
    }

    private static IEnumerable<StoredScore> ReadTable(string path, Action lines)
    {
        var settings = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = "\t", DetectDelimiter = !path.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase), GetDelimiter = start => Delimiter(start.Text),
            BadDataFound = null, MissingFieldFound = null,
        };
        using var csv = new CsvReader(new StreamReader(path, new UTF8Encoding(false)), settings);
        string[] header = csv.Read() && csv.ReadHeader() ? csv.HeaderRecord! : [];
        var (text, id, attributes) = (Column(header, TextNames), Column(header, IdNames), AttributeColumns(header));
        if (text < 0 || attributes.Count == 0)
        {
            throw new InvalidDataException(
                $"'{path}' has no column named {string.Join(", ", TextNames)}, or none named after an attribute such as TOXICITY. Add a header line with both.");
        }

        for (var row = 1; csv.Read(); row++)
        {
            lines();
            var scores = new Dictionary<string, float>(attributes.Count);
            foreach (var (name, column) in attributes)
            {
                // 0,1 is a tenth where tables have semicolons, and nowhere a score of a thousand.
                if (float.TryParse(csv.GetField(column)?.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && score is >= 0 and <= 1)
                {
                    scores[name] = score;
                }
            }

            if (csv.GetField(text) is { } comment && !string.IsNullOrWhiteSpace(comment) && scores.Count > 0)
            {
                yield return new StoredScore(id < 0 ? row.ToString(CultureInfo.InvariantCulture) : csv.GetField(id) ?? "", comment, scores);
            }
        }
    }

    /// <summary>By the header alone: a comment may hold any of them. Spreadsheets write semicolons where numbers have commas.</summary>
    private static string Delimiter(string start)
    {
        var header = start.AsSpan()[..(start.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? end : start.Length)];
        return header.Contains(';') && !header.Contains(',') ? ";" : ",";
    }

    /// <summary>The column of each attribute; of several versions the newest.</summary>
    private static Dictionary<string, int> AttributeColumns(string[] header)
    {
        var columns = new Dictionary<string, (int Column, int Version)>();
        for (var i = 0; i < header.Length; i++)
        {
            var parts = header[i].Trim().ToUpperInvariant().Split('@');
            var version = parts.Length > 1 && int.TryParse(parts[1], out var number) ? number : int.MaxValue;
            if (PerspectiveAttributes.Find(parts[0]) is { } attribute && (!columns.TryGetValue(attribute.Name, out var known) || version > known.Version))
            {
                columns[attribute.Name] = (i, version);
            }
        }

        return columns.ToDictionary(column => column.Key, column => column.Value.Column);
    }

    private static int Column(string[] header, string[] names) =>
        names.Select(name => Array.FindIndex(header, column => column.Trim().Equals(name, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(at => at >= 0, -1);

    private static IEnumerable<StoredScore> ReadLines(string path, Action lines)
    {
        var isJson = false;
        foreach (var (stored, problem) in JsonLines.ReadFile(path, (root, number) => (Parse(root, number), (ReadProblem?)null)))
        {
            // One line at fault is one that cannot be compared; where the first one is, the file is of another kind.
            if (problem is not null && !isJson)
            {
                throw new InvalidDataException($"Line {problem.Line} of '{path}' is no JSON. Export one JSON object a line, or name the file .csv.");
            }

            isJson = true;
            lines();
            if (stored is not null)
            {
                yield return stored;
            }
        }
    }

    private static StoredScore? Parse(JsonElement root, int number)
    {
        var scores = new Dictionary<string, float>();
        var text = FromCoral(root, scores);
        if (text is null)
        {
            AddScores(root, scores);
            AddScores(Field(root, "scores"), scores);
            AddScores(Field(root, "attributeScores"), scores);
            text = TextNames.Select(name => EntryOf(Field(root, name))).FirstOrDefault(found => found is not null);
        }

        var id = IdNames.Select(name => Field(root, name)).FirstOrDefault(field => field is { ValueKind: JsonValueKind.String or JsonValueKind.Number });
        return string.IsNullOrWhiteSpace(text) || scores.Count == 0
            ? null
            : new StoredScore(id?.ToString() ?? number.ToString(CultureInfo.InvariantCulture), text, scores);
    }

    /// <summary>Text and score of the newest revision that Coral had scored, or null where this is no comment of Coral's.</summary>
    private static string? FromCoral(JsonElement root, Dictionary<string, float> scores)
    {
        if (Field(root, "revisions") is not { ValueKind: JsonValueKind.Array } revisions)
        {
            return null;
        }

        foreach (var revision in revisions.EnumerateArray().Reverse())
        {
            var perspective = Field(Field(revision, "metadata"), "perspective");
            if (Field(perspective, "model") is { ValueKind: JsonValueKind.String } model && NumberOf(Field(perspective, "score")) is { } score
                && PerspectiveAttributes.Find(model.GetString()) is { } attribute && Field(revision, "body") is { ValueKind: JsonValueKind.String } body)
            {
                scores[attribute.Name] = score;
                return HtmlText.Plain(body.GetString()!);
            }
        }

        return "";
    }

    private static void AddScores(JsonElement? holder, Dictionary<string, float> scores)
    {
        if (holder is not { ValueKind: JsonValueKind.Object } fields)
        {
            return;
        }

        foreach (var field in fields.EnumerateObject())
        {
            if (PerspectiveAttributes.Find(field.Name.ToUpperInvariant()) is { } attribute
                && (NumberOf(field.Value) ?? NumberOf(Field(Field(field.Value, "summaryScore"), "value"))) is >= 0 and <= 1 and var score)
            {
                scores[attribute.Name] = score;
            }
        }
    }

    /// <summary>A text by itself, or in a text entry of Perspective's.</summary>
    private static string? EntryOf(JsonElement? field) => TextOf(field) ?? TextOf(Field(field, "text"));
}
