using Moderation.Service.Retraining;

namespace Moderation.Tests.Service.Retraining;

public sealed class RetrainingScheduleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.FromHours(1));
    private static readonly RetrainingOptions Options = new();

    [Fact]
    public void Enough_new_judgements_begin_a_run() => Assert.Null(RetrainingSchedule.WhyNot(Options, 500, null, Now));

    [Fact]
    public void Too_few_do_not() => Assert.Contains("499 of 500", RetrainingSchedule.WhyNot(Options, 499, null, Now), StringComparison.Ordinal);

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    public void A_day_passes_between_runs(int hours, bool due) =>
        Assert.Equal(due, RetrainingSchedule.WhyNot(Options, 9999, Now.AddHours(-hours).ToUniversalTime(), Now) is null);

    [Theory]
    [InlineData("02:00-05:00", true)]
    [InlineData("04:00-05:00", false)]
    [InlineData("22:00-04:00", true)]
    [InlineData("22:00-02:30", false)]
    public void Runs_begin_in_the_hours_that_were_set(string between, bool due) =>
        Assert.Equal(due, RetrainingSchedule.WhyNot(Options with { Between = between }, 500, null, Now) is null);

    [Theory]
    [InlineData(0, 24, "", "when-better")]
    [InlineData(1_000_001, 24, "", "when-better")]
    [InlineData(500, -1, "", "when-better")]
    [InlineData(500, 8761, "", "when-better")]
    [InlineData(500, double.NaN, "", "when-better")]
    [InlineData(500, 24, "night", "when-better")]
    [InlineData(500, 24, "02:00-02:00", "when-better")]
    [InlineData(500, 24, "2-5", "when-better")]
    [InlineData(500, 24, "", "always")]
    public void Settings_that_cannot_work_are_refused(int after, double hours, string between, string promote) => Assert.True(
        new RetrainingOptionsValidator().Validate(null, new RetrainingOptions { After = after, EveryHours = hours, Between = between, Promote = promote }).Failed);

    [Theory]
    [InlineData(1, 0, "02:00-05:00", "never")]
    [InlineData(1_000_000, 8760, "", "when-better")]
    public void The_bounds_themselves_are_taken(int after, double hours, string between, string promote) => Assert.True(
        new RetrainingOptionsValidator().Validate(null, new RetrainingOptions { After = after, EveryHours = hours, Between = between, Promote = promote }).Succeeded);

    [Fact]
    public void The_defaults_are_taken() => Assert.True(new RetrainingOptionsValidator().Validate(null, Options).Succeeded);
}
