using Microsoft.EntityFrameworkCore;
using Moderation.Policies;
using Moderation.Store;

namespace Moderation.Tests.Store;

public abstract partial class StoreContract
{
    private const string Url = "https://lakeside.example/hooks";

    private Webhooks Webhooks => Store.Get<Webhooks>();

    [SkippableFact]
    public async Task An_endpoint_hears_of_every_change_of_a_verdict_and_of_nothing_else()
    {
        await Webhooks.AddAsync("lakeside", Url, "ann");
        await Webhooks.AddAsync("elsewhere", Url, "ann");
        await ReviewAsync("c1", 0.9f);
        Assert.Empty(await Webhooks.LeaseDueAsync(10, Lease));

        var item = Assert.Single(await Queue.PageAsync(new(), 0, 1));
        await Claims.DecideAsync(item.CommentKey, new("ann", Verdict.Review));
        Assert.Empty(await Webhooks.LeaseDueAsync(10, Lease));
        var resolution = await Claims.ResolveAsync(item.Key, item.CommentKey, new("ann", Verdict.Reject));

        var delivery = Assert.Single(await Webhooks.LeaseDueAsync(10, Lease));
        Assert.Equal((Url, 1), (delivery.Endpoint!.Url, delivery.Attempts));
        Assert.Matches("^whsec_[0-9A-Za-z+/]{43}=$", delivery.Endpoint.Secret);
        Assert.Equivalent(resolution.Decision, delivery.Decision!.ToDecision(), strict: true);
    }

    [SkippableFact]
    public async Task An_endpoint_hears_what_a_worker_decides_and_a_second_look_that_changes_something()
    {
        await Webhooks.AddAsync("lakeside", Url, "ann");
        await Store.Log.RecordAsync(
        [
            SomeIncoming.Unjudged("imported"),
            new Incoming(SomeIncoming.Comment("changes"), SomeIncoming.Ruling(Verdict.Review, unscored: "overload")) { ScoreLater = true },
            new Incoming(SomeIncoming.Comment("stays"), SomeIncoming.Ruling(Verdict.Review, unscored: "overload")) { ScoreLater = true },
        ]);
        foreach (var leased in await Pending.LeaseAsync("w1", 10, Lease))
        {
            await RecordAsync(Store.Log, leased, leased.CommentId == "stays" ? Verdict.Review : Verdict.Approve);
        }

        Assert.Equal(["changes", "imported"], (await Webhooks.LeaseDueAsync(10, Lease)).Select(row => row.Decision!.Comment!.CommentId).Order());
    }

    [SkippableFact]
    public async Task A_delivery_is_leased_once_and_again_when_its_sender_died_or_was_told_to_wait()
    {
        var key = await DueAsync();
        Assert.Empty(await Webhooks.LeaseDueAsync(10, Lease));
        Store.Clock.Pass(Lease);
        Assert.Equal(2, Assert.Single(await Webhooks.LeaseDueAsync(10, Lease)).Attempts);
        await Webhooks.FailedAsync(key, 503, "busy", Store.Clock.GetUtcNow() + (2 * Lease));
        Store.Clock.Pass(Lease);
        Assert.Empty(await Webhooks.LeaseDueAsync(10, Lease));
        Store.Clock.Pass(Lease);
        Assert.Equal(3, Assert.Single(await Webhooks.LeaseDueAsync(10, Lease)).Attempts);
        await Webhooks.DeliveredAsync(key, 204);
        Store.Clock.Pass(Lease);
        Assert.Empty(await Webhooks.LeaseDueAsync(10, Lease));

        Assert.Equal(0, await Webhooks.PruneAsync(Store.Clock.GetUtcNow() - Lease));
        Assert.Equal(1, await Webhooks.PruneAsync(Store.Clock.GetUtcNow()));
    }

    [SkippableFact]
    public async Task A_dead_letter_can_be_seen_and_sent_again()
    {
        var key = await DueAsync();
        await Webhooks.FailedAsync(key, null, new string('x', 600), retryAt: null);
        Store.Clock.Pass(Lease);
        Assert.Empty(await Webhooks.LeaseDueAsync(10, Lease));
        await using (var db = Store.Db())
        {
            var dead = await db.WebhookDeliveries.SingleAsync(row => row.DeadAt != null);
            Assert.Equal((null, 500), (dead.LastStatus, dead.LastError!.Length));
        }

        Assert.True(await Webhooks.RetryAsync(key));
        Assert.False(await Webhooks.RetryAsync(key));
        Assert.Equal(1, Assert.Single(await Webhooks.LeaseDueAsync(10, Lease)).Attempts);
    }

    [SkippableFact]
    public async Task A_removed_endpoint_hears_no_more()
    {
        var key = await DueAsync();
        Store.Clock.Pass(Lease);
        await using var db = Store.Db();
        var endpoint = await db.WebhookEndpoints.Select(row => row.Id).SingleAsync();
        Assert.True(await Webhooks.RemoveAsync(endpoint, "ann"));
        Assert.False(await Webhooks.RemoveAsync(endpoint, "ann"));

        Assert.Empty(await Webhooks.LeaseDueAsync(10, Lease));
        Assert.False(await Webhooks.RetryAsync(key));
        await ReviewAsync("c2", 0.9f);
        await ResolveAsync(Assert.Single(await Queue.PageAsync(new(), 0, 1)), "ann");
        Assert.Equal(1, await db.WebhookDeliveries.CountAsync());
    }

    [SkippableFact]
    public async Task Two_processes_that_send_at_once_send_each_delivery_once()
    {
        await Webhooks.AddAsync("lakeside", Url, "ann");
        await Store.Log.RecordAsync([.. Enumerable.Range(0, 30).Select(i => SomeIncoming.Unjudged($"c{i}"))]);
        await WorkAsync(Store.Services, "w1");
        var other = (Webhooks)Store.Process().GetService(typeof(Webhooks))!;

        var leased = await Task.WhenAll(Task.Run(() => Webhooks.LeaseDueAsync(30, Lease)), Task.Run(() => other.LeaseDueAsync(30, Lease)));
        Assert.Equal(30, leased.SelectMany(rows => rows).Select(row => row.Key).Distinct().Count());
        Assert.Equal(30, leased.Sum(rows => rows.Count));
    }

    [SkippableTheory]
    [InlineData("lakeside.example/hooks")]
    [InlineData("file:///etc/passwd")]
    public async Task An_address_that_cannot_be_called_is_refused(string url) =>
        await Assert.ThrowsAsync<StoreException>(() => Webhooks.AddAsync("lakeside", url, "ann"));

    private async Task<long> DueAsync()
    {
        await Webhooks.AddAsync("lakeside", Url, "ann");
        await ReviewAsync("c1", 0.9f);
        await ResolveAsync(Assert.Single(await Queue.PageAsync(new(), 0, 1)), "ann");
        return Assert.Single(await Webhooks.LeaseDueAsync(10, Lease)).Key;
    }
}
