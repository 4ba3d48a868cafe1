namespace Moderation.Comments;

/// <summary>A piece of a template: literal text, or a slot such as <c>{Group2.plural}</c>.</summary>
/// <param name="Literal">The text itself, or the slot as written.</param>
/// <param name="List">The list the slot draws from (<c>group</c>), or null for literal text.</param>
/// <param name="Draw">The list with its number (<c>group2</c>): the same value wherever it stands in a sentence, another than that of <c>group</c>.</param>
/// <param name="Field">The field of the drawn value (<c>plural</c>); empty for plain words.</param>
/// <param name="Capital">The value begins with a capital.</param>
internal sealed record TemplatePart(string Literal, string? List, string Draw, string Field, bool Capital)
{
    /// <summary>The list name of a slot that repeats a sentence of another function.</summary>
    public const string Say = "say";

    /// <exception cref="FormatException">A brace is not closed.</exception>
    public static IReadOnlyList<TemplatePart> Parse(string text)
    {
        var parts = new List<TemplatePart>();
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf('{', at);
            if (open < 0)
            {
                parts.Add(new(text[at..], null, "", "", false));
                break;
            }

            if (open > at)
            {
                parts.Add(new(text[at..open], null, "", "", false));
            }

            var close = text.IndexOf('}', open);
            if (close < 0)
            {
                throw new FormatException($"A brace is not closed in \"{text}\".");
            }

            parts.Add(Slot(text[(open + 1)..close]));
            at = close + 1;
        }

        return parts;
    }

    private static TemplatePart Slot(string written)
    {
        var dot = written.IndexOf('.');
        var head = dot < 0 ? written : written[..dot];
        var capital = head.Length > 0 && char.IsUpper(head[0]);
        var draw = capital ? char.ToLowerInvariant(head[0]) + head[1..] : head;
        return new($"{{{written}}}", draw.TrimEnd('2'), draw, dot < 0 ? "" : written[(dot + 1)..], capital);
    }
}
