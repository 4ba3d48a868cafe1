using System.Net;
using System.Text;

namespace Moderation.Service.Wires;

/// <summary>
/// The text that a reader sees of a comment's HTML. Only for what is HTML for certain: in a plain text a tag is what was
/// written, and to leave it out would hide it (<see cref="Coral.CoralText"/> is for bodies that may be either).
/// </summary>
internal static class HtmlText
{
    private static readonly string[] Blocks = ["br", "p", "div", "li", "ul", "ol", "blockquote", "pre", "hr", "tr", "h1", "h2", "h3", "h4", "h5", "h6"];

    /// <summary>Without tags and comments, with characters for entities, and a line break where a block begins or ends.</summary>
    public static string Plain(string html)
    {
        var text = new StringBuilder(html.Length);
        // Looked for once: where no end is to come, every sign would be followed to the end of the text.
        var (lastTag, lastComment) = (html.LastIndexOf('>'), html.LastIndexOf("-->", StringComparison.Ordinal));
        for (var i = 0; i < html.Length; i++)
        {
            var length = html[i] != '<' || i > lastTag ? 0 : LengthOfTag(html.AsSpan(i), i < lastComment);
            if (length == 0)
            {
                text.Append(html[i]);
                continue;
            }

            if (IsBlock(html.AsSpan(i + 1, length - 2)) && text.Length > 0 && text[^1] != '\n')
            {
                text.Append('\n');
            }

            i += length - 1;
        }

        return WebUtility.HtmlDecode(text.ToString()).Trim();
    }

    /// <returns>Of the tag or comment that begins here; 0 where it is a sign like that in <c>a &lt; b</c>.</returns>
    private static int LengthOfTag(ReadOnlySpan<char> html, bool commentsEnd) =>
        html.Length < 2 || !(char.IsAsciiLetter(html[1]) || html[1] is '/' or '!') ? 0
        : commentsEnd && html.StartsWith("<!--", StringComparison.Ordinal) && html[4..].IndexOf("-->", StringComparison.Ordinal) is >= 0 and var end ? end + 7
        : html.IndexOf('>') + 1;

    private static bool IsBlock(ReadOnlySpan<char> tag)
    {
        var name = tag.TrimStart('/');
        var length = name.IndexOfAny(" /\t\r\n");
        name = length < 0 ? name : name[..length];
        foreach (var block in Blocks)
        {
            if (name.Equals(block, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
