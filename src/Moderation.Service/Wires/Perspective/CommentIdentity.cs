using System.Text.Json;
using Moderation.Store;

namespace Moderation.Service.Wires.Perspective;

/// <summary>
/// Which comment a Perspective request is about. The protocol has no comment id, so: Coral's ids where its context entry has
/// them, else the id in a client token <c>comment:ID</c>, else a hash of the text, which finds the same comment again when a
/// score is suggested for it.
/// </summary>
/// <param name="Section">Coral's story, else the community, else <c>perspective</c>.</param>
/// <param name="Id">The comment.</param>
/// <param name="ParentId">What it answers, where Coral says so.</param>
/// <param name="IsCoral">Whether Coral named the comment: its value is then its moderator's approval or rejection.</param>
/// <param name="TextHash">The text's <see cref="StorableText.Hash"/> where the id was made of it, so that it is worked out once.</param>
internal readonly record struct CommentIdentity(string Section, string Id, string? ParentId = null, bool IsCoral = false, byte[]? TextHash = null)
{
    private const string NoSection = "perspective";
    private const string NoId = "not-kept";

    /// <summary>Of a request whose text is not null.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isKept">Whether anything is recorded; if not, nobody will look for the comment, and its text is not hashed.</param>
    public static CommentIdentity Of(PerspectiveRequest request, bool isKept = true)
    {
        for (var i = 0; i < request.Entries?.Count; i++)
        {
            if (FromCoral(request.Entries[i]) is { } coral)
            {
                return coral;
            }
        }

        var section = SectionOf(request);
        return IdOf(request.ClientToken) is { } id ? new CommentIdentity(section, id)
            : isKept ? ByText(section, request.Text!)
            : new CommentIdentity(section, NoId);
    }

    /// <summary>Where a comment is that came without any id or community.</summary>
    public static CommentIdentity ByTextAlone(string text) => ByText(NoSection, text);

    /// <summary>Whether a context entry is Coral's note about the comment and no text of a conversation.</summary>
    public static bool IsCoralNote(string entry) => FromCoral(entry) is not null;

    private static CommentIdentity? FromCoral(string entry)
    {
        if (!entry.StartsWith('{') || !entry.Contains("Coral_comment_id", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            using var note = JsonDocument.Parse(entry);
            return Text(note, "Coral_comment_id") is { Length: > 0 } id
                ? new CommentIdentity(Limits.Fit(StoryOf(Text(note, "url")), Limits.Section), Limits.Fit(id, Limits.CommentId), Parent(note), IsCoral: true)
                : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Somebody's comment may begin like Coral's note; then it is just a text. Half a surrogate pair is an invalid operation.
            return null;
        }
    }

    private static string? Parent(JsonDocument note) =>
        Text(note, "reply_to_id_Coral_comment_id") is { Length: > 0 } parent ? Limits.Fit(parent, Limits.CommentId) : null;

    private static string? Text(JsonDocument note, string field) =>
        note.RootElement.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The story without the part that names the comment, so that all comments of a story share a section.</summary>
    private static string StoryOf(string? url)
    {
        if (string.IsNullOrWhiteSpace(url))
        {
            return NoSection;
        }

        var query = url.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
        {
            return url;
        }

        var rest = url[(query + 1)..].Split('#')[0].Split('&').Where(part => !part.StartsWith("commentID=", StringComparison.OrdinalIgnoreCase));
        var kept = string.Join('&', rest);
        return kept.Length == 0 ? url[..query] : $"{url[..query]}?{kept}";
    }

    private static string SectionOf(PerspectiveRequest request) =>
        string.IsNullOrWhiteSpace(request.CommunityId) ? NoSection : Limits.Fit(request.CommunityId, Limits.Section);

    private static string? IdOf(string? token) =>
        token is not null && (token.StartsWith("comment:", StringComparison.Ordinal) || token.StartsWith("comment-", StringComparison.Ordinal))
            && token.AsSpan("comment:".Length).Trim().Length > 0
            ? Limits.Fit(token["comment:".Length..], Limits.CommentId)
            : null;

    private static CommentIdentity ByText(string section, string text)
    {
        var hash = StorableText.Hash(text);
        return new CommentIdentity(section, $"text-{Short(hash)}", TextHash: hash);
    }

    // 128 bits: collisions are out of the question, and the key stays short.
    private static string Short(byte[] hash) => Convert.ToHexStringLower(hash.AsSpan(0, 16));
}
