using System.Text;

namespace Moderation.Service.Wires.Perspective;

/// <summary>
/// Cuts a multipart body into its parts. Lines may end in a line feed alone: Google's Python client sends them so, and the
/// framework's reader refuses that.
/// </summary>
internal static class Multipart
{
    /// <summary>The parts, headers included, or null where the body does not begin or end as it must.</summary>
    public static List<ReadOnlyMemory<byte>>? Parts(ReadOnlyMemory<byte> body, string boundary)
    {
        var delimiter = Encoding.ASCII.GetBytes($"--{boundary}");
        var parts = new List<ReadOnlyMemory<byte>>();
        int? begin = null;
        for (var at = 0; at < body.Length;)
        {
            var end = body.Span[at..].IndexOf((byte)'\n') is >= 0 and var length ? at + length + 1 : body.Length;
            var line = body.Span[at..end].TrimEnd(" \t\r\n"u8);
            var closes = line.Length == delimiter.Length + 2 && line.EndsWith("--"u8);
            if (line.StartsWith(delimiter) && (closes || line.Length == delimiter.Length))
            {
                if (begin is { } from)
                {
                    parts.Add(body[from..WithoutBreak(body.Span, from, at)]);
                }

                begin = end;
                if (closes)
                {
                    return parts;
                }
            }

            at = end;
        }

        return null;
    }

    /// <summary>The line break before a delimiter belongs to the delimiter.</summary>
    private static int WithoutBreak(ReadOnlySpan<byte> body, int from, int at)
    {
        at -= at > from && body[at - 1] == '\n' ? 1 : 0;
        return at - (at > from && body[at - 1] == '\r' ? 1 : 0);
    }

    /// <summary>Where the headers end and the content begins; both at the end where there is no empty line.</summary>
    public static (int HeadersEnd, int Content) Head(ReadOnlySpan<byte> part)
    {
        // Headers of a part may be absent: then it begins with the empty line.
        if (part.StartsWith("\r\n"u8) || part.StartsWith("\n"u8))
        {
            return (0, part[0] == '\r' ? 2 : 1);
        }

        var (crlf, lf) = (part.IndexOf("\r\n\r\n"u8), part.IndexOf("\n\n"u8));
        return crlf >= 0 && (lf < 0 || crlf < lf) ? (crlf, crlf + 4) : lf >= 0 ? (lf, lf + 2) : (part.Length, part.Length);
    }
}
