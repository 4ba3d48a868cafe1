using Moderation.Service.Delivery;

namespace Moderation.Tests.Delivery;

public sealed class WebhookBackoffTests
{
    [Fact]
    public void Waits_grow_and_end()
    {
        var waits = Enumerable.Range(1, WebhookBackoff.MostAttempts - 1).Select(attempt => WebhookBackoff.After(attempt, 0)!.Value).ToList();

        Assert.Equal(waits.Order(), waits);
        Assert.Equal(TimeSpan.FromSeconds(5), waits[0]);
        Assert.InRange(waits.Sum(wait => wait.TotalHours), 72, 80);
        Assert.Null(WebhookBackoff.After(WebhookBackoff.MostAttempts, 0));
    }

    [Fact]
    public void They_are_spread_by_a_fifth() => Assert.Equal(TimeSpan.FromSeconds(6), WebhookBackoff.After(1, 1));

    [Theory]
    [InlineData(1, 5)]
    [InlineData(60, 60)]
    [InlineData(10_000_000, 86_400)]
    public void What_the_receiver_asks_for_counts_where_it_is_longer_but_not_without_end(int asked, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), WebhookBackoff.After(1, 0, TimeSpan.FromSeconds(asked)));
}
