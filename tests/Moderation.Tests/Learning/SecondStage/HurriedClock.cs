namespace Moderation.Tests.Learning.SecondStage;

/// <summary>A clock for which a millisecond is over at once, so that no test depends on how fast a machine multiplies. Longer times and endless ones are real.</summary>
internal sealed class HurriedClock : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero || dueTime > TimeSpan.FromMilliseconds(1))
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        callback(state);
        return base.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
