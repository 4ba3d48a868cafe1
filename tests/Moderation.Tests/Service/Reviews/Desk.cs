using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Comments;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Service.Screening;
using Moderation.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service.Reviews;

/// <summary>The service with a section of a town's paper in its queue.</summary>
internal sealed class Desk : IAsyncDisposable
{
    public const string Rude = "You are a clown, Berit.\n\nAnd your   café \U0001F3F4 figures are wrong: <b>read</b> them.";

    private Desk(ModerationApp app) => App = app;

    public ModerationApp App { get; }

    /// <summary>Starts it: one comment with a parent and a reply, and two more that wait.</summary>
    public static async Task<Desk> StartAsync(Dictionary<string, string?>? settings = null, TemporaryFolder? folder = null)
    {
        var app = await ModerationApp.StartAsync(new FixedClassifier(
            ("clown", LabelNames.Harassment, 0.93f), ("clown", LabelNames.Insult, 0.97f), ("sheep", LabelNames.Harassment, 0.71f),
            ("those people", LabelNames.HateSpeech, 0.64f)), settings, folder: folder);
        var desk = new Desk(app);
        await using (var db = await desk.DbAsync())
        {
            db.Sections.Add(new SectionRow
            {
                Site = "default", Id = "budget", Title = "Council passes the budget for the new ferry", Url = "https://paper.example/budget",
            });
            await db.SaveChangesAsync();
        }

        await desk.PostAsync("c1", "The ferry costs 40 million. Here are my figures.", author: "Berit");
        await desk.PostAsync("c2", Rude, author: "harbour-joe", parent: "c1");
        await desk.PostAsync("c3", "No need to be rude, Joe.", author: "Anna", parent: "c2");
        await desk.PostAsync("c4", "All of you are sheep.", author: "tide", parent: "c1");
        await desk.PostAsync("c5", "We know what those people on the south side are like.", author: "northsider");
        return desk;
    }

    public async Task PostAsync(string id, string text, string author, string? parent = null)
    {
        var screened = await App.Services.GetRequiredService<Screener>().ScreenAsync(
            new Comment
            {
                Site = "default", Section = "budget", Id = id, Text = text, Author = author, ParentId = parent,
                WrittenAt = DateTimeOffset.UtcNow.AddMinutes(-12),
            },
            default);
        Assert.True(screened.Recorded!.IsKept, screened.Recorded.Because);
    }

    /// <summary>A browser, signed in by link; by keyboard, for the button has the focus.</summary>
    public async Task SignInAsync(Visitor visitor, string name, UserRole role = UserRole.Moderator)
    {
        var invitation = await App.Services.GetRequiredService<Users>().InviteAsync(name, role, "test");
        await visitor.Page.GotoAsync($"{App.Address}/sign-in?token={invitation.Token}");
        await visitor.SeesAsync("button:focus", "Sign in");
        await visitor.PressAsync("Enter");
        await visitor.SeesAsync("html[data-keys=heard] .rows li");
    }

    public Task<ModerationDb> DbAsync() => App.Services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync();

    /// <summary>The newest decision on a comment.</summary>
    public async Task<DecisionRow> DecisionAsync(string comment)
    {
        await using var db = await DbAsync();
        return await db.Decisions.Where(row => row.Comment!.CommentId == comment).OrderByDescending(row => row.Id).FirstAsync();
    }

    /// <summary>Waits until a comment's newest decision is this one.</summary>
    public async Task<DecisionRow> DecidedAsync(string comment, Verdict verdict)
    {
        for (var patience = 100; ; patience--)
        {
            var decision = await DecisionAsync(comment);
            if (decision.Verdict == verdict || patience == 0)
            {
                Assert.Equal(verdict, decision.Verdict);
                return decision;
            }

            await Task.Delay(50);
        }
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
