namespace Moderation.Service.Delivery;

/// <summary>How long to wait after a failed attempt: the schedule that the Standard Webhooks specification suggests, about three days in all.</summary>
internal static class WebhookBackoff
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    // Spread, so that what failed together does not come back together.
    private const double Spread = 0.2;

    /// <summary>Attempts until a delivery is a dead letter.</summary>
    public static int MostAttempts => Waits.Length + 1;

    /// <summary>How long to wait before the next attempt, or null where there is none.</summary>
    /// <param name="attempts">Attempts so far, from 1.</param>
    /// <param name="random">0 to 1: where in the spread; the wait is up to a fifth longer.</param>
    /// <param name="asked">What the receiver asked for with <c>Retry-After</c>; the longer of the two counts.</param>
    public static TimeSpan? After(int attempts, double random, TimeSpan? asked = null)
    {
        if (attempts > Waits.Length)
        {
            return null;
        }

        var wait = Waits[Math.Max(attempts, 1) - 1] * (1 + (Spread * random));
        return asked > wait ? asked > Waits[^1] ? Waits[^1] : asked : wait;
    }
}
