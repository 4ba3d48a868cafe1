using Moderation.Comments;
using Moderation.Service.Wires;
using Moderation.Store;

namespace Moderation.Service.Importers;

/// <summary>
/// Reads WordPress' export (WXR): posts and pages with their comments. What is spam or in the bin stays there, and so do
/// pingbacks and what plugins keep among the comments. A comment's approval says nothing: most are approved by themselves.
/// </summary>
internal static class WordPressImporter
{
    public const string Root = "rss";

    private const string Item = "item";

    public static IEnumerable<Imported> Read(ImportFile file)
    {
        var item = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (record, problem) in new XmlRecords(file, Root, ["title", "link", "wp:post_id", "wp:comment"], Item).Read())
        {
            if (record is null)
            {
                yield return new Imported(null, problem);
            }
            else if (record.Name == "wp:comment")
            {
                yield return One(record, file, item);
            }
            else if (record.Name == Item)
            {
                item.Clear();
            }
            else
            {
                item[record.Name] = record[""]?.Trim();
            }
        }
    }

    private static Imported One(XmlRecord comment, ImportFile file, Dictionary<string, string?> item)
    {
        var link = item.GetValueOrDefault("link");
        // By its address where it has one, as Akismet's wire names it.
        if (comment["wp:comment_id"] is not { } id || (link ?? item.GetValueOrDefault("wp:post_id")) is not { } section)
        {
            return new Imported(null, comment.Lacks(file, comment["wp:comment_id"] is null ? "wp:comment_id" : "link"));
        }

        return LeftOut(comment) is { } what ? Imported.Without(what)
            : !comment.Fields.ContainsKey("wp:comment_content") ? new Imported(null, comment.Lacks(file, "wp:comment_content"))
            : Imported.Of(
                new Comment
                {
                    Site = file.Site,
                    Section = Limits.Fit(section, Limits.Section),
                    Id = id,
                    Text = HtmlText.Plain(comment["wp:comment_content"] ?? ""),
                    ParentId = comment["wp:comment_parent"] is { } parent and not "0" ? parent : null,
                    Author = comment["wp:comment_author"],
                    WrittenAt = XmlRecord.TimeOf(comment["wp:comment_date_gmt"]),
                    Source = $"{Comment.Imported}{file.Name}",
                },
                item.GetValueOrDefault("title"), link);
    }

    private static string? LeftOut(XmlRecord comment) => (comment["wp:comment_type"], comment["wp:comment_approved"]) switch
    {
        (not (null or "comment" or "review") and var type, _) => type,
        (_, "spam") => Imported.Spam,
        (_, "trash" or "post-trashed") => Imported.Deleted,
        _ => null,
    };
}
