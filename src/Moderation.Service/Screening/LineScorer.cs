using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Moderation.Comments;
using Moderation.Policies;
using Moderation.Scoring;

namespace Moderation.Service.Screening;

/// <summary>
/// One line of JSON in, one line out, without touching what is not needed: the id is copied byte for byte, the numbers are
/// written by hand. Not thread-safe; each worker has its own.
/// </summary>
/// <param name="moderator">Judges the comments.</param>
/// <param name="policy">By which.</param>
/// <param name="spans">Whether the stretches that spoke are to be named.</param>
/// <param name="alone">Whether each comment is read alone, and not as one among the others of its chunk.</param>
internal sealed class LineScorer(Moderator moderator, Policy policy, bool spans, bool alone = false)
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly byte[][] _labels = [.. moderator.Classifier.Labels.Select((label, i) => Encoding.UTF8.GetBytes($"{(i == 0 ? "" : ",")}\"{label}\":"))];
    private readonly byte[] _model = Encoding.UTF8.GetBytes($",\"model\":\"{JsonEncodedText.Encode(moderator.Classifier.Model)}\",\"scores\":{{");

    private readonly List<(int Start, int Length, long Number)> _lines = [];
    private readonly List<CommentText> _sample = [];

    /// <summary>Scores the lines of a chunk, which are taken for comments of one place, and writes an answer each.</summary>
    public LineCount Score(LineChunk chunk, IBufferWriter<byte> output)
    {
        FindLines(chunk);
        var prior = alone ? null : PriorOf(chunk.Bytes);
        var errors = 0L;
        foreach (var (start, length, number) in _lines)
        {
            errors += Score(chunk.Bytes.AsSpan(start, length), number, prior, output) ? 0 : 1;
        }

        return new LineCount(_lines.Count, errors);
    }

    private void FindLines(LineChunk chunk)
    {
        _lines.Clear();
        var number = chunk.FirstLine;
        for (var (start, next) = (0, 0); start < chunk.Length; (start, number) = (next, number + 1))
        {
            var newline = chunk.Bytes.AsSpan(start, chunk.Length - start).IndexOf((byte)'\n');
            var end = newline < 0 ? chunk.Length : start + newline;
            next = end + 1;
            start += number == 1 && chunk.Bytes.AsSpan(start, end - start).StartsWith("\uFEFF"u8) ? 3 : 0;
            var line = chunk.Bytes.AsSpan(start, end - start);
            var blanks = line.Length - line.TrimStart(" \t\r"u8).Length;
            if (line.Trim(" \t\r"u8).Length is > 0 and var length)
            {
                _lines.Add((start + blanks, length, number));
            }
        }
    }

    /// <summary>What the place is like that the lines come from; those that cannot be read say nothing.</summary>
    private DomainPrior? PriorOf(byte[] chunk)
    {
        _sample.Clear();
        foreach (var place in DomainPrior.Sample(_lines.Count))
        {
            try
            {
                ReadOnlySpan<byte> id = default;
                var (start, length, _) = _lines[place];
                if (Read(chunk.AsSpan(start, length), ref id) is { } comment && !id.IsEmpty)
                {
                    _sample.Add(CommentText.Of(comment));
                }
            }
            catch (JsonException)
            {
                // Its answer will say so.
            }
        }

        return DomainPrior.Estimate(moderator.Classifier, _sample);
    }

    /// <summary>Scores one line and writes its answer, or an error line.</summary>
    /// <returns>False where the line could not be read.</returns>
    private bool Score(ReadOnlySpan<byte> line, long number, DomainPrior? prior, IBufferWriter<byte> output)
    {
        ReadOnlySpan<byte> id = default;
        try
        {
            var comment = Read(line, ref id);
            if (id.IsEmpty || comment is null)
            {
                WriteError(id, number, id.IsEmpty ? "The line has no \"id\". Add one." : "The line has no \"text\". Add one.", output);
                return false;
            }

            Write(id, moderator.Judge(comment, policy, spans, prior), output);
            return true;
        }
        catch (JsonException error)
        {
            WriteError(id, number, $"The line cannot be read: {JsonSaid.Of(error)} Write {{\"id\": \"…\", \"text\": \"…\"}}.", output);
            return false;
        }
    }

    /// <summary>Writes the answer to a line that could not be read.</summary>
    public static void WriteError(ReadOnlySpan<byte> id, long number, string message, IBufferWriter<byte> output)
    {
        output.Write("{"u8);
        if (!id.IsEmpty)
        {
            output.Write("\"id\":"u8);
            output.Write(id);
            output.Write(","u8);
        }

        output.Write(Encoding.UTF8.GetBytes($"\"line\":{number},\"error\":\"{Quoted(message)}\"}}\n"));
    }

    private static JsonEncodedText Quoted(string sentence) => JsonEncodedText.Encode(sentence, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    private static Comment? Read(ReadOnlySpan<byte> line, ref ReadOnlySpan<byte> id)
    {
        var reader = new Utf8JsonReader(line, Lenient);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("It is not a JSON object.");
        }

        string? text = null, parent = null, title = null, section = null, author = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            if (name.SequenceEqual("id"u8))
            {
                reader.Read();
                id = RawId(line, ref reader);
            }
            else if (name.SequenceEqual("text"u8))
            {
                text = Text(ref reader, "text");
            }
            else if (name.SequenceEqual("parentText"u8))
            {
                parent = Text(ref reader, "parentText");
            }
            else if (name.SequenceEqual("title"u8))
            {
                title = Text(ref reader, "title");
            }
            else if (name.SequenceEqual("section"u8))
            {
                section = Text(ref reader, "section");
            }
            else if (name.SequenceEqual("author"u8))
            {
                author = Text(ref reader, "author");
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        // Anything behind the object would otherwise be lost in silence.
        while (reader.Read())
        {
        }

        return text is null ? null : new Comment
        {
            Site = "", Section = section ?? "", Id = "", Text = text, ParentText = parent, Title = title, Author = author,
        };
    }

    private static ReadOnlySpan<byte> RawId(ReadOnlySpan<byte> line, scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            throw new JsonException("The id is neither a string nor a number.");
        }

        var start = (int)reader.TokenStartIndex;
        var length = (int)reader.BytesConsumed - start;
        return line.Slice(start, length);
    }

    private static string? Text(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.String => JsonText.Read(ref reader),
            JsonTokenType.Null => null,
            _ => throw new JsonException($"The field \"{field}\" is not a string."),
        };
    }

    private void Write(ReadOnlySpan<byte> id, Ruling ruling, IBufferWriter<byte> output)
    {
        output.Write("{\"id\":"u8);
        output.Write(id);
        output.Write(_model);
        var probabilities = ruling.Assessment.Probabilities;
        for (var i = 0; i < probabilities.Length; i++)
        {
            output.Write(_labels[i]);
            Write(probabilities[i], output);
        }

        output.Write(ruling.Verdict switch
        {
            Verdict.Approve => "},\"verdict\":\"approve\",\"rules\":["u8,
            Verdict.Review => "},\"verdict\":\"review\",\"rules\":["u8,
            _ => "},\"verdict\":\"reject\",\"rules\":["u8,
        });
        for (var i = 0; i < ruling.Rules.Count; i++)
        {
            output.Write(i == 0 ? "\""u8 : ",\""u8);
            Encoding.UTF8.GetBytes(ruling.Rules[i], output);
            output.Write("\""u8);
        }

        output.Write("]"u8);
        if (spans)
        {
            WriteSpans(ruling, output);
        }

        if (ruling.Assessment.UnscoredBecause is { } because)
        {
            output.Write(Encoding.UTF8.GetBytes($",\"unscored\":\"{Quoted(because)}\""));
        }

        output.Write("}\n"u8);
    }

    private static void WriteSpans(Ruling ruling, IBufferWriter<byte> output)
    {
        output.Write(",\"spans\":["u8);
        for (var i = 0; i < ruling.Assessment.Spans.Count; i++)
        {
            var span = ruling.Assessment.Spans[i];
            output.Write(Encoding.UTF8.GetBytes(
                $"{(i == 0 ? "" : ",")}{{\"begin\":{span.Begin},\"end\":{span.End},\"label\":\"{span.Label}\",\"weight\":{span.Weight:0.####}}}"));
        }

        output.Write("]"u8);
    }

    /// <summary>A probability with seven digits; Utf8Formatter's shortest form costs several times as much.</summary>
    private static void Write(float probability, IBufferWriter<byte> output)
    {
        var buffer = output.GetSpan(12);
        if (probability >= 1)
        {
            buffer[0] = (byte)'1';
            output.Advance(1);
            return;
        }

        var digits = (uint)(probability * 10_000_000.0 + 0.5) + 10_000_000;
        Utf8Formatter.TryFormat(digits, buffer[1..], out var length);
        (buffer[0], buffer[1]) = length == 8 && buffer[1] == (byte)'1' ? ((byte)'0', (byte)'.') : ((byte)'1', (byte)'.');
        output.Advance(length + 1);
    }
}
