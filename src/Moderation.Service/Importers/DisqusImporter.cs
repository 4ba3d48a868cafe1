using Moderation.Comments;
using Moderation.Service.Wires;

namespace Moderation.Service.Importers;

/// <summary>
/// Reads Disqus' export: threads, then posts. A post that was deleted or is spam stays there: the file does not say whether its
/// author or a moderator took it down, nor why. That the others are approved says nothing either, since Disqus does that by itself.
/// </summary>
internal static class DisqusImporter
{
    public const string Root = "disqus";

    public static IEnumerable<Imported> Read(ImportFile file)
    {
        var threads = new Dictionary<string, XmlRecord>(StringComparer.Ordinal);
        foreach (var (record, problem) in new XmlRecords(file, Root, ["thread", "post"]).Read())
        {
            if (record is null)
            {
                yield return new Imported(null, problem);
            }
            else if (record.Name == "post")
            {
                yield return Post(record, file, threads);
            }
            else if (record["@dsq:id"] is { } id)
            {
                threads[id] = record;
            }
        }
    }

    private static Imported Post(XmlRecord post, ImportFile file, Dictionary<string, XmlRecord> threads)
    {
        if (post["@dsq:id"] is not { } id || post["thread@dsq:id"] is not { } section)
        {
            return new Imported(null, post.Lacks(file, post["@dsq:id"] is null ? "dsq:id" : "thread"));
        }

        var thread = threads.GetValueOrDefault(section);
        return IsTrue(post["isSpam"]) ? Imported.Without(Imported.Spam)
            : IsTrue(post["isDeleted"]) || IsTrue(thread?["isDeleted"]) ? Imported.Without(Imported.Deleted)
            : !post.Fields.ContainsKey("message") ? new Imported(null, post.Lacks(file, "message"))
            : Imported.Of(
                new Comment
                {
                    Site = file.Site,
                    Section = section,
                    Id = id,
                    Text = HtmlText.Plain(post["message"] ?? ""),
                    ParentId = post["parent@dsq:id"],
                    Author = post["author/username"] ?? post["author/name"],
                    WrittenAt = XmlRecord.TimeOf(post["createdAt"]),
                    Source = $"{Comment.Imported}{file.Name}",
                },
                thread?["title"], thread?["link"]);
    }

    private static bool IsTrue(string? mark) => mark?.Trim() is "true" or "1";
}
