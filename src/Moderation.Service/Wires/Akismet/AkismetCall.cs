using Moderation.Comments;
using Moderation.Store;

namespace Moderation.Service.Wires.Akismet;

/// <summary>The fields of an Akismet call, by their names on the wire; what we do not know is ignored, and clients send much of it.</summary>
internal sealed class AkismetCall(IFormCollection form, IQueryCollection query)
{
    private const string GuaranteedSpam = "akismet-guaranteed-spam";

    /// <summary>The site's address; Akismet asks for it with every call.</summary>
    public string? Blog => this["blog"];

    /// <summary>What was written; empty for a sign-up or another form without text.</summary>
    public string Content => this["comment_content"] ?? "";

    /// <summary>Akismet's own test values, which must come out as spam whatever the text.</summary>
    public bool IsGuaranteedSpam =>
        this["comment_author"] is "viagra-test-123" or GuaranteedSpam || this["comment_author_email"] == $"{GuaranteedSpam}@example.com";

    /// <summary>Whether an administrator of the site wrote it, which is never spam.</summary>
    public bool IsByAdministrator => this["user_role"] == "administrator";

    /// <summary>Whether the client only tries the connection; nothing is recorded.</summary>
    public bool IsTest => this["is_test"] is "1" or "true" or "True";

    /// <summary>A field of the body, or of the query for the calls that are read with GET; null where it is absent or empty.</summary>
    public string? this[string field] =>
        form[field] is [{ Length: > 0 } value, ..] ? value : query[field] is [{ Length: > 0 } given, ..] ? given : null;

    /// <summary>The comment to judge. The address and e-mail of its author are not kept.</summary>
    public Comment ToComment(string site) => new()
    {
        Site = site,
        Section = SectionOf(),
        Id = IdOf(Content, this["comment_author"]),
        Text = Content,
        Author = this["comment_author"],
        WrittenAt = DateTimeOffset.TryParse(this["comment_date_gmt"], System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal, out var at) ? at : null,
        Source = AkismetApi.Name,
    };

    private string SectionOf()
    {
        var section = this["permalink"] ?? Blog ?? AkismetApi.Name;
        return section.Length <= Limits.Section && StorableText.IsStorable(section) && !string.IsNullOrWhiteSpace(section) ? section : $"hash-{Hash(section)}";
    }

    /// <summary>
    /// Akismet's calls carry no id, for the comment is checked before it has one: author and text stand for it, and find it again
    /// when it is submitted as spam or ham.
    /// </summary>
    private static string IdOf(string content, string? author) => $"text-{Hash($"{author}\0{content}")}";

    private static string Hash(string text) => Convert.ToHexStringLower(StorableText.Hash(text).AsSpan(0, 16));
}
