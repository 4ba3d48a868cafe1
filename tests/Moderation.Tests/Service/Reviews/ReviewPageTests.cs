using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Policies;
using Moderation.Service.Reviews;
using Moderation.Store;
using Moderation.Tests.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service.Reviews;

/// <summary>The moderators' desk in a real browser.</summary>
public sealed class ReviewPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [SkippableFact]
    public async Task A_moderator_signs_in_by_link_and_sees_the_queue_with_the_likeliest_harm_first()
    {
        await using var visitor = await chromium.VisitorAsync();
        await using var desk = await Desk.StartAsync();

        await desk.SignInAsync(visitor, "mia");

        await visitor.SeesAsync(".counts", "3 waiting");
        Assert.Equal(3, await visitor.Find(".rows li").CountAsync());
        var first = await visitor.Find(".rows li").First.InnerTextAsync();
        Assert.Contains("You are a clown, Berit.", first, StringComparison.Ordinal);
        Assert.Contains("harassment 93 %", first, StringComparison.Ordinal);
        Assert.Contains("Council passes the budget", first, StringComparison.Ordinal);
        Assert.False(await visitor.Find(".opening").IsVisibleAsync());
        await visitor.PictureAsync("queue");

        // With nothing selected Enter opens the first.
        await visitor.PressAsync("Enter");
        await visitor.SeesAsync(".card.subject", "You are a clown, Berit.");
    }

    [SkippableFact]
    public async Task A_part_of_the_queue_that_was_worked_through_is_still_named_as_what_is_shown()
    {
        await using var visitor = await chromium.VisitorAsync();
        await using var desk = await Desk.StartAsync();
        await desk.SignInAsync(visitor, "mia");

        await visitor.Page.GotoAsync($"{desk.App.Address}/queue?site=default&label=severe_toxicity");

        await visitor.SeesAsync(".alone", "You are through with this part of the queue.");
        Assert.Equal("severe toxicity (0)", await visitor.Find("select[aria-label=Label]").EvaluateAsync<string>("element => element.selectedOptions[0].text"));
        Assert.Equal("default (3)", await visitor.Find("select[aria-label=Site]").EvaluateAsync<string>("element => element.selectedOptions[0].text"));
    }

    [SkippableFact]
    public async Task An_opened_comment_stands_in_its_thread_as_written_with_its_speaking_spans_marked()
    {
        await using var visitor = await chromium.VisitorAsync();
        await using var desk = await Desk.StartAsync();
        await desk.SignInAsync(visitor, "mia");

        await visitor.PressAsync("j");
        await visitor.PressAsync("Enter");

        await visitor.SeesAsync(".card.subject mark");
        Assert.Equal(Desk.Rude, await visitor.Find(".card.subject .text").EvaluateAsync<string>("element => element.textContent"));
        Assert.Equal("clown", await visitor.Find(".card.subject mark").InnerTextAsync());
        Assert.Equal("harassment", await visitor.Find(".card.subject mark").GetAttributeAsync("title"));
        Assert.Contains("40 million", await visitor.Find(".card").First.InnerTextAsync(), StringComparison.Ordinal);
        await visitor.SeesAsync(".card.reply", "No need to be rude");
        await visitor.SeesAsync(".why", "A label reached the probability at which the policy wants a human to look.");
        await visitor.SeesAsync(".history", "model fixed");
        await visitor.SeesAsync(".claim", "yours until");
        await visitor.PictureAsync("item");
    }

    [SkippableFact]
    public async Task Keys_alone_approve_reject_with_a_reason_and_undo_and_the_decisions_are_recorded()
    {
        await using var visitor = await chromium.VisitorAsync();
        await using var desk = await Desk.StartAsync();
        await desk.SignInAsync(visitor, "mia");
        await visitor.PressAsync("j");
        await visitor.PressAsync("Enter");
        await visitor.SeesAsync(".card.subject", "clown");

        await visitor.PressAsync("r");
        await visitor.SeesAsync(".reasons", "Reject because of");
        await visitor.PictureAsync("reasons");
        var before = Stopwatch.GetTimestamp();
        await visitor.PressAsync("2");

        var rejected = await desk.DecidedAsync("c2", Verdict.Reject);
        Assert.Equal("harassment", rejected.Reason);
        await visitor.SeesAsync(".card.subject", "sheep");
        await visitor.PressAsync("a");
        // On a busy machine the comment may have been in sight long enough when the key came.
        var tooEarly = Stopwatch.GetElapsedTime(before) < ReviewSession.ShortestLook;
        await Task.Delay(ReviewSession.ShortestLook);
        var waits = (await desk.DecisionAsync("c4")).Verdict == Verdict.Review;
        Assert.True(waits || !tooEarly, "a comment was approved by a key pressed before anybody could have read it");
        if (waits)
        {
            await visitor.PressAsync("a");
        }

        await desk.DecidedAsync("c4", Verdict.Approve);
        await visitor.SeesAsync(".card.subject", "those people");
        await visitor.SeesAsync(".notice", "Approved.");
        await visitor.PictureAsync("next");

        await visitor.PressAsync("u");
        await desk.DecidedAsync("c4", Verdict.Review);
        await visitor.SeesAsync(".card.subject", "sheep");
        await visitor.SeesAsync(".history", "approved by mia");

        await using var db = await desk.DbAsync();
        var annotations = await db.Annotations.OrderBy(row => row.Key).ToListAsync();
        Assert.Equal(1, annotations[0].Labels["harassment"]);
        Assert.Equal(0, annotations[1].Labels["harassment"]);
        Assert.Empty(annotations[2].Labels);
        Assert.Equal(["reject", "approve", "send-to-review"], await db.Audit.Where(row => row.What == "approve" || row.What == "reject" || row.What == "send-to-review")
            .OrderBy(row => row.Key).Select(row => row.What).ToListAsync());
    }

    [SkippableFact]
    public async Task The_comment_to_decide_is_in_sight_below_a_long_conversation_and_long_names_stay_in_their_box()
    {
        await using var visitor = await chromium.VisitorAsync(width: 390, height: 844);
        await using var desk = await Desk.StartAsync();
        for (var i = 0; i < 25; i++)
        {
            await desk.PostAsync($"t{i}", $"Word number {i} on the ferry, and a few more words about it.", author: "Berit", parent: i == 0 ? null : $"t{i - 1}");
        }

        await desk.PostAsync("t25", "All of you are sheep, too.", author: new string('w', 100_000), parent: "t24");
        await desk.SignInAsync(visitor, "mia");
        await visitor.Find(".rows a", "sheep, too").First.ClickAsync();

        await visitor.SeesAsync(".card.subject", "sheep, too");
        var box = "element => { const card = element.getBoundingClientRect(), view = element.closest('.item').getBoundingClientRect(); return card.top >= view.top && card.bottom <= view.bottom && card.right <= view.right; }";
        await visitor.Page.WaitForFunctionAsync($"() => ({box})(document.querySelector('.card.subject'))");
        Assert.True(await visitor.Find(".card.subject header b").EvaluateAsync<bool>("element => element.getBoundingClientRect().right <= document.documentElement.clientWidth"));
        await visitor.Page.SetViewportSizeAsync(1280, 800);
        await visitor.Page.WaitForFunctionAsync("() => { const view = document.querySelector('.item'); view.scrollTop = 900; return view.scrollTop > 300 && document.querySelector('.why').getBoundingClientRect().top >= view.getBoundingClientRect().top; }");
        Assert.Equal(201, (await visitor.Find(".card.subject header b").InnerTextAsync()).Length);
    }

    [SkippableFact]
    public async Task The_key_that_rejects_picks_what_held_the_comment_when_pressed_again()
    {
        await using var visitor = await chromium.VisitorAsync();
        await using var desk = await Desk.StartAsync();
        await desk.SignInAsync(visitor, "mia");
        await visitor.PressAsync("j");
        await visitor.PressAsync("Enter");
        await visitor.SeesAsync(".card.subject", "clown");
        await Task.Delay(ReviewSession.ShortestLook);

        await visitor.PressAsync("r");
        await visitor.SeesAsync(".reasons button", "2rharassment");
        await visitor.PressAsync("r");

        Assert.Equal("harassment", (await desk.DecidedAsync("c2", Verdict.Reject)).Reason);
    }

    [SkippableFact]
    [Trait("Needs", "PostgreSQL")]
    public async Task The_same_walk_on_PostgreSQL()
    {
        var databases = new PostgresDatabases();
        await using var visitor = await chromium.VisitorAsync();
        await databases.InitializeAsync();
        try
        {
            await using var database = await databases.MigratedAsync();
            await using var desk = await Desk.StartAsync(new() { ["ConnectionStrings:Moderation"] = database.ConnectionString });
            await desk.SignInAsync(visitor, "mia", UserRole.Owner);
            await visitor.SeesAsync(".counts", "3 waiting");
            await visitor.PressAsync("j");
            await visitor.PressAsync("Enter");
            await visitor.SeesAsync(".card.subject", "clown");
            await Task.Delay(ReviewSession.ShortestLook);
            await visitor.PressAsync("r");
            await visitor.SeesAsync(".reasons", "Reject because of");
            await visitor.PressAsync("2");
            await desk.DecidedAsync("c2", Verdict.Reject);
            await visitor.SeesAsync(".card.subject", "sheep");
            await Task.Delay(ReviewSession.ShortestLook);
            await visitor.PressAsync("a");
            await desk.DecidedAsync("c4", Verdict.Approve);
            await visitor.SeesAsync(".card.subject", "those people");
            await visitor.PressAsync("u");
            await desk.DecidedAsync("c4", Verdict.Review);

            await using var db = await desk.DbAsync();
            Assert.EndsWith("PostgreSQL", db.Database.ProviderName, StringComparison.Ordinal);
            Assert.Equal(1, (await db.Annotations.OrderBy(row => row.Key).FirstAsync()).Labels["harassment"]);
            await desk.App.Services.GetRequiredService<Webhooks>().AddAsync("default", "http://127.0.0.1:9/", "test");
            await visitor.Page.GotoAsync($"{desk.App.Address}/sites");
            await visitor.SeesAsync("tr", "default");
            await visitor.Page.GotoAsync($"{desk.App.Address}/sites/default");
            await visitor.SeesAsync("tr", "http://127.0.0.1:9/");
            await visitor.SeesAsync("section", "Of the last 5 comments");
            Assert.Equal(0, await visitor.Find(".notice.fault").CountAsync());
        }
        finally
        {
            await databases.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task A_comment_that_another_moderator_has_says_so_and_cannot_be_decided()
    {
        await using var mia = await chromium.VisitorAsync();
        await using var noor = await chromium.VisitorAsync();
        await using var desk = await Desk.StartAsync();
        await desk.SignInAsync(mia, "mia");
        await mia.PressAsync("j");
        await mia.PressAsync("Enter");
        await mia.SeesAsync(".where .claim", "yours until");

        await desk.SignInAsync(noor, "noor");
        await noor.SeesAsync(".rows li .claim", "mia");
        await noor.PressAsync("j");
        await noor.PressAsync("Enter");

        await noor.SeesAsync(".notice.fault", "mia has claimed this comment until");
        Assert.True(await noor.Find(".actions button", "Approve").IsDisabledAsync());
        await noor.PressAsync("a");
        await noor.PictureAsync("claimed");

        // Released by the first, it is there for the second.
        await mia.PressAsync("Escape");
        await mia.SeesNoneAsync(".card.subject");
        await noor.PressAsync("c");
        await noor.SeesAsync(".where .claim", "yours until");
        await Task.Delay(ReviewSession.ShortestLook);
        await noor.PressAsync("a");
        var approved = await desk.DecidedAsync("c2", Verdict.Approve);
        await using var db = await desk.DbAsync();
        Assert.Equal("noor", (await db.Users.SingleAsync(user => user.Id == Guid.Parse(approved.Moderator!))).Name);
    }

    [SkippableFact]
    public async Task What_the_moderator_says_of_labels_and_notes_goes_into_the_record_by_mouse_too()
    {
        await using var visitor = await chromium.VisitorAsync(dark: true);
        await using var desk = await Desk.StartAsync();
        await desk.SignInAsync(visitor, "mia");
        await visitor.Find(".rows li a", "clown").ClickAsync();
        await visitor.SeesAsync(".card.subject", "clown");

        await visitor.Page.GetByLabel("It is insult", new() { Exact = true }).ClickAsync();
        await visitor.Page.GetByLabel("It is not hate speech", new() { Exact = true }).ClickAsync();
        await visitor.Find(".actions button", "Reject").ClickAsync();
        await visitor.Page.GetByLabel("Note", new() { Exact = true }).FillAsync("warned twice a1r2");
        await visitor.PictureAsync("dark");
        await visitor.Find(".choices button", "harassment").ClickAsync();

        var rejected = await desk.DecidedAsync("c2", Verdict.Reject);
        Assert.Equal("harassment: warned twice a1r2", rejected.Reason);
        await using var db = await desk.DbAsync();
        var labels = (await db.Annotations.SingleAsync()).Labels;
        Assert.Equal(new Dictionary<string, float> { ["harassment"] = 1, ["hate_speech"] = 0, ["insult"] = 1 }, labels.OrderBy(pair => pair.Key).ToDictionary());
    }

    [SkippableFact]
    public async Task Nothing_is_asked_of_another_host_and_the_browser_has_nothing_to_complain_of()
    {
        await using var visitor = await chromium.VisitorAsync();
        await using var desk = await Desk.StartAsync();
        await desk.SignInAsync(visitor, "mia");
        await visitor.PressAsync("?");
        await visitor.SeesAsync("[role=dialog]", "undo your last decision");
        await visitor.PictureAsync("help");
        await visitor.PressAsync("Escape");
        await visitor.SeesNoneAsync("[role=dialog]");
        await visitor.Find(".rows li a").First.ClickAsync();
        await visitor.SeesAsync(".card.subject");

        Assert.All(visitor.Asked, address => Assert.Equal("127.0.0.1", new Uri(address).Host));
        Assert.Contains(visitor.Asked, address => address.StartsWith("ws:", StringComparison.Ordinal));
        Assert.Empty(visitor.Complaints);
    }

    [SkippableFact]
    public async Task Abuse_is_blurred_until_it_is_pointed_at_where_a_moderator_wants_it_so_and_the_browser_remembers()
    {
        await using var visitor = await chromium.VisitorAsync();
        await using var desk = await Desk.StartAsync();
        await desk.SignInAsync(visitor, "mia");
        await visitor.Find(".rows li a", "clown").ClickAsync();
        await visitor.SeesAsync(".card.subject mark");
        Assert.Equal("none", await FilterOfAsync());

        await visitor.Find("button", "Blur abuse").ClickAsync();
        await visitor.Page.ReloadAsync();
        await visitor.SeesAsync(".card.subject mark");
        await visitor.PictureAsync("blur");

        Assert.Equal("blur(5px)", await FilterOfAsync());
        await visitor.Find("mark").FocusAsync();
        Assert.Equal("none", await FilterOfAsync());

        Task<string> FilterOfAsync() => visitor.Find("mark").EvaluateAsync<string>(
            "async element => { await Promise.all(element.getAnimations().map(animation => animation.finished)); return getComputedStyle(element).filter; }");
    }

    [SkippableFact]
    public async Task Hostile_text_stays_text_and_inside_its_box()
    {
        const string Hostile = "\u202Eclown <script>document.title='owned'</script>\u0300\u0301\u0302\u0303 <img src=x onerror=alert(1)> \u05E9\u05DC\u05D5\u05DD &amp; {{7*7}}";
        await using var visitor = await chromium.VisitorAsync();
        await using var desk = await Desk.StartAsync();
        await desk.PostAsync("c9", Hostile, author: "<b>x</b>\u202E");
        await desk.SignInAsync(visitor, "mia");

        await visitor.Find(".rows li a", "owned").ClickAsync();
        await visitor.SeesAsync(".card.subject", "owned");

        Assert.Equal(Hostile, await visitor.Find(".card.subject .text").EvaluateAsync<string>("element => element.textContent"));
        Assert.EndsWith("Review queue", await visitor.Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await visitor.Find(".card img, .card script, .card header b b").CountAsync());
        Assert.Equal("isolate", await visitor.Find(".card.subject .text").EvaluateAsync<string>("element => getComputedStyle(element).unicodeBidi"));
        Assert.Empty(visitor.Complaints);
    }

    [SkippableFact]
    public async Task The_last_comment_decided_the_queue_says_that_it_is_empty_and_fills_by_itself()
    {
        await using var visitor = await chromium.VisitorAsync(width: 420);
        await using var desk = await Desk.StartAsync();
        await desk.SignInAsync(visitor, "mia");
        await visitor.Find(".rows li a").First.ClickAsync();
        foreach (var text in new[] { "clown", "sheep", "those people" })
        {
            await visitor.SeesAsync(".card.subject", text);
            await visitor.Find(".actions button", "Approve").ClickAsync();
        }

        await visitor.SeesAsync(".empty", "Nothing waits for you.");
        await visitor.PictureAsync("empty");
        await desk.PostAsync("c9", "What a clown.", author: "late");

        await visitor.SeesAsync(".rows li", "What a clown.");
    }

    [SkippableFact]
    public async Task A_moderator_who_is_shut_out_or_signs_out_sees_no_more()
    {
        await using var visitor = await chromium.VisitorAsync();
        await using var desk = await Desk.StartAsync();
        await desk.SignInAsync(visitor, "mia");
        await visitor.Find("button", "Sign out").ClickAsync();
        await visitor.SeesAsync("body", "You are signed out.");
        await visitor.Page.GotoAsync($"{desk.App.Address}/queue");
        await visitor.SeesAsync("body", "You are not signed in");

        await desk.SignInAsync(visitor, "mia");
        await using (var db = await desk.DbAsync())
        {
            var id = (await db.Users.SingleAsync(user => user.Name == "mia")).Id;
            await desk.App.Services.GetRequiredService<Users>().DisableAsync(id, disabled: true, "test");
        }

        await visitor.Page.ReloadAsync();
        await visitor.SeesAsync("body", "You are not signed in");
    }
}
