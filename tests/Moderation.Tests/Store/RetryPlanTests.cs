using Moderation.Store;

namespace Moderation.Tests.Store;

public sealed class RetryPlanTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact]
    public void A_passing_failure_is_tried_again_after_ever_longer_waits_up_to_a_second()
    {
        var waits = Enumerable.Range(1, 12).Select(attempt => RetryPlan.After(FailureKind.Passing, attempt, 10, TimeSpan.Zero, Patience)).ToArray();

        Assert.All(waits, plan => Assert.Equal(RetryStep.Again, plan.Step));
        Assert.Equal(waits.Select(plan => plan.Wait).Order(), waits.Select(plan => plan.Wait));
        Assert.Equal(TimeSpan.FromMilliseconds(20), waits[0].Wait);
        Assert.Equal(TimeSpan.FromSeconds(1), waits[^1].Wait);
    }

    [Fact]
    public void A_passing_failure_is_given_up_when_patience_ends() =>
        Assert.Equal(RetryStep.GiveUp, RetryPlan.After(FailureKind.Passing, 3, 10, Patience, Patience).Step);

    [Fact]
    public void A_lasting_failure_is_narrowed_down_to_the_comment_that_causes_it()
    {
        Assert.Equal(RetryStep.Split, RetryPlan.After(FailureKind.Lasting, 1, 2, TimeSpan.Zero, Patience).Step);
        Assert.Equal(RetryStep.GiveUp, RetryPlan.After(FailureKind.Lasting, 1, 1, TimeSpan.Zero, Patience).Step);
    }
}
