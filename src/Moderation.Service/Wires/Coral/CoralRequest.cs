using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Moderation.Comments;
using Moderation.Service.Screening;
using Moderation.Store;

namespace Moderation.Service.Wires.Coral;

/// <summary>What Coral posts to an external moderation phase; only what we use of it.</summary>
internal sealed record CoralRequest
{
    public CoralComment? Comment { get; init; }

    public CoralThing? Author { get; init; }

    public CoralStory? Story { get; init; }

    /// <summary>The comment, or null where there is no text to judge.</summary>
    public Comment? ToComment(string site)
    {
        if (Comment?.Body is not { } body)
        {
            return null;
        }

        var text = CoralText.Plain(body);
        return new Comment
        {
            Site = site,
            // As in Coral's requests to Perspective, so that all comments of a story stand in one section.
            Section = Fit(Story?.Url ?? Story?.Id ?? "coral", Limits.Section),
            Id = IdOf(text),
            Text = text,
            ParentId = Comment.ParentId is { Length: > 0 } parent ? Fit(parent, Limits.CommentId) : null,
            Author = Author?.Id,
            Source = CoralApi.Name,
        };
    }

    /// <summary>Coral's request has no id of the comment, which is not stored yet: author and text stand for it.</summary>
    private string IdOf(string text) => $"text-{Hash($"{Author?.Id}\0{text}")}";

    private static string Fit(string id, int longest) =>
        id.Length <= longest && StorableText.IsStorable(id) && !string.IsNullOrWhiteSpace(id) ? id : $"hash-{Hash(id)}";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}

/// <summary>The comment: HTML or plain text, as the phase is configured in Coral.</summary>
internal sealed record CoralComment
{
    public string? Body { get; init; }

    [JsonPropertyName("parentID")]
    public string? ParentId { get; init; }
}

/// <summary>Anything with an id.</summary>
internal sealed record CoralThing(string? Id);

/// <summary>The article.</summary>
internal sealed record CoralStory(string? Id, string? Url);

/// <summary>Coral's JSON, generated at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(JsonTextConverter)])]
[JsonSerializable(typeof(CoralRequest))]
internal sealed partial class CoralJson : JsonSerializerContext;
