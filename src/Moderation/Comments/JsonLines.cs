using System.Text;
using System.Text.Json;

namespace Moderation.Comments;

/// <summary>
/// Reads JSON Lines: one value a line, in UTF-8 with or without a byte order mark. A line at fault becomes a
/// <see cref="ReadProblem"/>; the others are read. Blank lines are passed over.
/// </summary>
public static class JsonLines
{
    /// <summary>Longest line that is read, in bytes; a longer one is a problem, not an allocation.</summary>
    public const int LongestLine = 64 * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file, a line at a time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Makes something of a line's JSON and number, from 1; the JSON is gone after it.</param>
    public static IEnumerable<(T? Read, ReadProblem? Problem)> ReadFile<T>(string path, Func<JsonElement, int, (T? Read, ReadProblem? Problem)> read)
    {
        using var stream = File.OpenRead(path);
        foreach (var item in Read(stream, Path.GetFileName(path), read))
        {
            yield return item;
        }
    }

    /// <summary>Reads a stream, a line at a time.</summary>
    /// <param name="stream">The lines.</param>
    /// <param name="file">Name for problems.</param>
    /// <param name="read">Makes something of a line's JSON and number, from 1; the JSON is gone after it.</param>
    public static IEnumerable<(T? Read, ReadProblem? Problem)> Read<T>(Stream stream, string file, Func<JsonElement, int, (T? Read, ReadProblem? Problem)> read)
    {
        var number = 0;
        foreach (var line in Utf8Lines.Read(stream, LongestLine))
        {
            number++;
            var bytes = number == 1 && line.Span.StartsWith("\uFEFF"u8) ? line[3..] : line;
            if (!bytes.Span.Trim(" \t\r"u8).IsEmpty)
            {
                yield return ReadLine(bytes, file, number, read);
            }
        }
    }

    private static (T? Read, ReadProblem? Problem) ReadLine<T>(
        ReadOnlyMemory<byte> line, string file, int number, Func<JsonElement, int, (T? Read, ReadProblem? Problem)> read)
    {
        try
        {
            Strict.GetCharCount(line.Span);
            using var document = JsonDocument.Parse(line);
            return read(document.RootElement, number);
        }
        catch (DecoderFallbackException)
        {
            return (default, new ReadProblem(file, number, null, "The line is not valid UTF-8.", "Save the file as UTF-8."));
        }
        catch (JsonException error)
        {
            return (default, new ReadProblem(file, number, null, $"The line is not valid JSON ({JsonSaid.Of(error).TrimEnd('.')}).", "Write one JSON object a line."));
        }
        catch (InvalidOperationException)
        {
            // Utf8JsonReader throws this for "\ud800" without its partner.
            return (default, new ReadProblem(file, number, null, "A string holds half of a surrogate pair.", "Write the whole character, or leave it out."));
        }
    }
}
