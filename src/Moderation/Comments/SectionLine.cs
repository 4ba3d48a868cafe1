using System.Text.Json;
using Moderation.Labels;

namespace Moderation.Comments;

/// <summary>One line of a section file: turns its JSON into a section, or says which field is at fault.</summary>
internal sealed class SectionLine(string file, int line, Taxonomy taxonomy)
{
    /// <summary>Carries a problem up to the reader; never leaves this folder.</summary>
    internal sealed class Fault(ReadProblem problem) : Exception(problem.ToString())
    {
        public ReadProblem Problem { get; } = problem;
    }

    public ReadProblem Problem(string? field, string what, string cure) => new(file, line, field, what, cure);

    public CommentSection Section(JsonElement root, string site, string? sectionOfFile)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Bad(null, "The line is not a JSON object.", "Write {\"section\": …, \"comments\": [ … ]} or one comment a line.");
        }

        var section = new CommentSection
        {
            Id = sectionOfFile is null ? Required(root, "section", "section") : Optional(root, "section", "section") ?? sectionOfFile,
            Site = Optional(root, "site", "site") ?? site,
            Url = Optional(root, "url", "url"),
            Title = Optional(root, "title", "title"),
            Article = Optional(root, "article", "article"),
            Comments = [],
        };
        var comments = root.TryGetProperty("comments", out var list)
            ? Many(list, section, site)
            : [One(root, section, site, "")];
        CheckParents(comments, root.TryGetProperty("comments", out _));
        return section with { Comments = WithParentTexts(comments) };
    }

    /// <summary>What a comment answers is part of its meaning; where the parent stands in the section, its text is known.</summary>
    private static List<LabelledComment> WithParentTexts(List<LabelledComment> comments)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        comments.ForEach(labelled => texts[labelled.Comment.Id] = labelled.Comment.Text);
        return comments.ConvertAll(labelled =>
            labelled.Comment is { ParentId: { } parent, ParentText: null } comment && texts.TryGetValue(parent, out var text)
                ? labelled with { Comment = comment with { ParentText = text } }
                : labelled);
    }

    private List<LabelledComment> Many(JsonElement list, CommentSection section, string site)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw Bad("comments", "It is not an array.", "Write \"comments\": [ { … }, … ].");
        }

        var comments = new List<LabelledComment>(list.GetArrayLength());
        foreach (var element in list.EnumerateArray())
        {
            comments.Add(One(element, section, site, $"comments[{comments.Count}]."));
        }

        return comments;
    }

    private LabelledComment One(JsonElement element, CommentSection section, string site, string at)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Bad(at.TrimEnd('.'), "It is not an object.", "Write {\"id\": …, \"text\": …}.");
        }

        var comment = new Comment
        {
            Site = section.Site ?? site,
            Section = section.Id,
            Id = Required(element, "id", at + "id"),
            Text = Required(element, "text", at + "text", mayBeEmpty: true),
            Revision = Revision(element, at + "revision"),
            ParentId = Optional(element, "parent", at + "parent"),
            ParentText = Optional(element, "parentText", at + "parentText"),
            Title = section.Title,
            Author = Optional(element, "author", at + "author"),
            WrittenAt = Time(element, at + "time"),
            Source = $"{Comment.Imported}{file}",
        };
        return new LabelledComment(comment, Annotations(element, at));
    }

    private List<Annotation> Annotations(JsonElement element, string at)
    {
        var annotations = new List<Annotation>();
        if (!element.TryGetProperty("annotations", out var list) || list.ValueKind == JsonValueKind.Null)
        {
            return annotations;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            throw Bad(at + "annotations", "It is not an array.", "Write one object a rater.");
        }

        foreach (var item in list.EnumerateArray())
        {
            var field = $"{at}annotations[{annotations.Count}]";
            annotations.Add(new Annotation(Required(item, "rater", field + ".rater"), LabelsOf(item, field), Time(item, field + ".time")));
        }

        return annotations;
    }

    private Dictionary<string, float> LabelsOf(JsonElement item, string field)
    {
        if (!item.TryGetProperty("labels", out var labels) || labels.ValueKind != JsonValueKind.Object)
        {
            throw Bad(field + ".labels", "It is missing or not an object.", "Write {\"labels\": {\"slur\": 0, …}}.");
        }

        var result = new Dictionary<string, float>(StringComparer.Ordinal);
        foreach (var label in labels.EnumerateObject())
        {
            if (!taxonomy.Knows(label.Name))
            {
                throw Bad($"{field}.labels.{label.Name}", "There is no such label.", $"Known labels: {string.Join(", ", taxonomy.Labels.Select(known => known.Name))}.");
            }

            if (!TryShare(label.Value, out var share))
            {
                throw Bad($"{field}.labels.{label.Name}", "It is not a number from 0 to 1.", "Write 1 for yes, 0 for no, and leave out what is unknown.");
            }

            result[label.Name] = share;
        }

        return result;
    }

    private void CheckParents(List<LabelledComment> comments, bool whole)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (comment, index) in comments.Select((labelled, index) => (labelled.Comment, index)))
        {
            if (!ids.Add($"{comment.Id}\u0001{comment.Revision}"))
            {
                throw Bad($"comments[{index}].id", $"The id '{comment.Id}' stands twice in the section.", "Give each comment its own id, or each edit its own revision.");
            }

            if (comment.ParentId == comment.Id)
            {
                throw Bad(whole ? $"comments[{index}].parent" : "parent", "A comment cannot answer itself.", "Name the comment it answers, or write null.");
            }
        }
    }

    private static bool TryShare(JsonElement value, out float share)
    {
        share = value.ValueKind switch { JsonValueKind.True => 1, JsonValueKind.False => 0, _ => float.NaN };
        return value.ValueKind == JsonValueKind.Number ? value.TryGetSingle(out share) && share is >= 0 and <= 1 : !float.IsNaN(share);
    }

    private int Revision(JsonElement element, string field)
    {
        if (!element.TryGetProperty("revision", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return 1;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var revision) && revision >= 1
            ? revision
            : throw Bad(field, "It is not a whole number from 1.", "Count the edits from 1, or leave it out.");
    }

    private DateTimeOffset? Time(JsonElement element, string field)
    {
        if (!element.TryGetProperty("time", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time)
            ? time.ToUniversalTime()
            : throw Bad(field, "It is not a time.", "Write ISO 8601, e.g. 2026-03-04T18:22:00Z.");
    }

    private string Required(JsonElement element, string name, string field, bool mayBeEmpty = false)
    {
        var value = Optional(element, name, field);
        return value is not null && (mayBeEmpty || value.Length > 0)
            ? value
            : throw Bad(field, "It is missing or empty.", $"Add a \"{name}\".");
    }

    private string? Optional(JsonElement element, string name, string field)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => throw Bad(field, "It is not a string.", "Write it in quotes."),
        };
    }

    private Fault Bad(string? field, string what, string cure) => new(Problem(field, what, cure));
}
