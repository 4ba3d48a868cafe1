using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Comments;

namespace Moderation.Service.Retraining;

/// <summary>Judged comments as JSON Lines, which <c>train</c> and <c>import</c> read.</summary>
internal static class JudgementFile
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes them, a comment a line.</summary>
    /// <param name="output">Where to; stays open.</param>
    /// <param name="comments">In the order of the lines.</param>
    /// <param name="written">Hears each comment with its number.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>How many there were.</returns>
    public static async Task<int> WriteAsync(Stream output, IAsyncEnumerable<LabelledComment> comments, Action<int, LabelledComment> written, CancellationToken ct)
    {
        await using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
        var count = 0;
        await foreach (var comment in comments.WithCancellation(ct))
        {
            await writer.WriteLineAsync(Line(comment).ToJsonString(Relaxed).AsMemory(), ct);
            written(++count, comment);
        }

        return count;
    }

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
