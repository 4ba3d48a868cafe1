using Microsoft.EntityFrameworkCore;
using Moderation.Policies;
using Moderation.Store;

namespace Moderation.Tests.Store;

public abstract partial class StoreContract
{
    private ApiKeys Keys => Store.Get<ApiKeys>();

    private Moderation.Store.Sites Sites => Store.Get<Moderation.Store.Sites>();

    private Users People => Store.Get<Users>();

    [SkippableFact]
    public async Task A_sites_limit_is_set_taken_away_and_audited()
    {
        await Sites.AddAsync("lakeside", "Lakeside", "test");

        Assert.True(await Sites.SetLimitAsync("lakeside", 50, "ann"));
        await using (var db = Store.Db())
        {
            Assert.Equal(50, (await db.Sites.SingleAsync()).RequestsPerSecond);
            Assert.Equal("50", (await db.Audit.SingleAsync(row => row.What == "limit-set")).Detail);
        }

        Assert.True(await Sites.SetLimitAsync("lakeside", null, "ann"));
        Assert.False(await Sites.SetLimitAsync("nowhere", 50, "ann"));
        await using var after = Store.Db();
        Assert.Null((await after.Sites.SingleAsync()).RequestsPerSecond);
    }

    [SkippableFact]
    public async Task What_a_sites_comments_read_like_is_kept_and_forgotten_on_an_owners_word()
    {
        await Sites.AddAsync("lakeside", "Lakeside", "test");
        var domains = new SiteDomains(new Dictionary<string, float> { ["wikipedia"] = 0.1234567f, ["gab"] = 0.8765433f }, 256, Store.Clock.GetUtcNow());

        Assert.True(await Sites.SetDomainsAsync("lakeside", domains));
        Assert.False(await Sites.SetDomainsAsync("nowhere", domains));
        await using (var db = Store.Db())
        {
            var kept = (await db.Sites.SingleAsync()).Domains!;
            Assert.Equal((256, domains.At, 0.1234567f), (kept.Comments, kept.At, kept.Prior.Shares["wikipedia"]));
            Assert.Equal(["site-add"], await db.Audit.Select(row => row.What).ToListAsync());
        }

        Assert.True(await Sites.ForgetDomainsAsync("lakeside", "ann"));
        Assert.False(await Sites.ForgetDomainsAsync("lakeside", "ann"));
        Assert.False(await Sites.ForgetDomainsAsync("nowhere", "ann"));
        await using var after = Store.Db();
        Assert.Null((await after.Sites.SingleAsync()).Domains);
        Assert.Equal("ann", (await after.Audit.SingleAsync(row => row.What == "domains-forget")).Who);
    }

    [SkippableFact]
    public async Task A_key_opens_until_it_is_revoked_and_only_its_hash_is_kept()
    {
        await AddSiteAsync();
        var made = await Keys.CreateAsync("lakeside", "the blog", [KeyScopes.Screen], "ann");
        var found = await Keys.FindAsync(made.Key);

        Assert.Equal((made.Row.Id, "lakeside", "the blog"), (found!.Id, found.Site, found.Name));
        Assert.Equal([KeyScopes.Screen], found.Scopes);
        await using var db = Store.Db();
        var row = await db.ApiKeys.AsNoTracking().SingleAsync();
        Assert.Equal(Store.Clock.GetUtcNow(), row.LastUsedAt);
        Assert.DoesNotContain(made.Key, row.Prefix, StringComparison.Ordinal);
        Assert.Null(await Keys.FindAsync(made.Key + "x"));
        Assert.True(await Keys.RevokeAsync(made.Row.Id, "ann"));
        Assert.Null(await Keys.FindAsync(made.Key));
        Assert.False(await Keys.RevokeAsync(made.Row.Id, "ann"));
        Assert.Equal(["site-add", "key-create", "key-revoke"], await db.Audit.OrderBy(audit => audit.Key).Select(audit => audit.What).ToListAsync());
    }

    [SkippableFact]
    public async Task A_key_revoked_by_another_process_stops_opening_when_it_is_forgotten_here()
    {
        await AddSiteAsync();
        var made = await Keys.CreateAsync("lakeside", "the blog", KeyScopes.All, "ann");
        Assert.NotNull(await Keys.FindAsync(made.Key));
        await ((ApiKeys)Store.Process().GetService(typeof(ApiKeys))!).RevokeAsync(made.Row.Id, "ann");
        Store.Clock.Pass(ApiKeys.Memory);

        Assert.Null(await Keys.FindAsync(made.Key));
    }

    [SkippableFact]
    public async Task A_key_for_akismet_has_the_twelve_characters_its_clients_insist_on()
    {
        await AddSiteAsync();
        Assert.Matches("^[0-9a-z]{12}$", (await Keys.CreateAsync("lakeside", "wp", [KeyScopes.Screen], "ann", forAkismet: true)).Key);
    }

