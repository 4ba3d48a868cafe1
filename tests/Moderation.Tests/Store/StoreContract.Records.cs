using Microsoft.EntityFrameworkCore;
using Moderation.Policies;
using Moderation.Store;

namespace Moderation.Tests.Store;

/// <summary>What every store must do. Each database runs the same tests from one empty class.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private StoreFixture? _store;

    private StoreFixture Store => _store!;

    protected abstract Task<StoreFixture> OpenAsync();

    public async Task InitializeAsync() => _store = await OpenAsync();

    public async Task DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task A_recorded_comment_can_be_read_back_with_its_decision()
    {
        var recorded = await Store.Log.RecordAsync(SomeIncoming.Judged(verdict: Verdict.Review, slur: 0.75f));

        Assert.Equal(RecordStatus.New, recorded.Status);
        await using var db = Store.Db();
        var row = await db.Decisions.Include(decision => decision.Comment).SingleAsync();
        Assert.Equivalent(recorded.Decision, row.ToDecision(), strict: true);
        Assert.Equal(SomeIncoming.Comment(), row.Comment!.ToComment() with { WrittenAt = SomeIncoming.Comment().WrittenAt });
        Assert.Equal(SomeIncoming.Comment().WrittenAt, row.Comment.WrittenAt);
        Assert.Equal(row.Id, row.Comment.DecisionId);
        Assert.Null(row.Comment.PendingSince);
    }

    [SkippableFact]
    public async Task A_comment_recorded_twice_keeps_its_first_decision()
    {
        var first = await Store.Log.RecordAsync(SomeIncoming.Judged());
        var second = await Store.Log.RecordAsync(SomeIncoming.Judged(verdict: Verdict.Reject));

        Assert.Equal(RecordStatus.Same, second.Status);
        Assert.Equivalent(first.Decision, second.Decision, strict: true);
        await using var db = Store.Db();
        Assert.Equal(1, await db.Decisions.CountAsync());
    }
}
