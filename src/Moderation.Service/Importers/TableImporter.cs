using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Moderation.Comments;
using Moderation.Labels;

namespace Moderation.Service.Importers;

/// <summary>
/// Reads a table with a header. Columns are found by their usual names or as <c>--column text=comment_body</c> says; a column
/// named like a label holds that label, 0 to 1, and an empty cell leaves it unknown. One in capitals is an attribute of
/// Perspective's: what a model said is no judgement, and is taken for one only where <c>--column</c> says so.
/// </summary>
internal static class TableImporter
{
    private static readonly Dictionary<string, string[]> Usual = new()
    {
        ["id"] = ["id", "comment_id", "commentid"],
        ["text"] = ["text", "comment", "comment_text", "body", "message", "content"],
        ["section"] = ["section", "section_id", "thread", "thread_id", "article_id", "story_id"],
        ["parent"] = ["parent", "parent_id", "reply_to"],
        ["parentText"] = ["parenttext", "parent_text"],
        ["author"] = ["author", "user", "user_id", "author_id"],
        ["time"] = ["time", "created_at", "date", "timestamp"],
        ["title"] = ["title"],
    };

    public static IEnumerable<Imported> Read(ImportFile file, string? delimiter)
    {
        var bad = new List<int>();
        var settings = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            DetectDelimiter = delimiter is null,
            DetectDelimiterValues = [",", ";", "\t", "|"],
            Delimiter = delimiter ?? ",",
            BadDataFound = found => bad.Add(found.Context.Parser!.RawRow),
            MissingFieldFound = null,
        };
        using var reader = new CsvReader(new StreamReader(file.Path, new UTF8Encoding(false, throwOnInvalidBytes: false)), settings);
        if (!reader.Read() || !reader.ReadHeader())
        {
            yield return new Imported(null, new ReadProblem(file.Name, 1, null, "The table is empty.", "Write a header and a row a comment."));
            yield break;
        }

        var columns = Columns(reader.HeaderRecord!, file.Columns);
        if (!columns.ContainsKey("text"))
        {
            yield return new Imported(null, new ReadProblem(
                file.Name, 1, null, $"No column holds the text; the header has {string.Join(", ", reader.HeaderRecord!)}.", "Name it with --column text=NAME."));
            yield break;
        }

        for (var begins = reader.Parser.RawRow + 1; Next(reader, bad); begins = reader.Parser.RawRow + 1)
        {
            yield return Row(reader, begins, columns, file, bad.Count > 0 || IsCutOff(reader.Parser.RawRecord, reader.Parser.Delimiter));
        }
    }

    private static bool Next(CsvReader reader, List<int> bad)
    {
        bad.Clear();
        return reader.Read();
    }

    // A file that ends within a quoted field is no bad data to the reader: it takes the end for the quote.
    private static bool IsCutOff(ReadOnlySpan<char> row, string delimiter)
    {
        while (!row.IsEmpty)
        {
            if (row[0] == '"')
            {
                row = row[1..];
                var quotes = row.IndexOf('"');
                // Two quotes stand for one within the field.
                for (; quotes >= 0 && row[(quotes + 1)..] is ['"', ..]; quotes = row.IndexOf('"'))
                {
                    row = row[(quotes + 2)..];
                }

                if (quotes < 0)
                {
                    return true;
                }

                row = row[(quotes + 1)..];
            }

            var next = row.IndexOf(delimiter, StringComparison.Ordinal);
            row = next < 0 ? [] : row[(next + delimiter.Length)..];
        }

        return false;
    }

    private static Imported Row(CsvReader reader, int begins, Dictionary<string, int> columns, ImportFile file, bool damaged)
    {
        var line = reader.Parser.RawRow;
        var text = Field(reader, columns, "text");
        if (damaged || text is null)
        {
            return new Imported(null, new ReadProblem(
                file.Name, begins, "text", damaged ? "A quote is not closed, or stands inside an unquoted field." : "It is empty.", "Quote the field and double the quotes inside, or leave the row out."));
        }

        var labels = new Dictionary<string, float>(StringComparer.Ordinal);
        foreach (var (name, _) in columns.Where(column => file.Taxonomy.Knows(column.Key)))
        {
            if (Field(reader, columns, name) is not { } cell)
            {
                continue;
            }

            if (!float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) || share is not (>= 0 and <= 1))
            {
                return new Imported(null, new ReadProblem(file.Name, begins, name, $"'{cell}' is not a number from 0 to 1.", "Write 1, 0, a share between, or nothing where it is unknown."));
            }

            labels[name] = share;
        }

        var comment = new Comment
        {
            Site = file.Site,
            Section = Field(reader, columns, "section") ?? Path.GetFileNameWithoutExtension(file.Name),
            Id = Field(reader, columns, "id") ?? $"row-{line}",
            Text = text,
            ParentId = Field(reader, columns, "parent"),
            ParentText = Field(reader, columns, "parentText"),
            Author = Field(reader, columns, "author"),
            Title = Field(reader, columns, "title"),
            WrittenAt = DateTimeOffset.TryParse(Field(reader, columns, "time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null,
            Source = $"{Comment.Imported}{file.Name}",
        };
        return new Imported(new LabelledComment(comment, labels.Count == 0 ? [] : [new Annotation($"{Comment.Imported}{file.Name}", labels)]), null);
    }

    private static Dictionary<string, int> Columns(string[] header, IReadOnlyDictionary<string, string> given)
    {
        var byName = header.Select((name, index) => (Name: name.Trim().TrimStart('\uFEFF'), index))
            .DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(column => column.Name, column => column.index, StringComparer.OrdinalIgnoreCase);
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (field, names) in Usual.Concat(LabelNames.All.Select(label => KeyValuePair.Create(label, new[] { label }))))
        {
            var wanted = given.TryGetValue(field, out var name) ? [name] : names;
            if (wanted.FirstOrDefault(one => byName.TryGetValue(one, out var at) && (name is not null || !IsPerspectives(field, header[at]))) is { } found)
            {
                columns[field] = byName[found];
            }
            else if (given.ContainsKey(field))
            {
                throw new InvalidDataException($"There is no column '{name}'; the header has {string.Join(", ", header)}. Correct --column {field}=….");
            }
        }

        return columns;
    }

    private static bool IsPerspectives(string field, string column) => LabelNames.All.Contains(field) && !column.Any(char.IsAsciiLetterLower);

    private static string? Field(CsvReader reader, Dictionary<string, int> columns, string field) =>
        columns.TryGetValue(field, out var index) && reader.TryGetField<string>(index, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;
}
