using Moderation.Features;
using Moderation.Text;

namespace Moderation.Scoring.Networks;

/// <summary>One sentence for a moderator: what spoke, and at whom.</summary>
internal static class SpanSentence
{
    private const int Most = 3;

    /// <summary>The sentence, or null where nothing spoke.</summary>
    public static string? Of(string text, IReadOnlyList<FoundSpan> spans)
    {
        if (spans.Count == 0)
        {
            return null;
        }

        var parts = spans.Take(Most).Select(span => $"“{text[span.Span.Begin..span.Span.End]}”: {What(span)}{ToWhom(span.Role)}");
        return string.Join("; ", parts) + ".";
    }

    private static string What(FoundSpan span) =>
        span.Lexeme != 0 && Lexicons.Entry(span.Lexeme) is { } entry && entry.Category != LexiconCategory.Identity
            ? entry.Category switch
            {
                LexiconCategory.Slur => entry.Group == IdentityGroup.None ? "slur" : $"slur for {Group(entry.Group)}",
                LexiconCategory.Profanity => "swear word",
                LexiconCategory.Insult => "insult",
                _ => "word for violence",
            }
            : $"speaks for {span.Span.Label.Replace('_', ' ')}";

    private static string ToWhom(TokenRole role) =>
        (role & TokenRole.ToYou) != 0 ? ", addressed to the other commenter"
        : (role & TokenRole.AboutSomebody) != 0 ? ", about one person"
        : (role & TokenRole.AboutGroup) != 0 ? ", about a group"
        : (role & TokenRole.AboutSelf) != 0 ? ", about the writer" : "";

    private static string Group(IdentityGroup group) => group switch
    {
        IdentityGroup.Orientation => "gay, lesbian, bisexual and queer people",
        IdentityGroup.Trans => "transgender people",
        IdentityGroup.Disability => "disabled people",
        IdentityGroup.Women => "women",
        IdentityGroup.Men => "men",
        IdentityGroup.Jewish => "Jews",
        IdentityGroup.Muslim => "Muslims",
        IdentityGroup.Migrant => "migrants",
        IdentityGroup.Religion => "a religion's people",
        IdentityGroup.Ethnicity => "an ethnic group",
        IdentityGroup.Nationality => "a nationality",
        IdentityGroup.Age => "people of an age",
        IdentityGroup.Unprotected => "a group",
        _ => $"{group} people",
    };
}
