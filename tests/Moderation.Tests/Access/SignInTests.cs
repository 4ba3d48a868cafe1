using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Access;

public sealed partial class SignInTests
{
    [Fact]
    public async Task To_open_the_link_uses_nothing_up_and_the_button_signs_in_once()
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier());
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(app.Address) };
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

    private static async Task<string> LinkAsync(ModerationApp app) =>
        $"/sign-in?token={(await app.Services.GetRequiredService<Users>().InviteAsync("mia", UserRole.Moderator, "test")).Token}";

    private static Dictionary<string, string> Fields(string html) =>
        Field().Matches(html).ToDictionary(match => match.Groups[1].Value, match => WebUtility.HtmlDecode(match.Groups[2].Value));

    [GeneratedRegex("name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Field();
}
