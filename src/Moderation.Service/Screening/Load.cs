using Moderation.Service.Hosting;

namespace Moderation.Service.Screening;

/// <summary>
/// How many comments are being screened, and whether one more can be scored. Above <c>Moderation:MostInFlight</c> a comment is not
/// scored but recorded as unscored at once, and scored later: senders wait for some hundred milliseconds at most, and what they do
/// not get an answer to they publish.
/// </summary>
public sealed class Load(ModerationOptions options)
{
    private int _inFlight;

    /// <summary>Comments being screened.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Counts a comment in.</summary>
    /// <returns>Whether it can be scored now.</returns>
    public bool Enter() => Interlocked.Increment(ref _inFlight) <= options.MostInFlight;

    /// <summary>Counts a comment out.</summary>
    public void Leave() => Interlocked.Decrement(ref _inFlight);
}