    [SkippableFact]
    public async Task A_key_for_no_site_or_an_unknown_scope_is_refused()
    {
        await Assert.ThrowsAsync<StoreException>(() => Keys.CreateAsync("nowhere", "x", [KeyScopes.Screen], "ann"));
        await AddSiteAsync();
        await Assert.ThrowsAsync<StoreException>(() => Keys.CreateAsync("lakeside", "x", ["everything"], "ann"));
    }

    [SkippableFact]
    public async Task A_sign_in_link_works_once_and_in_time_for_people_who_are_welcome()
    {
        var invitation = await People.InviteAsync("Ann", UserRole.Moderator, "console");
        var signedIn = await People.SignInAsync(invitation.Token);
        Assert.Equal(("Ann", UserRole.Moderator), (signedIn!.User.Name, signedIn.User.Role));
        Assert.Null(await People.SignInAsync(invitation.Token));
        Assert.Null(await People.SignInAsync("made-up"));

        var old = await People.InviteAsync("Ann", UserRole.Admin, "console");
        Assert.Equal((signedIn.User.Id, UserRole.Moderator), (old.User.Id, old.User.Role));
        Store.Clock.Pass(Users.LinkLife);
        Assert.Null(await People.SignInAsync(old.Token));

        var shutOut = await People.InviteAsync("Ann", UserRole.Moderator, "console");
        Assert.True(await People.DisableAsync(signedIn.User.Id, disabled: true, "console"));
        Assert.Null(await People.SignInAsync(shutOut.Token));
        await Assert.ThrowsAsync<StoreException>(() => People.InviteAsync("Ann", UserRole.Moderator, "console"));
        Assert.True(await People.DisableAsync(signedIn.User.Id, disabled: false, "console"));
        Assert.Null(await People.SignInAsync(shutOut.Token));
        Assert.NotNull(await People.SignInAsync((await People.InviteAsync("Ann", UserRole.Moderator, "console")).Token));
        Assert.False(await People.DisableAsync(Guid.NewGuid(), disabled: true, "console"));
    }

    [SkippableFact]
    public async Task People_look_after_the_sites_they_are_given_and_the_audit_names_nobody()
    {
        await AddSiteAsync();
        await Sites.AddAsync("harbour", "Harbour", "ann");
        var ann = (await People.InviteAsync("Ann", UserRole.Moderator, "console", ["lakeside"])).User;
        var bob = (await People.InviteAsync("Bob", UserRole.Owner, "console")).User;
        Assert.Equal((true, false, true), (ann.Minds("lakeside"), ann.Minds("harbour"), bob.Minds("harbour")));

        // To be invited again gives nothing that was not given before.
        Assert.Equal(["lakeside"], (await People.InviteAsync("Ann", UserRole.Admin, "console")).User.Sites!);
        Assert.True(await People.ChangeAsync(ann.Id, UserRole.Owner, ["harbour", "lakeside"], "console"));
        Assert.True(await People.ChangeAsync(bob.Id, UserRole.Moderator, null, "console"));
        Assert.False(await People.ChangeAsync(Guid.NewGuid(), UserRole.Moderator, null, "console"));
        await Assert.ThrowsAsync<StoreException>(() => People.ChangeAsync(ann.Id, UserRole.Owner, [], "console"));
        await Assert.ThrowsAsync<StoreException>(() => People.InviteAsync("Cem", UserRole.Owner, "console", ["nowhere"]));

        await using var db = Store.Db();
        Assert.Equal(["Ann owner harbour,lakeside", "Bob moderator "], (await db.Users.AsNoTracking().OrderBy(user => user.Name).ToListAsync())
            .Select(user => $"{user.Name} {user.Role.ToString().ToLowerInvariant()} {string.Join(',', user.Sites ?? [])}"));
        var audit = await db.Audit.ToListAsync();
        Assert.Contains(audit, row => row is { What: "user-change", Detail: "owner of harbour, lakeside" });
        Assert.DoesNotContain(audit, row => $"{row.Subject}{row.Detail}".Contains("Ann", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Signing_out_ends_one_session_and_other_rights_or_being_shut_out_end_them_all()
    {
        await AddSiteAsync();
        var (first, second) = (await SignInAsync("Ann"), await SignInAsync("Ann"));
        var other = await SignInAsync("Bob");
        Assert.NotEqual(first.Session, second.Session);
        Assert.True(await People.SignOutAsync(first.Session));
        Assert.False(await People.SignOutAsync(first.Session));
        Assert.Equal(2, await SessionsAsync());

        Assert.True(await People.ChangeAsync(second.User.Id, UserRole.Moderator, null, "console"));
        Assert.Equal(2, await SessionsAsync());
        Assert.True(await People.ChangeAsync(second.User.Id, UserRole.Moderator, ["lakeside"], "console"));
        Assert.Equal(1, await SessionsAsync());
        await SignInAsync("Ann");
        Assert.True(await People.ChangeAsync(second.User.Id, UserRole.Owner, ["lakeside"], "console"));
        Assert.Equal(1, await SessionsAsync());
        Assert.True(await People.DisableAsync(other.User.Id, disabled: true, "console"));
        Assert.Equal(0, await SessionsAsync());

        await using var db = Store.Db();
        Assert.Equal($"{first.User.Id}", (await db.Audit.SingleAsync(row => row.What == "sign-out")).Who);
        Assert.Equal(2, await db.Audit.CountAsync(row => row.What == "user-change"));
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("two\nlines")]
    public async Task A_person_needs_a_name(string name) =>
        await Assert.ThrowsAsync<StoreException>(() => People.InviteAsync(name, UserRole.Moderator, "console"));

    [SkippableFact]
    public async Task A_link_used_twice_at_once_signs_in_once()
    {
        var invitation = await People.InviteAsync("Ann", UserRole.Owner, "console");
        var signedIn = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => People.SignInAsync(invitation.Token))));
        Assert.Single(signedIn, user => user is not null);
    }

