using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Service.Owners;
using Moderation.Service.Retraining;
using Moderation.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Owners;

/// <summary>Who may give what to whom.</summary>
public sealed class PeopleDeskTests
{
    private static readonly string[] Town = ["town"];

    [Theory]
    [InlineData(UserRole.Moderator, "town", true)]
    [InlineData(UserRole.Owner, "town", true)]
    [InlineData(UserRole.Admin, "town", false)]
    [InlineData(UserRole.Moderator, "harbour", false)]
    [InlineData(UserRole.Moderator, "town,harbour", false)]
    [InlineData(UserRole.Moderator, null, false)]
    public async Task An_owner_of_a_site_gives_a_role_up_to_the_own_for_that_site_alone(UserRole role, string? sites, bool mayGive)
    {
        await using var app = await StartAsync();
        var people = app.Services.GetRequiredService<PeopleDesk>();
        var owner = await AddAsync(app, "olga", UserRole.Owner, Town);

        var inviting = people.InviteAsync(owner, "nils", role, sites?.Split(','));

        if (mayGive)
        {
            Assert.Equal(("nils", role), ((await inviting).User.Name, (await inviting).User.Role));
        }
        else
        {
            Assert.Contains("more than you may give", (await Assert.ThrowsAsync<StoreException>(() => inviting)).Message, StringComparison.Ordinal);
            await using var db = Db(app);
            Assert.False(await db.Users.AnyAsync(user => user.Name == "nils"));
        }
    }

    [Fact]
    public async Task No_link_signs_an_owner_in_as_somebody_who_may_do_more()
    {
        await using var app = await StartAsync();
        var people = app.Services.GetRequiredService<PeopleDesk>();
        var owner = await AddAsync(app, "olga", UserRole.Owner, Town);
        var everywhere = Guid.Parse(await AddAsync(app, "ada", UserRole.Moderator, null));
        var admin = Guid.Parse(await AddAsync(app, "root", UserRole.Admin, Town));
        await using var before = Db(app);
        var links = await before.SignInLinks.CountAsync();

        foreach (var person in new[] { everywhere, admin })
        {
            await Assert.ThrowsAsync<StoreException>(() => people.LinkAsync(owner, person));
            await Assert.ThrowsAsync<StoreException>(() => people.ChangeAsync(owner, person, UserRole.Moderator, Town));
            await Assert.ThrowsAsync<StoreException>(() => people.DisableAsync(owner, person, disabled: true));
        }

        // The name of somebody known is no way to a link either.
        await Assert.ThrowsAsync<StoreException>(() => people.InviteAsync(owner, "root", UserRole.Moderator, Town));
        Assert.Equal(links, await before.SignInLinks.CountAsync());
    }

    [Fact]
    public async Task Owners_see_the_people_of_their_sites_and_change_those_below_them()
    {
        await using var app = await StartAsync();
        var people = app.Services.GetRequiredService<PeopleDesk>();
        var owner = await AddAsync(app, "olga", UserRole.Owner, Town);
        await AddAsync(app, "harald", UserRole.Moderator, ["harbour"]);
        await AddAsync(app, "root", UserRole.Admin, null);
        var mia = Guid.Parse(await AddAsync(app, "mia", UserRole.Moderator, Town));

        Assert.Equal([("mia", true), ("olga", true), ("root", false)], (await people.PeopleAsync(owner)).Select(entry => (entry.User.Name, entry.MayChange)));
        Assert.Equal([UserRole.Moderator, UserRole.Owner], await people.RolesAsync(owner));
        Assert.Equivalent(Town, (await people.SitesAsync(owner)).Sites);

        await AddAsync(app, "both", UserRole.Moderator, ["harbour", "town"]);
        var both = (await people.PeopleAsync(owner)).Single(entry => entry.User.Name == "both");
        Assert.Equal((false, true, "town"), (both.MayChange, both.HasOthers, Assert.Single(both.User.Sites!)));

        await people.ChangeAsync(owner, mia, UserRole.Owner, Town);
        Assert.NotNull((await people.LinkAsync(owner, mia)).Token);
        await people.DisableAsync(owner, mia, disabled: true);
        await using var db = Db(app);
        var row = await db.Users.SingleAsync(user => user.Id == mia);
        Assert.Equal(UserRole.Owner, row.Role);
        Assert.NotNull(row.DisabledAt);
    }

