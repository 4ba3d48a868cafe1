using System.Text.Json.Serialization;
using Moderation.Scoring;

namespace Moderation.Store;

/// <summary>What the comments of a site read like, so that the next one is read as one of them; nothing of their text.</summary>
/// <param name="Shares">A share of each kind of text, by its name; they add up to 1.</param>
/// <param name="Comments">How many comments it was estimated from.</param>
/// <param name="At">When it was estimated.</param>
public sealed record SiteDomains(IReadOnlyDictionary<string, float> Shares, int Comments, DateTimeOffset At)
{
    /// <summary>The same as classifiers take it.</summary>
    [JsonIgnore]
    public DomainPrior Prior => field ??= new DomainPrior(Shares, Comments);
}
