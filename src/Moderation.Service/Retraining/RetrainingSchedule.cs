namespace Moderation.Service.Retraining;

/// <summary>When a run is due.</summary>
internal static class RetrainingSchedule
{
    /// <summary>Why no run is to begin now, a sentence; null: one is due.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="newJudgements">How many came since the last run.</param>
    /// <param name="lastRun">When that was; null: there was none.</param>
    /// <param name="now">Now, by this machine's clock.</param>
    public static string? WhyNot(RetrainingOptions options, int newJudgements, DateTimeOffset? lastRun, DateTimeOffset now)
    {
        if (newJudgements < options.After)
        {
            return $"{newJudgements:N0} of {options.After:N0} new judgements have come.";
        }

        if (lastRun is { } last && last + TimeSpan.FromHours(options.EveryHours) is var next && next > now)
        {
            return $"The last run was at {last.ToOffset(now.Offset):yyyy-MM-dd HH:mm}; the next may begin at {next.ToOffset(now.Offset):yyyy-MM-dd HH:mm}.";
        }

        return options.Hours() is { } hours && !TimeOnly.FromDateTime(now.DateTime).IsBetween(hours.From, hours.To)
            ? $"It is {now:HH:mm}; runs begin between {hours.From:HH:mm} and {hours.To:HH:mm}."
            : null;
    }
}
