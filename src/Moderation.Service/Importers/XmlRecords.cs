using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Moderation.Comments;

namespace Moderation.Service.Importers;

/// <summary>An element of an XML file with what stands in it.</summary>
/// <param name="Name">Its name, with its prefix.</param>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Fields">Text by path, such as <c>author/name</c>, and attributes, such as <c>thread@dsq:id</c>.</param>
internal sealed record XmlRecord(string Name, int Line, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>A field; null where it is missing or blank.</summary>
    public string? this[string field] => Fields.TryGetValue(field, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <summary>The problem of a record that lacks what it cannot be taken without.</summary>
    public ReadProblem Lacks(ImportFile file, string field) =>
        new(file.Name, Line, field, $"The <{Name}> has no {field}.", "Add it, or leave the record out.");

    /// <summary>A time as exports write it, in UTC where it names no zone; null where it is none (WordPress: a year 0).</summary>
    public static DateTimeOffset? TimeOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}

/// <summary>
/// Reads an XML export record by record. The framework's reader gives up a file at its first fault, so the file is cut into
/// records first and each is read by itself: a record at fault is one <see cref="ReadProblem"/>, and the others are read.
/// Document types are refused, so nothing is expanded and nothing is fetched.
/// </summary>
/// <param name="file">The file, <c>.xml</c> or packed as <c>.xml.gz</c>.</param>
/// <param name="root">Name of its root element.</param>
/// <param name="records">Names of the elements that are records.</param>
/// <param name="marks">Names of elements of which only the beginning is told.</param>
internal sealed partial class XmlRecords(ImportFile file, string root, string[] records, params string[] marks)
{
    // A record, a field, and a field of that one.
    private const int Deepest = 3;

    private static readonly SearchValues<char> EndsOfNames = SearchValues.Create(" \t\r\n/>");
    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>The name of a file's root element; null where it is no XML by its name or its beginning.</summary>
    public static string? RootOf(string path)
    {
        if (!path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && !path.EndsWith(".xml.gz", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        using var reader = Open(path);
        var scanner = new XmlScanner(reader);
        while (scanner.Next())
        {
            if (NameOf(scanner.Token) is { } name)
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>Reads the file.</summary>
    public IEnumerable<(XmlRecord? Record, ReadProblem? Problem)> Read()
    {
        using var reader = Open(file.Path);
        var scanner = new XmlScanner(reader);
        var (begun, closed) = (false, false);
        while (scanner.Next())
        {
            if (!begun && Refuse(scanner) is { } refused)
            {
                yield return (null, refused);
                yield break;
            }

            var (name, line) = (NameOf(scanner.Token), scanner.Line);
            begun |= name is not null;
            closed |= IsEnd(scanner.Token, root);
            if (name is not null && marks.Contains(name))
            {
                yield return (new XmlRecord(name, line, Nothing), null);
            }
            else if (name is not null && records.Contains(name) && Cut(scanner, name) is { } xml)
            {
                yield return xml.Length > 0 ? Parse(xml, name, line)
                    : (null, new ReadProblem(file.Name, line, name, $"It is longer than {XmlScanner.Longest:N0} characters.", "Leave it out."));
            }
        }

        if (!closed)
        {
            yield return (null, new ReadProblem(file.Name, scanner.Line, null, $"The file is cut off or damaged: it ends before </{root}>.", "Export or copy it again and import it once more; what was read stays."));
        }
    }

    private static StreamReader Open(string path)
    {
        Stream stream = File.OpenRead(path);
        return new StreamReader(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionMode.Decompress) : stream, Encoding.UTF8);
    }

    /// <summary>What stands before the root element, and the root element itself.</summary>
    private ReadProblem? Refuse(XmlScanner scanner)
    {
        var token = scanner.Token;
        ReadProblem Problem(string what, string cure) => new(file.Name, scanner.Line, null, what, cure);
        return token.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase)
            ? Problem("The file has a document type definition, which is not read.", "Take the <!DOCTYPE …> out; no export has one.")
            : token.StartsWith("<?xml") && Encodings().Match(token.ToString()) is { Success: true, Groups: [_, var encoding] } && encoding.Value.ToUpperInvariant() is not ("UTF-8" or "UTF-16" or "US-ASCII")
            ? Problem($"The file is in {encoding.Value}, and UTF-8 is read.", "Save it as UTF-8, and say so in its first line.")
            : NameOf(token) is { } name && name != root
            ? Problem($"The file begins with <{name}>, where <{root}> should be.", "Choose its format with --format.")
            : null;
    }

    /// <returns>The text of a record, from its tag to its end; empty where it is too long, and null where the file ends within it.</returns>
    private static string? Cut(XmlScanner scanner, string name)
    {
        var xml = new StringBuilder().Append(scanner.Token);
        var isWhole = scanner.Token.EndsWith("/>");
        var fits = true;
        while (!isWhole && scanner.Next())
        {
            isWhole = IsEnd(scanner.Token, name);
            fits &= xml.Length + scanner.Token.Length <= XmlScanner.Longest;
            xml = fits ? xml.Append(scanner.Token) : xml.Clear();
        }

        return isWhole ? xml.ToString() : null;
    }

    private (XmlRecord? Record, ReadProblem? Problem) Parse(string xml, string name, int line)
    {
        try
        {
            // Without namespaces: the prefixes were declared at the root, and exports always have the same.
            using var reader = new XmlTextReader(new StringReader(xml)) { Namespaces = false, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
            return (new XmlRecord(name, line, Fields(reader)), null);
        }
        catch (XmlException fault)
        {
            var what = fault.Message.Split(" Line ")[0].TrimEnd('.');
            return (null, new ReadProblem(
                file.Name, line + Math.Max(fault.LineNumber - 1, 0), name, $"The <{name}> that begins on line {line} is not well-formed XML ({what}).", "Correct it, or leave it out."));
        }
    }

    private static Dictionary<string, string> Fields(XmlTextReader reader)
    {
        var fields = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        var path = new List<string>();
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    path.Add(reader.Name);
                    Keep("");
                    var isEmpty = reader.IsEmptyElement;
                    while (reader.MoveToNextAttribute())
                    {
                        Keep($"@{reader.Name}");
                    }

                    path.RemoveRange(path.Count - 1, isEmpty ? 1 : 0);
                    break;
                case XmlNodeType.EndElement:
                    path.RemoveAt(path.Count - 1);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace:
                    Keep("");
                    break;
            }
        }

        return fields.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);

        void Keep(string attribute)
        {
            if (path.Count <= Deepest)
            {
                var at = $"{string.Join('/', path.Skip(1))}{attribute}";
                (fields.TryGetValue(at, out var text) ? text : fields[at] = new StringBuilder()).Append(reader.Value);
            }
        }
    }

    /// <summary>The name of the element that a tag begins; null for anything else.</summary>
    private static string? NameOf(ReadOnlySpan<char> token)
    {
        if (token.Length < 2 || token[0] != '<' || !(char.IsLetter(token[1]) || token[1] == '_'))
        {
            return null;
        }

        var end = token.IndexOfAny(EndsOfNames);
        return (end < 0 ? token[1..] : token[1..end]).ToString();
    }

    private static bool IsEnd(ReadOnlySpan<char> token, string name) =>
        token.StartsWith("</") && token[2..].StartsWith(name) && token[(2 + name.Length)..].Trim() is ">";

    [GeneratedRegex("""\sencoding\s*=\s*["']([^"']+)["']""")]
    private static partial Regex Encodings();
}
