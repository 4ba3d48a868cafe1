using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Moderation.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Access;

public sealed partial class SignInTests
{
    [Fact]
    public async Task To_open_the_link_uses_nothing_up_and_the_button_signs_in_once()
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier());
        using var browser = Browser(app);
        var link = await LinkAsync(app);
        using var preview = app.Stranger();
        Assert.Equal(HttpStatusCode.OK, (await preview.GetAsync(link)).StatusCode);

        var form = Fields(await browser.GetStringAsync(link));
        using var signedIn = await browser.PostAsync("/sign-in", new FormUrlEncodedContent(form));
        using var queue = await browser.GetAsync("/queue");
        using var again = await browser.PostAsync("/sign-in", new FormUrlEncodedContent(Fields(await browser.GetStringAsync(link))));

        Assert.Equal((HttpStatusCode.Redirect, "/"), (signedIn.StatusCode, signedIn.Headers.Location?.ToString()));
        Assert.Equal(HttpStatusCode.OK, queue.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("moderation=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_copied_cookie_opens_nothing_once_its_owner_has_signed_out()
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier());
        using var browser = Browser(app);
        using var another = Browser(app);
        using var thief = app.Stranger();
        await SignInAsync(app, another);
        thief.DefaultRequestHeaders.Add("Cookie", await SignInAsync(app, browser));
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/queue")).StatusCode);

        using var signedOut = await browser.PostAsync("/sign-out", new FormUrlEncodedContent(Fields(await browser.GetStringAsync("/sign-in?token=any"))));

        Assert.Equal(HttpStatusCode.OK, signedOut.StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await thief.GetAsync("/queue")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await another.GetAsync("/queue")).StatusCode);
    }

    [Theory]
    [InlineData("Moderation:SessionDays", 9, 0.2, false)]
    [InlineData("Moderation:SessionDays", 9, 0.05, true)]
    [InlineData("Moderation:SessionIdleDays", 0, 1.1, false)]
    public async Task A_session_ends_of_age_however_busy_and_for_want_of_use(string setting, int tenthsInUse, double daysThen, bool lasts)
    {
        var clock = new Clock();
        await using var app = await ModerationApp.StartAsync(
            new FixedClassifier(), new() { [setting] = "1" }, builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        using var browser = Browser(app);
        await SignInAsync(app, browser);

        for (var tenth = 0; tenth < tenthsInUse; tenth++)
        {
            clock.Pass(TimeSpan.FromDays(0.1));
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/queue")).StatusCode);
        }

        clock.Pass(TimeSpan.FromDays(daysThen));
        Assert.Equal(lasts, (await browser.GetAsync("/queue")).StatusCode == HttpStatusCode.OK);
        using var other = Browser(app);
        await SignInAsync(app, other);
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync();
        Assert.Equal(lasts || tenthsInUse == 0 ? 2 : 1, await db.Sessions.CountAsync());
    }

    [Theory]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\na", "multipart/form-data; boundary=x")]
    [InlineData(null, "application/x-www-form-urlencoded")]
    public async Task Half_a_form_and_one_of_megabytes_sign_nobody_in(string? form, string type)
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier());
        using var browser = app.Stranger();
        using var content = new StringContent(form ?? $"token={new string('x', 2_000_000)}");
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = content };
        request.Headers.ExpectContinue = true;

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_form_from_elsewhere_signs_nobody_out()
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier());
        using var browser = Browser(app);
        await SignInAsync(app, browser);

        using var refused = await browser.PostAsync("/sign-out", new FormUrlEncodedContent([]));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("does not come from here", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/queue")).StatusCode);
    }

    [Fact]
    public async Task Who_gets_other_sites_or_is_shut_out_and_let_in_again_has_to_sign_in_anew()
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier());
        var users = app.Services.GetRequiredService<Users>();
        var mia = (await users.InviteAsync("mia", UserRole.Moderator, "test")).User.Id;
        using var browser = Browser(app);

        await SignInAsync(app, browser);
        await users.ChangeAsync(mia, UserRole.Moderator, ["default"], "test");
        Assert.NotEqual(HttpStatusCode.OK, (await browser.GetAsync("/queue")).StatusCode);

        await SignInAsync(app, browser);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/queue")).StatusCode);
        await users.DisableAsync(mia, disabled: true, "test");
        await users.DisableAsync(mia, disabled: false, "test");
        Assert.NotEqual(HttpStatusCode.OK, (await browser.GetAsync("/queue")).StatusCode);
    }

    [Fact]
    public async Task A_form_from_elsewhere_signs_nobody_in()
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier());
        using var browser = app.Stranger();
        var link = await LinkAsync(app);

        foreach (var content in new HttpContent[] { new FormUrlEncodedContent([new("token", link.Split('=')[1])]), new StringContent("{}") })
        {
            using var refused = await browser.PostAsync("/sign-in", content);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        Assert.NotNull(await app.Services.GetRequiredService<Users>().SignInAsync(link.Split('=')[1]));
    }

    /// <summary>The real time, and what a test lets pass.</summary>
    private sealed class Clock : TimeProvider
    {
        private TimeSpan _passed;

        public void Pass(TimeSpan time) => _passed += time;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _passed;
    }

    private static HttpClient Browser(ModerationApp app) =>
        new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(app.Address) };

    /// <summary>Signs a browser in.</summary>
    /// <returns>Its cookie.</returns>
    private static async Task<string> SignInAsync(ModerationApp app, HttpClient browser)
    {
        using var answer = await browser.PostAsync("/sign-in", new FormUrlEncodedContent(Fields(await browser.GetStringAsync(await LinkAsync(app)))));
        return answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("moderation=", StringComparison.Ordinal)).Split(';')[0];
    }

    private static async Task<string> LinkAsync(ModerationApp app) =>
        $"/sign-in?token={(await app.Services.GetRequiredService<Users>().InviteAsync("mia", UserRole.Moderator, "test")).Token}";

    private static Dictionary<string, string> Fields(string html) =>
        Field().Matches(html).ToDictionary(match => match.Groups[1].Value, match => WebUtility.HtmlDecode(match.Groups[2].Value));

    [GeneratedRegex("name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Field();
}
