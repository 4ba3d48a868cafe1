using System.Globalization;
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
            yield return column => Unescape(fields[Place(names, column, path)]);
        }
    }

    private static IEnumerable<Func<string, string>> JsonLines(string path)
    {
        foreach (var line in File.ReadLines(path))
        {
            using var document = JsonDocument.Parse(line);
            var row = document.RootElement;
            yield return column => row.TryGetProperty(column, out var value) ? value.ToString() : throw Missing(path, column);
        }
    }

    private static int Place(string[] header, string column, string path) =>
        Array.IndexOf(header, column) is >= 0 and var place ? place : throw Missing(path, column);

    private static string Unescape(string field) => !field.Contains('\\') ? field :
        field.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal)
            .Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);

    private static InvalidDataException Missing(string path, string column) =>
        new($"'{path}' has no column '{column}'. Compare it with datasets.json, or fetch it again.");
}
