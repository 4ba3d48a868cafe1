using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;

namespace Moderation.Learning.Datasets;

/// <summary>Reads the rows of a data file as named columns: comma-separated with quotes, tab-separated with backslash escapes, or JSON Lines.</summary>
internal static class TableReader
{
    public static IEnumerable<Func<string, string>> Rows(string path) => Path.GetExtension(path) switch
    {
        ".csv" => Csv(path),
        ".tsv" => Tsv(path),
        ".jsonl" => JsonLines(path),
        var other => throw new InvalidDataException($"'{path}' ends in '{other}', which is not read. Use csv, tsv or jsonl."),
    };

    private static IEnumerable<Func<string, string>> Csv(string path)
    {
        using var reader = new CsvReader(new StreamReader(path), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            BadDataFound = null, MissingFieldFound = null,
            // A first column without a name is the number that pandas gives each row.
            PrepareHeaderForMatch = field => field is { FieldIndex: 0, Header: "" } ? "id" : field.Header,
        });
        reader.Read();
        reader.ReadHeader();
        while (reader.Read())
        {
            yield return column => reader.GetField(column) ?? throw Missing(path, column);
        }
    }

    private static IEnumerable<Func<string, string>> Tsv(string path)
    {
        string[]? header = null;
        foreach (var line in File.ReadLines(path))
        {
            var fields = line.Split('\t');
            if (header is null)
            {
                header = fields;
                continue;
            }

            var names = header;
            yield return column => Place(names, column, path) is var place && place < fields.Length ? Unescape(fields[place]) : throw Missing(path, column);
        }
    }

    private static IEnumerable<Func<string, string>> JsonLines(string path)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            using var document = Parse(line, number, path);
            var row = document.RootElement;
            yield return column => row.TryGetProperty(column, out var value) ? value.ToString() : throw Missing(path, column);
        }
    }

    private static JsonDocument Parse(string line, int number, string path)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"'{path}', line {number}, is not JSON. Correct it, or fetch the file again.", fault);
        }
    }

    private static int Place(string[] header, string column, string path) =>
        Array.IndexOf(header, column) is >= 0 and var place ? place : throw Missing(path, column);

    // From left to right: behind two backslashes an n is an n, and no line break.
    private static string Unescape(string field)
    {
        if (!field.Contains('\\'))
        {
            return field;
        }

        var text = new StringBuilder(field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            var sign = field[i] == '\\' && i + 1 < field.Length ? "nt\"\\".IndexOf(field[i + 1]) : -1;
            text.Append(sign < 0 ? field[i] : "\n\t\"\\"[sign]);
            i += sign < 0 ? 0 : 1;
        }

        return text.ToString();
    }

    private static InvalidDataException Missing(string path, string column) =>
        new($"'{path}' has no column '{column}'. Compare it with datasets.json, or fetch it again.");
}