    [SkippableFact]
    public async Task The_policies_of_a_site_and_of_a_section_are_read_back_as_they_were()
    {
        var policy = new Policy
        {
            Version = "p7",
            Model = "m1",
            Review = new Dictionary<string, float> { ["slur"] = 0.42f },
            Reject = new Dictionary<string, float> { ["slur"] = 0.99f },
            FailOpen = true,
        };
        await AddSiteAsync();
        Assert.True(await Sites.SetPolicyAsync("lakeside", null, policy, "ann"));
        Assert.True(await Sites.SetPolicyAsync("lakeside", "rowing", policy with { Version = "p8" }, "ann"));
        Assert.False(await Sites.SetPolicyAsync("elsewhere", null, policy, "ann"));

        await using var db = Store.Db();
        Assert.Equivalent(policy, (await db.Sites.SingleAsync()).Policy, strict: true);
        Assert.Equivalent(policy with { Version = "p8" }, (await db.Sections.SingleAsync()).Policy, strict: true);
        Assert.Equal(["p7", "p8"], await db.Audit.Where(row => row.What == "policy-set").OrderBy(row => row.Key).Select(row => row.Detail).ToListAsync());
        Assert.True(await Sites.SetPolicyAsync("lakeside", null, null, "ann"));
        Assert.Equal(1, await db.Sites.CountAsync(row => row.Policy == null));
    }

    [SkippableFact]
    public async Task Processes_that_start_at_once_add_the_same_site_and_user_once()
    {
        var processes = Enumerable.Range(0, 4).Select(_ => Store.Process()).ToArray();
        var added = await Task.WhenAll(processes.Select(process => Task.Run(() =>
            ((Moderation.Store.Sites)process.GetService(typeof(Moderation.Store.Sites))!).AddAsync("lakeside", "Lakeside", "start"))));
        var invited = await Task.WhenAll(processes.Select(process => Task.Run(() =>
            ((Users)process.GetService(typeof(Users))!).InviteAsync("first", UserRole.Admin, "start"))));

        Assert.Single(added, one => one);
        Assert.Single(invited.Select(one => one.User.Id).Distinct());
        Assert.All(invited, one => Assert.Equal(UserRole.Admin, one.User.Role));
        Assert.NotNull(await People.SignInAsync(invited[3].Token));
    }

    [SkippableFact]
    public async Task A_site_is_added_once_and_under_a_sound_id()
    {
        await AddSiteAsync();
        Assert.False(await Sites.AddAsync("lakeside", "Another", "ann"));
        foreach (var unsound in new[] { "", " ", "a/b", "a b", "..", "-a", "a:b", "a?b", "a%2Fb", new string('a', Limits.Site + 1) })
        {
            Assert.Contains("cannot be a site's id", (await Assert.ThrowsAsync<StoreException>(() => Sites.AddAsync(unsound, "Unsound", "ann"))).Message, StringComparison.Ordinal);
        }

        await using var db = Store.Db();
        Assert.Equal("Lakeside", (await db.Sites.SingleAsync()).Name);
        Assert.True(await Sites.AddAsync("Stadt-blätt.7_x", "Sound", "ann"));

        db.Sites.Add(new SiteRow { Id = "from before", Name = "Old", CreatedAt = Store.Clock.GetUtcNow() });
        await db.SaveChangesAsync();
        Assert.False(await Sites.AddAsync("from before", "Old", "ann"));
    }

    [SkippableFact]
    public async Task What_is_known_of_a_section_grows_and_is_not_forgotten()
    {
        await Sites.DescribeAsync("lakeside", "swimming", "Swimming", null, null);
        await Sites.DescribeAsync("lakeside", "swimming", null, "https://lakeside.example/swimming", "The bath opens\0 at six.");

        await using var db = Store.Db();
        var section = await db.Sections.SingleAsync();
        Assert.Equal(("Swimming", "https://lakeside.example/swimming", "The bath opens\uFFFD at six."), (section.Title, section.Url, section.Article));
    }

    private async Task<SignedIn> SignInAsync(string name) =>
        (await People.SignInAsync((await People.InviteAsync(name, UserRole.Moderator, "console")).Token))!;

    private async Task<int> SessionsAsync()
    {
        await using var db = Store.Db();
        return await db.Sessions.CountAsync();
    }

    private Task<bool> AddSiteAsync() => Sites.AddAsync("lakeside", "Lakeside", "ann");
}
