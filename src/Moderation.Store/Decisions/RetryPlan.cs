namespace Moderation.Store;

/// <summary>What to do after a batch could not be written.</summary>
internal enum RetryStep
{
    /// <summary>Wait, then write the same batch again.</summary>
    Again,

    /// <summary>Write its halves, so that one bad comment does not take others with it.</summary>
    Split,

    /// <summary>Tell the callers.</summary>
    GiveUp,
}

/// <summary>Decides on failures of the <see cref="DecisionLog"/>; the loop only obeys.</summary>
/// <param name="Step">What to do.</param>
/// <param name="Wait">How long to wait before.</param>
internal readonly record struct RetryPlan(RetryStep Step, TimeSpan Wait)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    /// <param name="kind">Whether trying again can help.</param>
    /// <param name="attempt">How often this batch was tried, from 1.</param>
    /// <param name="size">Comments in the batch.</param>
    /// <param name="tried">Time since the batch was first tried.</param>
    /// <param name="patience">After how long to give up.</param>
    internal static RetryPlan After(FailureKind kind, int attempt, int size, TimeSpan tried, TimeSpan patience)
    {
        if (kind == FailureKind.Lasting)
        {
            return new(size > 1 ? RetryStep.Split : RetryStep.GiveUp, TimeSpan.Zero);
        }

        var wait = TimeSpan.FromMilliseconds(10 * Math.Pow(2, Math.Min(attempt, 10)));
        wait = wait < LongestWait ? wait : LongestWait;
        return tried + wait <= patience ? new(RetryStep.Again, wait) : new(RetryStep.GiveUp, TimeSpan.Zero);
    }
}
