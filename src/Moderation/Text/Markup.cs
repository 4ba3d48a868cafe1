using System.Globalization;

namespace Moderation.Text;

/// <summary>HTML in comments: entities stand for characters, tags of emphasis for nothing, other tags for a break.</summary>
internal static class Markup
{
    private const int LongestTag = 300;
    private const int LongestEntity = 10;

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Inline = new HashSet<string>(
        ["b", "i", "u", "s", "em", "strong", "span", "font", "small", "big", "sup", "sub", "mark", "del", "ins", "strike", "tt", "code", "abbr", "cite", "wbr"])
        .GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Block = new HashSet<string>(
        ["p", "br", "div", "li", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "hr", "pre", "table", "tr", "td", "img", "a", "q"])
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The length of the tag at the beginning of <paramref name="text"/>; 0 where there is none.</summary>
    /// <param name="text">Text that begins with <c>&lt;</c>.</param>
    /// <param name="inline">Whether words go on across the tag.</param>
    internal static int Tag(ReadOnlySpan<char> text, out bool inline)
    {
        inline = false;
        var i = text.Length > 1 && text[1] == '/' ? 2 : 1;
        var start = i;
        while (i < text.Length && i - start < 12 && char.IsAsciiLetterOrDigit(text[i]))
        {
            i++;
        }

        if (i == start || i == text.Length || text[i] is not ('>' or ' ' or '/'))
        {
            return 0;
        }

        Span<char> name = stackalloc char[i - start];
        text[start..i].ToLowerInvariant(name);
        inline = Inline.Contains(name);
        if (!inline && !Block.Contains(name))
        {
            return 0;
        }

        var end = text.Slice(i, Math.Min(LongestTag, text.Length - i)).IndexOf('>');
        return end < 0 ? 0 : i + end + 1;
    }

    /// <summary>The length of the entity at the beginning of <paramref name="text"/>; 0 where there is none.</summary>
    /// <param name="text">Text that begins with <c>&amp;</c>.</param>
    /// <param name="code">The code point that it stands for.</param>
    internal static int Entity(ReadOnlySpan<char> text, out int code)
    {
        code = 0;
        var end = text[..Math.Min(LongestEntity, text.Length)].IndexOf(';');
        if (end < 3)
        {
            return 0;
        }

        var name = text[1..end];
        if (name[0] == '#')
        {
            var hex = name[1] is 'x' or 'X';
            return int.TryParse(name[(hex ? 2 : 1)..], hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, null, out code)
                && code is > 0 and <= 0x10FFFF and not (>= 0xD800 and <= 0xDFFF) ? end + 1 : 0;
        }

        code = name switch
        {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => ' ',
            "hellip" => '…',
            "mdash" => '—',
            "ndash" => '–',
            "rsquo" => '’',
            "lsquo" => '‘',
            "rdquo" => '”',
            "ldquo" => '“',
            "shy" => '\u00AD',
            "zwj" => '\u200D',
            "zwnj" => '\u200C',
            _ => 0,
        };
        return code == 0 ? 0 : end + 1;
    }
}
