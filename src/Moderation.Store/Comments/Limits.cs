using Moderation.Comments;

namespace Moderation.Store;

/// <summary>
/// What can be kept. The lengths keep the unique index of a comment within the 2,704 bytes that PostgreSQL allows an
/// index row, at three bytes a character.
/// </summary>
public static class Limits
{
    /// <summary>Longest id of a site, in UTF-16 units.</summary>
    public const int Site = 64;

    /// <summary>Longest id of a section, in UTF-16 units.</summary>
    public const int Section = 512;

    /// <summary>Longest id of a comment, in UTF-16 units.</summary>
    public const int CommentId = 256;

    /// <summary>Why the comment cannot be kept, with the cure; null where it can.</summary>
    public static string? Refuse(Comment comment) =>
        RefuseId("site", comment.Site, Site)
        ?? RefuseId("section", comment.Section, Section)
        ?? RefuseId("id", comment.Id, CommentId)
        ?? (comment.ParentId is { Length: > CommentId } ? TooLong("parent id", CommentId) : null)
        ?? (comment.Revision < 1 ? "The revision is below 1. Number revisions from 1." : null);

    /// <summary>An id of somebody else's as it can be kept: one that is too long, or not well-formed, is replaced by its hash.</summary>
    /// <param name="id">The id.</param>
    /// <param name="longest">How long it may be, such as <see cref="Section"/>.</param>
    // 128 bits of it: collisions are out of the question, and the key stays short.
    public static string Fit(string id, int longest) =>
        id.Length <= longest && StorableText.IsStorable(id) ? id : $"hash-{Convert.ToHexStringLower(StorableText.Hash(id).AsSpan(0, 16))}";

    private static string? RefuseId(string field, string value, int longest) =>
        string.IsNullOrWhiteSpace(value) ? $"The comment's {field} is empty. Give every comment its {field}."
        : value.Length > longest ? TooLong(field, longest)
        : !StorableText.IsStorable(value) ? $"The comment's {field} has a NUL or half a surrogate pair. Send ids as well-formed text."
        : null;

    private static string TooLong(string field, int longest) =>
        $"The comment's {field} is longer than {longest} characters. Send a shorter one, or a hash of it.";
}
