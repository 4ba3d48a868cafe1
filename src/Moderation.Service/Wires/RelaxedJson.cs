using System.Buffers;

namespace Moderation.Service.Wires;

/// <summary>
/// JSON as hand-written clients send it, made strict: keys without quotes, single quotes, line breaks inside strings
/// (commas too many and comments the parser forgives itself). Google's own sample has keys without quotes, and Google's servers take them. Only what strict parsing refused
/// comes here, so the ordinary request pays nothing for it.
/// </summary>
internal static class RelaxedJson
{
    /// <summary>The same document in strict JSON. What is neither is left as it is, for the parser to refuse.</summary>
    public static ReadOnlyMemory<byte> ToStrict(ReadOnlySpan<byte> json)
    {
        var output = new ArrayBufferWriter<byte>(json.Length + 64);
        for (var i = 0; i < json.Length;)
        {
            var c = json[i];
            if (c is (byte)'"' or (byte)'\'')
            {
                i = CopyString(json, i, output);
            }
            else if (IsNameStart(c))
            {
                i = CopyName(json, i, output);
            }
            else if (IsNumberPart(c))
            {
                // A number as a whole, so that the letter of its exponent is not taken for a name.
                var end = EndOf(json, i, static b => IsNumberPart(b) || IsNamePart(b));
                output.Write(json[i..end]);
                i = end;
            }
            else
            {
                output.Write([c]);
                i++;
            }
        }

        return output.WrittenMemory;
    }

    /// <summary>Copies a string in double quotes, escaping what strict JSON wants escaped.</summary>
    private static int CopyString(ReadOnlySpan<byte> json, int at, ArrayBufferWriter<byte> output)
    {
        var quote = json[at++];
        output.Write("\""u8);
        while (at < json.Length && json[at] != quote)
        {
            var c = json[at];
            if (c == '\\' && at + 1 < json.Length)
            {
                // \' is no escape in JSON.
                output.Write(json[at + 1] == '\'' ? "'"u8 : json.Slice(at, 2));
                at += 2;
                continue;
            }

            switch (c)
            {
                case (byte)'"': output.Write("\\\""u8); break;
                case (byte)'\n': output.Write("\\n"u8); break;
                case (byte)'\r': output.Write("\\r"u8); break;
                case (byte)'\t': output.Write("\\t"u8); break;
                case < 0x20: output.Write(" "u8); break;
                default: output.Write([c]); break;
            }

            at++;
        }

        if (at < json.Length)
        {
            output.Write("\""u8);
        }

        return at + 1;
    }

    /// <summary>Copies a bare word, with quotes where it is a key.</summary>
    private static int CopyName(ReadOnlySpan<byte> json, int at, ArrayBufferWriter<byte> output)
    {
        var end = EndOf(json, at, IsNamePart);
        var next = EndOf(json, end, IsSpace);
        var isKey = next < json.Length && json[next] == ':';
        output.Write(isKey ? "\""u8 : default);
        output.Write(json[at..end]);
        output.Write(isKey ? "\""u8 : default);
        return end;
    }

    private static int EndOf(ReadOnlySpan<byte> json, int at, Func<byte, bool> belongs)
    {
        while (at < json.Length && belongs(json[at]))
        {
            at++;
        }

        return at;
    }

    private static bool IsSpace(byte c) => c is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    private static bool IsNameStart(byte c) => char.IsAsciiLetter((char)c) || c is (byte)'_' or (byte)'$';

    private static bool IsNamePart(byte c) => IsNameStart(c) || char.IsAsciiDigit((char)c) || c is (byte)'@';

    private static bool IsNumberPart(byte c) => char.IsAsciiDigit((char)c) || c is (byte)'-' or (byte)'+' or (byte)'.';
}
