using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Moderation.Comments;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Service.Hosting;

namespace Moderation.Service.Screening;

/// <summary>
/// Scores CSV with a header (<c>id,text</c>, optionally <c>section,author,parentText,title</c>) to CSV, some 1,500 rows at a time,
/// which are taken for comments of one place.
/// </summary>
/// <param name="moderator">Judges the comments.</param>
/// <param name="policy">By which.</param>
/// <param name="spans">Whether the stretches that spoke are to be named.</param>
/// <param name="alone">Whether each comment is read alone, and not as one among the others of its block.</param>
internal sealed class CsvScoring(Moderator moderator, Policy policy, bool spans, bool alone = false)
{
    private const int BlockRows = 1_500;

    // As in LineCutter: the end of a file goes with what is before it.
    private const int RowsAhead = 2_250;

    /// <summary>Runs to the end of the input.</summary>
    /// <exception cref="InvalidDataException">There is no header with the columns that are needed.</exception>
    public async Task<LineCount> RunAsync(Stream input, Stream output, CancellationToken ct)
    {
        var settings = new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null, MissingFieldFound = null };
        using var reader = new CsvReader(new StreamReader(input, new UTF8Encoding(false)), settings);
        await using var writer = new CsvWriter(new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true), settings);
        if (!await reader.ReadAsync() || !reader.ReadHeader() || reader.GetFieldIndex("id", isTryGet: true) < 0 || reader.GetFieldIndex("text", isTryGet: true) < 0)
        {
            throw new InvalidDataException("The CSV has no header with the columns 'id' and 'text'. Add it as the first line.");
        }

        await WriteHeader(writer);
        var (lines, errors) = (0L, 0L);
        await foreach (var rows in Blocks(reader, ct))
        {
            var rulings = Judge(rows);
            for (var i = 0; i < rows.Count; i++)
            {
                Write(writer, rows[i], rulings[i]);
                await writer.NextRecordAsync();
            }

            (lines, errors) = (lines + rows.Count, errors + rulings.Count(ruling => ruling is null));
        }

        await writer.FlushAsync();
        return new LineCount(lines, errors);
    }

    private static async IAsyncEnumerable<List<Row>> Blocks(CsvReader reader, [EnumeratorCancellation] CancellationToken ct)
    {
        var rows = new List<Row>();
        while (await reader.ReadAsync())
        {
            ct.ThrowIfCancellationRequested();
            rows.Add(Read(reader));
            if (rows.Count == RowsAhead)
            {
                yield return rows.GetRange(0, BlockRows);
                rows.RemoveRange(0, BlockRows);
            }
        }

        if (rows.Count > 0)
        {
            yield return rows;
        }
    }

    private static Row Read(CsvReader reader)
    {
        var (id, text) = (reader.GetField("id"), reader.GetField("text"));
        return new Row(reader.Parser.RawRow, id, string.IsNullOrEmpty(id) || text is null ? null : new Comment
        {
            Site = "", Section = Field(reader, "section") ?? "", Id = id, Text = text, Author = Field(reader, "author"),
            ParentText = Field(reader, "parentText"), Title = Field(reader, "title"),
        });
    }

    /// <returns>Null for a row that cannot be read.</returns>
    private Ruling?[] Judge(List<Row> rows)
    {
        var sample = DomainPrior.Sample(rows.Count).Select(place => rows[place].Comment).OfType<Comment>()
            .Select(comment => CommentText.Of(comment));
        var prior = alone ? null : DomainPrior.Estimate(moderator.Classifier, [.. sample]);
        var rulings = new Ruling?[rows.Count];
        Parallel.For(0, rulings.Length, i => rulings[i] = rows[i].Comment is { } comment ? moderator.Judge(comment, policy, spans, prior) : null);
        return rulings;
    }

    private async Task WriteHeader(CsvWriter writer)
    {
        string[] columns = ["id", "model", .. moderator.Classifier.Labels, "verdict", "rules", .. spans ? ["spans"] : Array.Empty<string>(), "error"];
        foreach (var column in columns)
        {
            writer.WriteField(column);
        }

        await writer.NextRecordAsync();
    }

    private void Write(CsvWriter writer, Row row, Ruling? ruling)
    {
        var labels = moderator.Classifier.Labels.Count;
        writer.WriteField(row.Id is null ? null : TableCell.Of(row.Id));
        if (ruling is null)
        {
            for (var i = 0; i < labels + (spans ? 4 : 3); i++)
            {
                writer.WriteField("");
            }

            writer.WriteField($"Line {row.Line} lacks an id or a text. Fill in both columns.");
            return;
        }

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
    }

    private static string? Field(CsvReader reader, string name) =>
        reader.TryGetField<string>(name, out var value) && !string.IsNullOrEmpty(value) ? value : null;

    private sealed record Row(int Line, string? Id, Comment? Comment);
}
