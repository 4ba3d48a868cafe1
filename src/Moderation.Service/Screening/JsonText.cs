using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Moderation.Service.Screening;

/// <summary>Strings out of JSON that real clients send, half surrogate pairs included.</summary>
internal static class JsonText
{
    /// <summary>
    /// The string at the reader. Half a surrogate pair (legal JSON, as JavaScript and Python write it for a cut emoji)
    /// becomes U+FFFD, one UTF-16 unit for one, so that offsets stay those of the sender.
    /// </summary>
    /// <exception cref="JsonException">The bytes are not valid UTF-8.</exception>
    public static string Read(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Lenient(reader.ValueSpan);
        }
    }

    /// <summary>
    /// Whether the name of a property, or a string, at the reader is this one. The reader's own comparison throws where half a
    /// surrogate pair stands in it.
    /// </summary>
    public static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueIsEscaped
        ? Read(ref reader) == Encoding.UTF8.GetString(name)
        : reader.ValueTextEquals(name);

    private static string Lenient(ReadOnlySpan<byte> raw)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(raw);
        }
        catch (DecoderFallbackException)
        {
            throw new JsonException("The text is not valid UTF-8.");
        }

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.Append(text[i]);
                continue;
            }

            var escape = text[++i];
            if (escape == 'u')
            {
                result.Append((char)ushort.Parse(text.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                result.Append(escape switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', _ => escape });
            }
        }

        return WithoutHalves(result);
    }

    private static string WithoutHalves(StringBuilder text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                text[i] = '\uFFFD';
            }
        }

        return text.ToString();
    }
}
