using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Moderation.Store;
using Moderation.Tests.Service.Reviews;
using Moderation.Tests.Support;

namespace Moderation.Tests.Owners;

/// <summary>The page of people in a real browser.</summary>
public sealed class PeoplePageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [SkippableFact]
    public async Task An_owner_invites_a_moderator_by_keyboard_who_signs_in_with_the_link_and_is_shut_out_again()
    {
        await using var olga = await chromium.VisitorAsync();
        await using var nils = await chromium.VisitorAsync();
        await using var desk = await Desk.StartAsync();
        await desk.SignInAsync(olga, "olga", UserRole.Owner);
        await olga.Page.GetByRole(AriaRole.Link, new() { Name = "People", Exact = true }).PressAsync("Enter");
        await olga.SeesAsync("tr", "olga");
        await olga.Page.GetByLabel("Name", new() { Exact = true }).FocusAsync();
        await olga.Page.Keyboard.TypeAsync("nils");
        await olga.PressAsync("Enter");
        await olga.SeesAsync("#once:focus");
        var link = await olga.Page.Locator("#once").InputValueAsync();
        await olga.SeesAsync("tr", "invited just now");
        await olga.PictureAsync("owner-people");

        await nils.Page.GotoAsync(link);
        await nils.SeesAsync("button:focus", "Sign in");
        await nils.PressAsync("Enter");
        await nils.SeesAsync("html[data-keys=heard] .rows li");
        Assert.Equal(0, await nils.Find(".bar nav").CountAsync());
        await olga.Page.ReloadAsync();
        await olga.SeesAsync("tr", "joined just now");
        Assert.Equal(0, await olga.Find("#once").CountAsync());

        await olga.Page.GetByLabel("Shut nils out").PressAsync("Enter");
        await olga.Find("button", "Shut out at once").PressAsync("Enter");
        await olga.SeesAsync(".notice", "nils is shut out");
        await nils.Page.GotoAsync($"{desk.App.Address}/queue");
        await nils.SeesAsync("body", "You are not signed in");
        await olga.Page.GetByLabel("Let nils in again").PressAsync("Enter");
        await olga.SeesAsync(".notice", "nils may sign in again");
        Assert.Empty(olga.Complaints);
    }

    [SkippableFact]
    public async Task A_persons_role_and_sites_are_changed_on_the_page()
    {
        await using var visitor = await chromium.VisitorAsync(dark: true);
        await using var desk = await Desk.StartAsync();
        await desk.App.Services.GetRequiredService<Sites>().AddAsync("harbour", "harbour", "test");
        await desk.App.Services.GetRequiredService<Users>().InviteAsync("mia", UserRole.Moderator, "test", ["default"]);
        await desk.SignInAsync(visitor, "root", UserRole.Admin);
        await visitor.Page.GotoAsync($"{desk.App.Address}/people");
        await visitor.Page.GetByLabel("Change mia").ClickAsync();
        var form = visitor.Page.GetByRole(AriaRole.Form, new() { Name = "What mia may do" });
        await form.GetByLabel("Role").SelectOptionAsync("owner");
        await form.GetByLabel("default").UncheckAsync();
        await form.GetByText("Put in force").ClickAsync();
        await visitor.SeesAsync(".notice.fault", "would look after no site");
        await form.GetByLabel("harbour").CheckAsync();
        await visitor.PictureAsync("owner-people-change");
        await form.GetByText("Put in force").ClickAsync();

        await visitor.SeesAsync(".notice", "What mia may do has changed. Who was signed in needs a new link.");
        await using var db = await desk.DbAsync();
        var mia = await db.Users.SingleAsync(user => user.Name == "mia");
        Assert.Equal((UserRole.Owner, "harbour"), (mia.Role, Assert.Single(mia.Sites!)));
        Assert.Equal("owner of harbour", (await db.Audit.SingleAsync(row => row.What == "user-change")).Detail);
    }

    [SkippableFact]
    public async Task A_form_sent_from_another_page_invites_nobody_and_a_moderator_sees_no_people()
    {
        await using var mia = await chromium.VisitorAsync();
        await using var olga = await chromium.VisitorAsync();
        await using var desk = await Desk.StartAsync();
        await desk.SignInAsync(mia, "mia");
        await mia.Page.GotoAsync($"{desk.App.Address}/people");
        await mia.SeesAsync("body", "this page is for owners");

        await desk.SignInAsync(olga, "olga", UserRole.Owner);
        await using var db = await desk.DbAsync();
        var before = await db.Users.CountAsync();
        var forged = await olga.Page.APIRequest.PostAsync($"{desk.App.Address}/people", new() { Form = olga.Page.APIRequest.CreateFormData().Set("name", "eve").Set("_handler", "invite") });
        Assert.Equal((int)HttpStatusCode.BadRequest, forged.Status);
        Assert.Equal(before, await db.Users.CountAsync());
    }
}
