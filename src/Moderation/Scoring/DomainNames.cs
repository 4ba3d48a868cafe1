namespace Moderation.Scoring;

/// <summary>What people call the kinds of text that models learnt from.</summary>
public static class DomainNames
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["wikipedia"] = "Wikipedia talk pages",
        ["civil-comments"] = "comments under news",
        ["fox-news"] = "comments on a news site's articles",
        ["davidson"] = "tweets",
        ["hatexplain"] = "tweets and posts",
        ["dynahate"] = "sentences written to fool models",
        ["hatemoji-build"] = "posts with emoji",
        ["edos"] = "Reddit and Gab on women",
        ["gab"] = "Gab posts",
        ["implicit-hate"] = "tweets with veiled hate",
        ["stormfront"] = "forum sentences",
        ["convabuse"] = "talk with a bot",
        ["reddit-misogyny"] = "Reddit threads",
        ["authored"] = "mixed comment sections",
    };

    /// <summary>The ids that have a name.</summary>
    public static IReadOnlyCollection<string> Known => Names.Keys;

    /// <summary>The name of a kind of text; one that is not known keeps its id.</summary>
    /// <param name="domain">Its id, as a model has it in its <see cref="DomainList"/>.</param>
    public static string Of(string domain) => Names.GetValueOrDefault(domain, domain);
}
