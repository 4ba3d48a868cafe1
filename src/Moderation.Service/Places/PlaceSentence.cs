using System.Globalization;
using Moderation.Scoring;
using Moderation.Store;

namespace Moderation.Service.Places;

/// <summary>What a site's comments read like, for its owner.</summary>
internal static class PlaceSentence
{
    private const int Most = 4;
    private const float Fewest = 0.03f;

    /// <summary>The commonest kinds of text, the commonest first: <c>comments under news 62 %, tweets 20 % and other kinds</c>.</summary>
    public static string Kinds(SiteDomains domains)
    {
        var common = domains.Shares.Where(pair => pair.Value >= Fewest).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Take(Most).ToList();
        var named = string.Join(", ", common.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{DomainNames.Of(pair.Key)} {100 * pair.Value:0} %")));
        return common.Count < domains.Shares.Count ? $"{named} and other kinds" : named;
    }
}
