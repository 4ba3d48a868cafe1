namespace Moderation.Learning.SecondStage;

/// <summary>
/// Lets a share of all comments through: each comment pays in its share, each that goes through takes one whole. What was saved up
/// in quiet times allows a burst of <see cref="Burst"/>, not more. Safe to call from many threads at once.
/// </summary>
/// <param name="share">Above 0 to 1.</param>
public sealed class ShareBudget(double share)
{
    /// <summary>Most that can be saved up.</summary>
    public const int Burst = 20;

    // Whole millionths: a tenth ten times is one, which it is not in binary fractions.
    private const long One = 1_000_000;

    private readonly Lock gate = new();
    private readonly long perComment = (long)Math.Round(share * One);
    private long saved = One;

    /// <summary>Counts a comment.</summary>
    /// <param name="wanted">Whether it wants to go through.</param>
    /// <returns>Whether it goes through.</returns>
    public bool Count(bool wanted)
    {
        lock (gate)
        {
            saved = Math.Min(saved + perComment, Burst * One);
            if (!wanted || saved < One)
            {
                return false;
            }

            saved -= One;
            return true;
        }
    }
}
