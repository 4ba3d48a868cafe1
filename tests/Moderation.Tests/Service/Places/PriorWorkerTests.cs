using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Moderation.Scoring;
using Moderation.Service.Access;
using Moderation.Service.Hosting;
using Moderation.Service.Places;
using Moderation.Store;
using Moderation.Tests.Store;

namespace Moderation.Tests.Service.Places;

public sealed class PriorWorkerTests(SqliteDatabases databases) : IClassFixture<SqliteDatabases>
{
    private static readonly DomainList Domains = new(["letter", "shout"], [0.5f, 0.5f]);

    [Fact]
    public async Task From_thirty_two_comments_on_a_site_is_known_and_the_directory_brings_it_into_force()
    {
        await using var store = await StoreAsync();
        var host = new Host(store);
        host.See("lakeside", 31, shout: true);
        Assert.Equal(0, await host.RunAsync());
        host.See("lakeside", 1, shout: true);
        Assert.Equal(1, await host.RunAsync());

        await using var db = store.Db();
        var row = (await db.Sites.SingleAsync(site => site.Id == "lakeside")).Domains!;
        Assert.Equal((32, store.Clock.GetUtcNow()), (row.Comments, row.At));
        Assert.InRange(row.Shares["shout"], 0.7f, 0.95f);
        Assert.Null((await db.Sites.SingleAsync(site => site.Id == "forum")).Domains);
        Assert.Equal(row.Shares["shout"], host.Directory.PriorOf("lakeside")!.Shares["shout"]);
        Assert.Null(host.Directory.PriorOf("forum"));
        Assert.False(await db.Audit.AnyAsync(audit => audit.What != "site-add"));
    }

    [Fact]
    public async Task It_changes_when_it_is_better_founded_or_the_site_has_changed_and_else_stays()
    {
        await using var store = await StoreAsync();
        var host = new Host(store);
        List<int> from = [];
        // From 128 on each run takes 128; after 56 times 32 none is left over.
        foreach (var _ in Enumerable.Range(0, 56))
        {
            host.See("lakeside", 32, shout: true);
            if (await host.RunAsync() == 1)
            {
                from.Add(host.Directory.PriorOf("lakeside")!.Comments);
            }
        }

        Assert.Equal([32, 64, 128], from);
        host.See("lakeside", 127, shout: false);
        Assert.Equal(0, await host.RunAsync());
        host.See("lakeside", 1, shout: false);
        Assert.Equal(1, await host.RunAsync());
        Assert.True(host.Directory.PriorOf("lakeside")!.Shares["letter"] > 0.8f);
    }

    [Fact]
    public async Task It_outlives_the_process_and_no_estimate_from_fewer_comments_follows_it()
    {
        await using var store = await StoreAsync();
        var before = new Host(store);
        before.See("lakeside", 128, shout: true);
        Assert.Equal(1, await before.RunAsync());

        var after = new Host(store);
        await after.Directory.RefreshAsync(default);
        Assert.Equal(128, after.Directory.PriorOf("lakeside")!.Comments);
        after.See("lakeside", 127, shout: false);
        Assert.Equal(0, await after.RunAsync());
        after.See("lakeside", 1, shout: false);
        Assert.Equal(1, await after.RunAsync());
        Assert.True(after.Directory.PriorOf("lakeside")!.Shares["letter"] > 0.8f);
    }

    [Fact]
    public async Task Of_two_hosts_the_slower_one_takes_what_the_faster_one_found()
    {
        await using var store = await StoreAsync();
        Host first = new(store), second = new(store);
        first.See("lakeside", 100, shout: true);
        second.See("lakeside", 100, shout: true);

        Assert.Equal(1, await first.RunAsync());
        // It has not heard of it yet, but the store has.
        Assert.Null(second.Directory.PriorOf("lakeside"));
        Assert.Equal(0, await second.RunAsync());
        Assert.Equal(100, second.Directory.PriorOf("lakeside")!.Comments);
    }

    [Fact]
    public async Task What_an_owner_wants_forgotten_is_learnt_anew_from_comments_that_come_after()
    {
        await using var store = await StoreAsync();
        Host host = new(store), other = new(store);
        host.See("lakeside", 128, shout: true);
        await host.RunAsync();
        other.See("lakeside", 128, shout: true);
        await other.RunAsync();
        Assert.True(await store.Get<Sites>().ForgetDomainsAsync("lakeside", "ann"));

        foreach (var one in (Host[])[host, other])
        {
            await one.Directory.RefreshAsync(default);
            Assert.Null(one.Directory.PriorOf("lakeside"));
            one.See("lakeside", 40, shout: true);
            Assert.Equal(0, await one.RunAsync());
        }

        host.See("lakeside", 32, shout: false);
        Assert.Equal(1, await host.RunAsync());
        Assert.Equal(32, host.Directory.PriorOf("lakeside")!.Comments);
        Assert.True(host.Directory.PriorOf("lakeside")!.Shares["letter"] > 0.7f);
    }

    [Fact]
    public async Task Where_it_is_turned_off_nothing_is_noted_and_nothing_in_force()
    {
        await using var store = await StoreAsync();
        var on = new Host(store);
        on.See("lakeside", 100, shout: true);
        await on.RunAsync();

        var off = new Host(store, new ModerationOptions { DomainPriors = false });
        off.See("lakeside", 300, shout: false);
        Assert.Equal(0, await off.RunAsync());
        Assert.Null(off.Directory.PriorOf("lakeside"));
        await using var db = store.Db();
        Assert.Null((await SitePriors.ReadAsync(db, new ModerationOptions { DomainPriors = false }, default))("lakeside"));
        var priors = await SitePriors.ReadAsync(db, new ModerationOptions(), default);
        Assert.Equal(100, priors("lakeside")!.Comments);
        Assert.Null(priors("forum"));
        Assert.Null(priors("nowhere"));
    }

    [Fact]
    public async Task A_site_that_the_store_does_not_know_is_passed_over()
    {
        await using var store = await StoreAsync();
        var host = new Host(store);
        host.See("nowhere", 100, shout: true);
        host.Memory.Note("lakeside", null);

        Assert.Equal(0, await host.RunAsync());
    }

    private async Task<StoreFixture> StoreAsync()
    {
        var store = await databases.MigratedAsync();
        await store.Get<Sites>().AddAsync("lakeside", "Lakeside", "test");
        await store.Get<Sites>().AddAsync("forum", "Forum", "test");
        return store;
    }

    /// <summary>What a process of the service has.</summary>
    private sealed class Host
    {
        private readonly Func<CancellationToken, Task<int>> _run;

        public Host(StoreFixture store, ModerationOptions? options = null)
        {
            options ??= new ModerationOptions();
            var contexts = store.Get<IDbContextFactory<ModerationDb>>();
            (Directory, Memory) = (new SiteDirectory(contexts, options), new PlaceMemory(options));
            _run = new PriorWorker(Memory, Directory, store.Get<Sites>(), contexts, store.Clock, NullLogger<PriorWorker>.Instance).RunOnceAsync;
        }

        public SiteDirectory Directory { get; }

        public PlaceMemory Memory { get; }

        public void See(string site, int comments, bool shout)
        {
            for (var i = 0; i < comments; i++)
            {
                Memory.Note(site, new DomainGuess(Domains, shout ? [0.2f, 0.8f] : [0.8f, 0.2f]));
            }
        }

        /// <summary>A run, and the refresh that follows it.</summary>
        public async Task<int> RunAsync()
        {
            var changed = await _run(default);
            await Directory.RefreshAsync(default);
            return changed;
        }
    }
}
