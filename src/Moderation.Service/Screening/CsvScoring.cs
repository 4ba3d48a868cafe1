using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Moderation.Comments;
using Moderation.Policies;

namespace Moderation.Service.Screening;

/// <summary>Scores CSV with a header (<c>id,text</c>, optionally <c>section,author,parentText,title</c>) to CSV, a row at a time.</summary>
internal static class CsvScoring
{
    public static async Task<LineCount> RunAsync(
        Stream input, Stream output, Moderator moderator, Policy policy, bool spans, CancellationToken ct)
    {
        var settings = new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null, MissingFieldFound = null };
        using var reader = new CsvReader(new StreamReader(input, new UTF8Encoding(false)), settings);
        await using var writer = new CsvWriter(new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true), settings);
        if (!await reader.ReadAsync() || !reader.ReadHeader() || reader.GetFieldIndex("id", isTryGet: true) < 0 || reader.GetFieldIndex("text", isTryGet: true) < 0)
        {
            throw new InvalidDataException("The CSV has no header with the columns 'id' and 'text'. Add it as the first line.");
        }

        await WriteHeader(writer, moderator, spans);
        var (lines, errors) = (0L, 0L);
        while (await reader.ReadAsync())
        {
            ct.ThrowIfCancellationRequested();
            lines++;
            errors += WriteRow(reader, writer, moderator, policy, spans) ? 0 : 1;
            await writer.NextRecordAsync();
        }

        await writer.FlushAsync();
        return new LineCount(lines, errors);
    }

    private static async Task WriteHeader(CsvWriter writer, Moderator moderator, bool spans)
    {
        string[] columns = ["id", "model", .. moderator.Classifier.Labels, "verdict", "rules", .. spans ? ["spans"] : Array.Empty<string>(), "error"];
        foreach (var column in columns)
        {
            writer.WriteField(column);
        }

        await writer.NextRecordAsync();
    }

    private static bool WriteRow(CsvReader reader, CsvWriter writer, Moderator moderator, Policy policy, bool spans)
    {
        var (id, text) = (reader.GetField("id"), reader.GetField("text"));
        var labels = moderator.Classifier.Labels.Count;
        writer.WriteField(id);
        if (string.IsNullOrEmpty(id) || text is null)
        {
            for (var i = 0; i < labels + (spans ? 4 : 3); i++)
            {
                writer.WriteField("");
            }

            writer.WriteField($"Line {reader.Parser.RawRow} lacks an id or a text. Fill in both columns.");
            return false;
        }

        var ruling = moderator.Judge(
            new Comment
            {
                Site = "", Section = Field(reader, "section") ?? "", Id = id, Text = text, Author = Field(reader, "author"),
                ParentText = Field(reader, "parentText"), Title = Field(reader, "title"),
            },
            policy,
            spans);
        writer.WriteField(ruling.Assessment.Model);
        for (var i = 0; i < labels; i++)
        {
            writer.WriteField(ruling.Assessment.IsScored ? ruling.Assessment.Probabilities[i].ToString("0.#######", CultureInfo.InvariantCulture) : "");
        }

        writer.WriteField(ruling.Verdict.ToString().ToLowerInvariant());
        writer.WriteField(string.Join(' ', ruling.Rules));
        if (spans)
        {
            writer.WriteField(string.Join(' ', ruling.Assessment.Spans.Select(span => $"{span.Begin}-{span.End}:{span.Label}")));
        }

        writer.WriteField(ruling.Assessment.UnscoredBecause ?? "");
        return true;
    }

    private static string? Field(CsvReader reader, string name) =>
        reader.TryGetField<string>(name, out var value) && !string.IsNullOrEmpty(value) ? value : null;
}
