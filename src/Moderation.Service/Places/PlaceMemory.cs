using System.Collections.Concurrent;
using Moderation.Scoring;
using Moderation.Service.Hosting;

namespace Moderation.Service.Places;

/// <summary>What this process took the latest comments of each site for. It is gone when the process ends; what came of it is in the store.</summary>
public sealed class PlaceMemory(ModerationOptions options)
{
    private readonly ConcurrentDictionary<string, SiteGuesses> _sites = new(StringComparer.Ordinal);

    /// <summary>The sites whose comments were scored here.</summary>
    internal IEnumerable<KeyValuePair<string, SiteGuesses>> Sites => _sites;

    /// <summary>Notes what a comment was taken for. Comments that are not stored count as well: nothing of their text is kept.</summary>
    /// <param name="site">Where it was written.</param>
    /// <param name="guess">Null where there was none: nothing is noted.</param>
    public void Note(string site, DomainGuess? guess)
    {
        if (guess is { } told && options.DomainPriors)
        {
            _sites.GetOrAdd(site, static _ => new SiteGuesses()).Add(told);
        }
    }
}