    [Fact]
    public async Task Nobody_shuts_themselves_out_and_who_is_shut_out_changes_nothing()
    {
        await using var app = await StartAsync();
        var people = app.Services.GetRequiredService<PeopleDesk>();
        var admin = await AddAsync(app, "root", UserRole.Admin, null);
        var owner = await AddAsync(app, "olga", UserRole.Owner, Town);
        var mia = await AddAsync(app, "mia", UserRole.Moderator, Town);

        await Assert.ThrowsAsync<StoreException>(() => people.DisableAsync(admin, Guid.Parse(admin), disabled: true));
        await Assert.ThrowsAsync<StoreException>(() => people.ChangeAsync(admin, Guid.Parse(admin), UserRole.Moderator, Town));
        await Assert.ThrowsAsync<StoreException>(() => people.PeopleAsync(mia));
        await people.DisableAsync(admin, Guid.Parse(owner), disabled: true);

        Assert.Contains("no owner here any more", (await Assert.ThrowsAsync<StoreException>(() => people.PeopleAsync(owner))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_owner_of_some_sites_reads_and_changes_no_other()
    {
        await using var app = await StartAsync();
        var desk = app.Services.GetRequiredService<OwnerDesk>();
        var owner = await AddAsync(app, "olga", UserRole.Owner, Town);
        var admin = await AddAsync(app, "root", UserRole.Admin, null);
        var key = (await desk.AddKeyAsync(admin, "harbour", "the blog", [KeyScopes.Screen], forAkismet: false)).Row;
        var endpoint = await desk.AddEndpointAsync(admin, "harbour", "https://harbour.example/hooks");

        Assert.Equal(Town, (await desk.SitesAsync(owner)).Select(site => site.Id));
        Assert.Null(await desk.SiteAsync(owner, "harbour"));
        Assert.NotNull(await desk.SiteAsync(owner, "town"));
        await Assert.ThrowsAsync<StoreException>(() => desk.AddSiteAsync(owner, "hill"));
        await Assert.ThrowsAsync<StoreException>(() => desk.AddKeyAsync(owner, "harbour", "mine", [KeyScopes.Read], forAkismet: false));
        await Assert.ThrowsAsync<StoreException>(() => desk.RevokeKeyAsync(owner, key));
        await Assert.ThrowsAsync<StoreException>(() => desk.AddEndpointAsync(owner, "harbour", "https://elsewhere.example"));
        await Assert.ThrowsAsync<StoreException>(() => desk.RemoveEndpointAsync(owner, endpoint));
        await Assert.ThrowsAsync<StoreException>(() => desk.SetPolicyAsync(owner, "harbour", null));
        await Assert.ThrowsAsync<StoreException>(() => desk.SetLimitAsync(owner, "harbour", 1));
        Assert.Equal(3, (await desk.SitesAsync(admin)).Count);
    }

    [Fact]
    public async Task Why_a_model_was_refused_may_name_other_sites_and_is_not_for_owners_of_some()
    {
        await using var app = await StartAsync();
        var desk = app.Services.GetRequiredService<OwnerDesk>();
        await using var db = Db(app);
        db.Audit.Add(new RetrainingRecord
        {
            Outcome = RetrainingOutcome.Refused, Champion = "m1", Model = "m2", Comments = 40, NewJudgements = 12, Reasons = ["The site 'harbour' has thresholds of its own for m1."],
        }.ToAudit("test"));
        await db.SaveChangesAsync();

        var seen = Assert.Single(await desk.RunsAsync(await AddAsync(app, "olga", UserRole.Owner, Town)));
        Assert.Equal(("m2", "Ask an admin for the reasons."), (seen.Model, Assert.Single(seen.Reasons)));
        Assert.Contains("harbour", Assert.Single((await desk.RunsAsync(await AddAsync(app, "root", UserRole.Admin, null)))[0].Reasons), StringComparison.Ordinal);
    }

    private static async Task<ModerationApp> StartAsync()
    {
        var app = await ModerationApp.StartAsync(new FixedClassifier());
        foreach (var site in new[] { "town", "harbour" })
        {
            await app.Services.GetRequiredService<Sites>().AddAsync(site, site, "test");
        }

        return app;
    }

    private static async Task<string> AddAsync(ModerationApp app, string name, UserRole role, IReadOnlyList<string>? sites) =>
        (await app.Services.GetRequiredService<Users>().InviteAsync(name, role, "test", sites)).User.Id.ToString();

    private static ModerationDb Db(ModerationApp app) => app.Services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContext();
}
