using System.Text;
using Moderation.Labels;

namespace Moderation.Service.Wires.Perspective;

/// <summary>What Perspective refused, in the order in which it did.</summary>
internal static class RequestCheck
{
    /// <summary>Longest comment, in bytes of UTF-8.</summary>
    public const int LongestComment = 20_480;

    /// <summary>Why a request to analyze is refused, or null. Attributes that shall be dropped are taken out of it.</summary>
    public static PerspectiveError? Analyze(PerspectiveRequest request, LabelSet labels, PerspectiveOptions options, string detected)
    {
        if (Comment(request) is { } fault)
        {
            return fault;
        }

        if (request.Attributes.Count == 0)
        {
            return PerspectiveError.NoRequestedAttributes;
        }

        if (request.DropUnsupportedAttributes || options.DropsUnsupported)
        {
            request.Attributes.RemoveAll(asked => asked.Attribute?.IsKnownTo(labels) is not true);
        }

        foreach (var asked in request.Attributes)
        {
            if (asked.Attribute?.IsKnownTo(labels) is not true)
            {
                return PerspectiveError.UnknownAttribute(asked.Name);
            }

            if (asked.ScoreType is not (null or "PROBABILITY" or "SCORE_TYPE_UNSPECIFIED"))
            {
                return PerspectiveError.ScoreType(asked.ScoreType, asked.Name);
            }
        }

        return request.Attributes.Count > 0 ? Language(request.Attributes[0].Name, request, options, detected) : null;
    }

    /// <summary>Why suggested scores are refused, or null.</summary>
    public static PerspectiveError? Suggest(PerspectiveRequest request, PerspectiveOptions options, string detected)
    {
        if (Comment(request) is { } fault)
        {
            return fault;
        }

        if (request.Suggestions.Count == 0)
        {
            return PerspectiveError.Request("Missing attribute_scores");
        }

        foreach (var suggested in request.Suggestions)
        {
            // What no label stands for would teach nothing; nobody shall believe that it did.
            if (suggested.Attribute?.IsSupported is not true)
            {
                return PerspectiveError.UnknownAttribute(suggested.Name);
            }

            if (suggested.Fault is { } incomplete)
            {
                return PerspectiveError.Request(incomplete);
            }
        }

        return Language(request.Suggestions[0].Name, request, options, detected);
    }

    private static PerspectiveError? Comment(PerspectiveRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Text))
        {
            return PerspectiveError.CommentEmpty;
        }

        if (request.TextType is not (null or "PLAIN_TEXT" or "TEXT_TYPE_UNSPECIFIED"))
        {
            return request.TextType == "HTML" ? PerspectiveError.Html : PerspectiveError.UnknownTextType;
        }

        // A UTF-16 unit is three bytes at most, so that short texts need no counting.
        if (request.Text.Length > LongestComment / 3 && Encoding.UTF8.GetByteCount(request.Text) > LongestComment)
        {
            return PerspectiveError.CommentTooLong;
        }

        return request.Entries is not null && request.HasArticleAndParent ? PerspectiveError.BothContexts : null;
    }

    private static PerspectiveError? Language(string attribute, PerspectiveRequest request, PerspectiveOptions options, string detected)
    {
        // All given languages must be supported, as with Perspective; what is not given is guessed, in favour of English.
        var supported = options.ScoresAnyLanguage || (request.Languages?.TrueForAll(IsEnglish) ?? IsEnglish(detected));
        return supported ? null : PerspectiveError.LanguageOf(attribute, request.Languages, detected);
    }

    private static bool IsEnglish(string code) =>
        code.Equals(LanguageGuess.English, StringComparison.OrdinalIgnoreCase) || code.StartsWith("en-", StringComparison.OrdinalIgnoreCase)
        || code.StartsWith("en_", StringComparison.OrdinalIgnoreCase);
}
