using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Moderation.Service.Wires.Coral;

/// <summary>
/// Text out of a comment's body, which is HTML or plain depending on how the phase is configured in Coral. The body does not say
/// which, so only tags that Coral's editor writes are taken for HTML; a plain "a &lt; b" or "&lt;3" stays as it is.
/// </summary>
internal static partial class CoralText
{
    /// <summary>The text as a reader sees it.</summary>
    public static string Plain(string body)
    {
        if (!Tag().IsMatch(body))
        {
            return body;
        }

        var text = new StringBuilder(body.Length);
        var from = 0;
        foreach (Match tag in Tag().Matches(body))
        {
            text.Append(body, from, tag.Index - from);
            // Blocks part words; what stands inside a line must not, or tags would hide them.
            if (tag.Groups["block"].Success && text.Length > 0 && text[^1] != '\n')
            {
                text.Append('\n');
            }

            from = tag.Index + tag.Length;
        }

        text.Append(body, from, body.Length - from);
        return WebUtility.HtmlDecode(text.ToString()).Trim('\n');
    }

    [GeneratedRegex(@"</?(?:(?<block>div|p|br|ul|ol|li|blockquote|h[1-6]|hr|pre)|b|i|u|s|em|strong|strike|del|a|span|code|sarcasm|spoiler|img)(?:\s[^<>]*)?/?>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
