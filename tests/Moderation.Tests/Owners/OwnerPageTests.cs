using System.Net;
using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Policies;
using Moderation.Service.Access;
using Moderation.Service.Retraining;
using Moderation.Service.Reviews;
using Moderation.Store;
using Moderation.Tests.Service.Reviews;
using Moderation.Tests.Support;

namespace Moderation.Tests.Owners;

/// <summary>The owners' pages in a real browser.</summary>
public sealed class OwnerPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Nowhere = "http://127.0.0.1:9/hooks";

    [SkippableFact]
    public async Task An_owner_makes_a_key_by_keyboard_sees_it_once_and_revokes_it()
    {
        await using var visitor = await chromium.VisitorAsync();
        await using var desk = await Desk.StartAsync();
        await desk.SignInAsync(visitor, "olga", UserRole.Owner);
        await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Sites" }).PressAsync("Enter");
        await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "default", Exact = true }).PressAsync("Enter");
        await visitor.Page.GetByLabel("New key").FocusAsync();
        await visitor.Page.Keyboard.TypeAsync("the blog");
        // Past the button and 'screen' to 'read', which the key shall not have.
        await PressAsync(visitor, "Tab", "Tab", "Tab", "Space");
        await visitor.Page.GetByLabel("New key").PressAsync("Enter");
        await visitor.SeesAsync("#once:focus");
        var key = await visitor.Page.Locator("#once").InputValueAsync();
        await visitor.PictureAsync("owner-key");

        Assert.Equal(HttpStatusCode.OK, await ScreenAsync(desk, key));
        await visitor.Page.ReloadAsync();
        await visitor.SeesAsync("section tr", "the blog");
        Assert.Equal(0, await visitor.Find("#once").CountAsync());
        var row = visitor.Find("section tr", "the blog");
        Assert.Contains("screen, label", await row.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("just now", await row.InnerTextAsync(), StringComparison.Ordinal);

        await visitor.Page.GetByLabel("Revoke the blog").PressAsync("Enter");
        await visitor.Find("button", "Revoke for good").PressAsync("Enter");
        await visitor.SeesAsync(".notice", "The key 'the blog' is revoked");
        await visitor.SeesAsync("tr.gone", "the blog");
        Assert.Equal(HttpStatusCode.Unauthorized, await ScreenAsync(desk, key));
        Assert.Empty(visitor.Complaints);
    }

    [SkippableFact]
    public async Task An_address_of_the_services_own_network_is_refused_with_its_cure()
    {
        await using var visitor = await chromium.VisitorAsync();
        await using var desk = await Desk.StartAsync();
        await desk.SignInAsync(visitor, "olga", UserRole.Owner);
        await visitor.Page.GotoAsync($"{desk.App.Address}/sites/default");

        await visitor.Page.GetByLabel("New address").FillAsync("http://169.254.169.254/latest");
        await visitor.Page.GetByLabel("New address").PressAsync("Enter");

        await visitor.SeesAsync(".notice.fault", "Moderation:PrivateWebhooks");
    }

    [SkippableFact]
    public async Task A_webhook_is_added_with_its_secret_and_dead_letters_are_sent_again()
    {
        await using var visitor = await chromium.VisitorAsync();
        await using var desk = await Desk.StartAsync(new() { ["Moderation:PrivateWebhooks"] = "true" });
        await desk.SignInAsync(visitor, "olga", UserRole.Owner);
        await visitor.Page.GotoAsync($"{desk.App.Address}/sites/default");
        await visitor.Page.GetByLabel("New address").FillAsync("ftp://example.org/hooks");
        await visitor.Page.GetByLabel("New address").PressAsync("Enter");
        await visitor.SeesAsync(".notice.fault", "no absolute http or https address");

        await visitor.Page.GetByLabel("New address").FillAsync(Nowhere);
        await visitor.Page.GetByLabel("New address").PressAsync("Enter");
        await visitor.SeesAsync("#once");
        Assert.StartsWith("whsec_", await visitor.Page.Locator("#once").InputValueAsync(), StringComparison.Ordinal);
        await visitor.Find("button", "I have it").ClickAsync();
        await visitor.SeesNoneAsync("#once");

        await DecideAsync(desk, "c2");
        await KillAsync(desk);
        await visitor.Page.ReloadAsync();
        await visitor.SeesAsync(".deliveries .bad", "given up");
        await visitor.PictureAsync("owner-webhooks");
        await visitor.Page.GetByLabel("Send c2 again").ClickAsync();
        await visitor.SeesAsync(".notice", "1 delivery is sent again now.");
        await visitor.SeesNoneAsync(".deliveries .bad");

        await visitor.Page.GetByLabel($"Remove {Nowhere}").ClickAsync();
        await visitor.Find("button", "Remove with all").ClickAsync();
        await visitor.SeesAsync(".notice", "hears no more");
    }

    [SkippableFact]
    public async Task Thresholds_are_tried_on_the_last_comments_before_they_are_put_in_force()
    {
        await using var visitor = await chromium.VisitorAsync();
        await using var desk = await Desk.StartAsync();
        await desk.SignInAsync(visitor, "olga", UserRole.Owner);
        await visitor.Page.GotoAsync($"{desk.App.Address}/sites/default");
        await visitor.SeesAsync("section", "Of the last 5 comments 3 were held; under it 3 would be.");
        var harassment = visitor.Page.GetByLabel("harassment is held from");
        Assert.Equal("0.5", await harassment.InputValueAsync());

        await harassment.FillAsync("lots");
        await visitor.Find("button", "Try on the last comments").ClickAsync();
        await visitor.SeesAsync(".notice.fault", "The threshold of harassment is no number");
        await harassment.FillAsync("0,8");
        await harassment.PressAsync("Enter");
        await visitor.SeesAsync(".notice", "Of the last 5 comments 2 would be held; 3 were. Nothing is changed yet.");
        Assert.Equal("default@fixed", PolicyOf(desk).Version);
        await visitor.PictureAsync("owner-policy");
        await visitor.Find("button", "Put in force").ClickAsync();
        await visitor.SeesAsync(".notice", "is in force");

        Assert.Equal((0.8f, "fixed"), (PolicyOf(desk).Review["harassment"], PolicyOf(desk).Model));
        await visitor.Find("button", "Back to the model's thresholds").ClickAsync();
        await visitor.Find("button", "Yes, drop the site's own").ClickAsync();
        await visitor.SeesAsync("section", "the thresholds of the model's card");
        Assert.Equal("default@fixed", PolicyOf(desk).Version);
        await visitor.Page.GetByLabel("Requests a second for each key").FillAsync("-1");
        await visitor.Page.GetByLabel("Requests a second for each key").PressAsync("Enter");
        await visitor.SeesAsync(".notice.fault", "The limit is no whole number");
        await visitor.Page.GetByLabel("Requests a second for each key").FillAsync("50");
        await visitor.Page.GetByLabel("Requests a second for each key").PressAsync("Enter");
        await visitor.SeesAsync(".notice", "The limit is in force");
        Assert.Equal(50, desk.App.Services.GetRequiredService<SiteDirectory>().Find("default")?.RequestsPerSecond);
        await using var db = await desk.DbAsync();
        Assert.Equal(2, await db.Audit.CountAsync(row => row.What == "policy-set" && row.Subject == "default"));
    }

    [SkippableFact]
    public async Task What_a_sites_comments_read_like_is_told_and_forgotten()
    {
        await using var visitor = await chromium.VisitorAsync();
        await using var desk = await Desk.StartAsync();
        await desk.App.Services.GetRequiredService<Sites>().SetDomainsAsync("default", new SiteDomains(
            new Dictionary<string, float> { ["civil-comments"] = 0.62f, ["wikipedia"] = 0.38f }, 256, DateTimeOffset.UtcNow.AddHours(-3)));
        await desk.SignInAsync(visitor, "olga", UserRole.Owner);
        await visitor.Page.GotoAsync($"{desk.App.Address}/sites/default");
        await visitor.SeesAsync("section", "They read most like comments under news 62 %, Wikipedia talk pages 38 % (from 256 comments, 3 h ago).");
        await visitor.PictureAsync("owner-domains");

        await visitor.Page.GetByLabel("Forget what its comments read like").PressAsync("Enter");
        await visitor.Find("button", "Yes, learn it anew").ClickAsync();
        await visitor.SeesAsync(".notice", "It is forgotten");
        await visitor.SeesAsync("section", "Each alone, until 32 of them");

        await using var db = await desk.DbAsync();
        Assert.Null((await db.Sites.SingleAsync(site => site.Id == "default")).Domains);
        Assert.True(await db.Audit.AnyAsync(row => row.What == "domains-forget" && row.Subject == "default"));
        Assert.Empty(visitor.Complaints);
    }

    [SkippableFact]
    public async Task The_models_stand_there_with_their_stage_and_a_new_site_is_added()
    {
        await using var visitor = await chromium.VisitorAsync(dark: true);
        await using var desk = await Desk.StartAsync();
        var run = new RetrainingRecord
        {
            At = DateTimeOffset.UtcNow, Model = "m2", Outcome = RetrainingOutcome.Refused, Champion = "fixed", Comments = 40, NewJudgements = 12,
            Reasons = ["roc-auc of slur on all goes from 0.990 to 0.970 (900 rows)."], Figures = [new("slur", 900, 0.99, 0.97)],
        };
        await using (var db = await desk.DbAsync())
        {
            db.Audit.Add(run.ToAudit("test"));
            await db.SaveChangesAsync();
        }

        await desk.SignInAsync(visitor, "olga", UserRole.Owner);
        await visitor.Find(".bar nav a", "Models").ClickAsync();
        await visitor.SeesAsync("tr", "champion since");
        await visitor.SeesAsync("tr", "m2 is refused (40 judged comments, 12 judgements new)");
        await visitor.SeesAsync("tr", "0.990 → 0.970");
        await visitor.SeesAsync("tr", "harassment 0.5");
        await visitor.PictureAsync("owner-models");

        await visitor.Find(".bar nav a", "Sites").ClickAsync();
        await visitor.Page.GetByLabel("New site").FillAsync("town-paper");
        await visitor.Page.GetByLabel("New site").PressAsync("Enter");
        await visitor.SeesAsync(".notice", "The site 'town-paper' is there.");
        await visitor.SeesAsync("tr", "town-paper");
        await visitor.Page.GetByLabel("New site").FillAsync("town/paper");
        await visitor.Page.GetByLabel("New site").PressAsync("Enter");
        await visitor.SeesAsync(".notice.fault", "'town/paper' cannot be a site's id");
        await visitor.PictureAsync("owner-sites");
        Assert.All(visitor.Asked, address => Assert.Equal("127.0.0.1", new Uri(address).Host));
        Assert.Empty(visitor.Complaints);
    }

    [SkippableFact]
    public async Task No_page_is_wider_than_a_telephone()
    {
        await using var visitor = await chromium.VisitorAsync(width: 400, height: 800);
        await using var desk = await Desk.StartAsync();
        await desk.SignInAsync(visitor, "olga", UserRole.Owner);
        foreach (var page in new[] { "/queue", "/queue/1", "/sites", "/sites/default", "/people", "/models" })
        {
            await visitor.Page.GotoAsync(desk.App.Address + page);
            await visitor.SeesAsync(".bar nav");
            await visitor.SeesAsync("td, .panes:not(.open) .rows li, .card");
            await visitor.PictureAsync($"narrow{page.Replace('/', '-')}");
            Assert.True(await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= 400, page);
        }
    }

    [SkippableFact]
    public async Task A_moderator_sees_no_owners_page_and_an_owner_who_is_none_any_more_changes_nothing()
    {
        await using var mia = await chromium.VisitorAsync();
        await using var olga = await chromium.VisitorAsync();
        await using var desk = await Desk.StartAsync();
        await desk.SignInAsync(mia, "mia");
        Assert.Equal(0, await mia.Find(".bar nav").CountAsync());
        foreach (var page in new[] { "/sites", "/sites/default", "/people", "/models" })
        {
            await mia.Page.GotoAsync(desk.App.Address + page);
            await mia.SeesAsync("body", "this page is for owners");
        }

        await desk.SignInAsync(olga, "olga", UserRole.Owner);
        await olga.Page.GotoAsync($"{desk.App.Address}/sites/default");
        await olga.SeesAsync("form[aria-label='Make a key']");
        await using (var db = await desk.DbAsync())
        {
            await db.Users.Where(user => user.Name == "olga").ExecuteUpdateAsync(user => user.SetProperty(row => row.Role, UserRole.Moderator));
        }

        await olga.Page.GetByLabel("New key").FillAsync("late");
        await olga.Page.GetByLabel("New key").PressAsync("Enter");
        await olga.SeesAsync(".notice.fault", "You are no owner here any more");
        await using var after = await desk.DbAsync();
        Assert.False(await after.ApiKeys.AnyAsync(key => key.Name == "late"));
    }

    [SkippableFact]
    public async Task What_is_typed_into_the_pages_stands_in_no_log()
    {
        const string Marker = "zyxmarkerwv";
        await using var visitor = await chromium.VisitorAsync();
        // A folder given from outside outlives the host, whose end writes the log out.
        using var folder = new TemporaryFolder();
        string data;
        await using (var desk = await Desk.StartAsync(folder: folder))
        {
            data = desk.App.Data;
            await desk.SignInAsync(visitor, "olga", UserRole.Owner);
            await visitor.Find(".rows li a", "clown").ClickAsync();
            await visitor.SeesAsync(".card.subject", "clown");
            await Task.Delay(ReviewSession.ShortestLook);
            await visitor.PressAsync("r");
            await visitor.Page.GetByLabel("Note", new() { Exact = true }).FillAsync(Marker);
            await visitor.Find(".choices button", "harassment").ClickAsync();
            Assert.Contains(Marker, (await desk.DecidedAsync("c2", Verdict.Reject)).Reason, StringComparison.Ordinal);
            await visitor.Page.GotoAsync($"{desk.App.Address}/queue?section={Marker}&label={Marker}");
            await visitor.SeesAsync(".empty", "behind this filter");
            await visitor.Page.GotoAsync($"{desk.App.Address}/sites/default");
            await visitor.Page.GetByLabel("New key").FillAsync(Marker);
            await visitor.Page.GetByLabel("New key").PressAsync("Enter");
            await visitor.SeesAsync("#once");
            await visitor.Page.GetByLabel("New address").FillAsync($"http://127.0.0.1:9/{Marker}");
            await visitor.Page.GetByLabel("New address").PressAsync("Enter");
            await visitor.SeesAsync("tr", Marker);
            await visitor.Page.GotoAsync($"{desk.App.Address}/people");
            await visitor.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(Marker);
            await visitor.Page.GetByLabel("Name", new() { Exact = true }).PressAsync("Enter");
            await visitor.SeesAsync("#once");
            // What is refused is logged, by its path alone.
            await visitor.Page.GotoAsync($"{desk.App.Address}/v1/reviews?label={Marker}");
        }

        var logs = Directory.GetFiles(data, "*.jsonl", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        Assert.Contains(logs, log => log.Contains("/v1/reviews", StringComparison.Ordinal));
        Assert.DoesNotContain(logs, log => log.Contains(Marker, StringComparison.Ordinal));
    }

    private static Policy PolicyOf(Desk desk) =>
        desk.App.Services.GetRequiredService<SiteDirectory>().PolicyOf("default", "budget", desk.App.Services.GetRequiredService<Moderation.Service.Hosting.ActiveModel>().Current);

    private static async Task PressAsync(Visitor visitor, params string[] keys)
    {
        foreach (var key in keys)
        {
            await visitor.PressAsync(key);
        }
    }

    private static async Task<HttpStatusCode> ScreenAsync(Desk desk, string key)
    {
        using var client = desk.App.Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var content = new StringContent("""{"id":"k1","text":"fine"}""", null, "application/json");
        return (await client.PostAsync("/v1/comments", content)).StatusCode;
    }

    private static async Task DecideAsync(Desk desk, string comment)
    {
        await using var db = await desk.DbAsync();
        var item = await db.ReviewItems.SingleAsync(row => row.CommentId == comment);
        await desk.App.Services.GetRequiredService<ReviewClaims>().ResolveAsync(item.Key, item.CommentKey, new Judgement("test", Verdict.Approve, null));
    }

    private static async Task KillAsync(Desk desk)
    {
        await using var db = await desk.DbAsync();
        await db.WebhookDeliveries.ExecuteUpdateAsync(row => row
            .SetProperty(r => r.DueAt, (DateTimeOffset?)null).SetProperty(r => r.DeadAt, DateTimeOffset.UtcNow).SetProperty(r => r.LastError, "The receiver answered 500."));
    }
}
