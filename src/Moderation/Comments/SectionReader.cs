using System.Text;
using System.Text.Json;
using Moderation.Labels;

namespace Moderation.Comments;

/// <summary>
/// Reads comment sections from JSON Lines: one section a line, or one comment a line. The fields stand in
/// <c>training-data/README.md</c>. A line at fault becomes a <see cref="ReadProblem"/>; the others are read.
/// </summary>
public sealed class SectionReader(Taxonomy taxonomy)
{
    /// <summary>Longest line that is read, in bytes; a longer one is a problem, not an allocation.</summary>
    public const int LongestLine = 64 * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file, a line at a time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="site">The site for lines that name none.</param>
    /// <param name="section">The section for lines that name none; null: such lines are at fault.</param>
    public IEnumerable<(CommentSection? Section, ReadProblem? Problem)> ReadFile(string path, string site, string? section = null)
    {
        using var stream = File.OpenRead(path);
        foreach (var item in Read(stream, Path.GetFileName(path), site, section))
        {
            yield return item;
        }
    }

    /// <summary>Reads a stream, a line at a time.</summary>
    /// <param name="stream">UTF-8, with or without a byte order mark.</param>
    /// <param name="file">Name for problems.</param>
    /// <param name="site">The site for lines that name none.</param>
    /// <param name="section">The section for lines that name none; null: such lines are at fault.</param>
    public IEnumerable<(CommentSection? Section, ReadProblem? Problem)> Read(Stream stream, string file, string site, string? section = null)
    {
        var number = 0;
        foreach (var line in Utf8Lines.Read(stream, LongestLine))
        {
            number++;
            var bytes = number == 1 && line.Span.StartsWith("\uFEFF"u8) ? line[3..] : line;
            if (bytes.IsEmpty || bytes.Span.Trim(" \t\r"u8).IsEmpty)
            {
                continue;
            }

            yield return ReadLine(bytes, file, number, site, section);
        }
    }

    private (CommentSection? Section, ReadProblem? Problem) ReadLine(ReadOnlyMemory<byte> line, string file, int number, string site, string? section)
    {
        var context = new SectionLine(file, number, taxonomy);
        try
        {
            Strict.GetCharCount(line.Span);
            using var document = JsonDocument.Parse(line);
            return (context.Section(document.RootElement, site, section), null);
        }
        catch (SectionLine.Fault fault)
        {
            return (null, fault.Problem);
        }
        catch (DecoderFallbackException)
        {
            return (null, context.Problem(null, "The line is not valid UTF-8.", "Save the file as UTF-8."));
        }
        catch (JsonException error)
        {
            return (null, context.Problem(null, $"The line is not valid JSON ({JsonSaid.Of(error).TrimEnd('.')}).", "Write one JSON object a line."));
        }
        catch (InvalidOperationException)
        {
            // Utf8JsonReader throws this for "\ud800" without its partner.
            return (null, context.Problem(null, "A string holds half of a surrogate pair.", "Write the whole character, or leave it out."));
        }
    }
}
