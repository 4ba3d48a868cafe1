namespace Moderation.Learning.SecondStage;

/// <summary>
/// Gives a second stage that keeps failing a rest, so that not every unsure comment waits for it in vain. After
/// <see cref="FailuresInARow"/> it is left alone for <see cref="Length"/>; then one question tells. Safe to call from many threads at once.
/// </summary>
/// <param name="time">Measures the rest.</param>
public sealed class Rest(TimeProvider time)
{
    /// <summary>Failures in a row before a rest.</summary>
    public const int FailuresInARow = 5;

    /// <summary>How long it rests.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private int failures;
    private DateTimeOffset until = DateTimeOffset.MinValue;

    /// <summary>Whether it rests now.</summary>
    public bool IsOn
    {
        get
        {
            lock (gate)
            {
                return time.GetUtcNow() < until;
            }
        }
    }

    /// <summary>Notes how a question went.</summary>
    /// <returns>Whether a rest begins with it.</returns>
    public bool Note(bool answered)
    {
        lock (gate)
        {
            failures = answered ? 0 : failures + 1;
            if (failures < FailuresInARow)
            {
                return false;
            }

            until = time.GetUtcNow() + Length;
            failures = FailuresInARow - 1;
            return true;
        }
    }
}
