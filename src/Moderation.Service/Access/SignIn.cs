using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Moderation.Store;

namespace Moderation.Service.Access;

/// <summary>
/// People sign in with a link that works once; no passwords are kept. To open the link only asks; a press on the button signs in,
/// so that a mail filter or a chat that looks into the link beforehand does not use it up.
/// </summary>
internal static class SignIn
{
    /// <summary>The claim that holds the session's id.</summary>
    public const string SessionClaim = "session";

    // Anybody may send one: it must not cost much.
    private static readonly RequestSizeLimitAttribute Small = new(64 * 1024);

    private const string Html = "text/html; charset=utf-8";

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", AskAsync).AllowAnonymous().ExcludeFromDescription().WithSummary("Asks whoever opens a sign-in link to press a button.");
        // The tokens of the forms are checked here: the check of the pipeline is there only with the pages.
        routes.MapPost("/sign-in", (RequestDelegate)InAsync).AllowAnonymous().DisableAntiforgery().WithMetadata(Small).ExcludeFromDescription().WithSummary("Signs in, and uses the link up.");
        routes.MapPost("/sign-out", (Delegate)OutAsync).DisableAntiforgery().WithMetadata(Small).RequireAuthorization(AccessPolicies.Moderator).ExcludeFromDescription().WithSummary("Signs out.");
    }

    /// <summary>The address of a link.</summary>
    public static string Link(string address, string token) => $"{address.TrimEnd('/')}/sign-in?token={token}";

    /// <summary>Who has signed out, was shut out or may do something else now loses the cookie at the next request, and every copy of it too.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var rights = context.HttpContext.RequestServices.GetRequiredService<Rights>();
        if (await rights.OfSessionAsync(context.Principal, context.HttpContext.RequestAborted) is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        }
    }

    private static IResult AskAsync(HttpContext http, IAntiforgery antiforgery, string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return http.User.Identity?.IsAuthenticated == true
                ? Results.Text("You are signed in, but this page is for owners or admins. Ask an admin to invite you as one.\n", statusCode: StatusCodes.Status403Forbidden)
                : Refused();
        }

        var form = antiforgery.GetAndStoreTokens(http);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Content(
            $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="data:," />
                <title>Sign in to Moderation</title>
                <style>
                    body { display: grid; place-content: center; min-height: 90vh; font: 16px/1.5 system-ui, sans-serif; text-align: center; }
                    button { font: inherit; padding: 8px 22px; }
                </style>
            </head>
            <body>
                <main>
                    <h1>Moderation</h1>
                    <p>This link signs you in on this browser, once.</p>
                    <form method="post" action="/sign-in">
                        <input type="hidden" name="token" value="{{HtmlEncoder.Default.Encode(token)}}" />
                        <input type="hidden" name="{{HtmlEncoder.Default.Encode(form.FormFieldName)}}" value="{{HtmlEncoder.Default.Encode(form.RequestToken!)}}" />
                        <button type="submit" autofocus>Sign in</button>
                    </form>
                </main>
            </body>
            </html>
            """, Html);
    }

    private static async Task InAsync(HttpContext http)
    {
        if (!await IsOurFormAsync(http))
        {
            await Foreign("Open your sign-in link again and press the button.").ExecuteAsync(http);
            return;
        }

        var users = http.RequestServices.GetRequiredService<Users>();
        string? token = (await http.Request.ReadFormAsync(http.RequestAborted))["token"];
        if (token is null || await users.SignInAsync(token, http.RequestAborted) is not { User: var user } signedIn)
        {
            await Refused().ExecuteAsync(http);
            return;
        }

        await users.ForgetSessionsAsync(http.RequestServices.GetRequiredService<Rights>().Oldest, http.RequestAborted);
        var identity = new ClaimsIdentity(CookieAuthenticationDefaults.AuthenticationScheme);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, user.Id.ToString()));
        identity.AddClaim(new Claim(ClaimTypes.Name, user.Name));
        identity.AddClaim(new Claim(ClaimTypes.Role, user.Role.ToString()));
        identity.AddClaim(new Claim(SessionClaim, signedIn.Session.ToString()));
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true });
        await Results.LocalRedirect("/").ExecuteAsync(http);
    }

    private static IResult Refused() => Results.Text(
        "You are not signed in, or this link was used before or has expired. Ask for a new one, or make one with: moderation users invite NAME --role moderator\n",
        statusCode: StatusCodes.Status401Unauthorized);

    private static async Task<bool> IsOurFormAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
        {
            return false;
        }

        try
        {
            await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            // Half a form, or more than a form of ours could hold.
            return false;
        }

        return await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);
    }

    private static IResult Foreign(string cure) => Results.Text($"This form does not come from here. {cure}\n", statusCode: StatusCodes.Status400BadRequest);

    private static async Task<IResult> OutAsync(HttpContext http)
    {
        if (!await IsOurFormAsync(http))
        {
            return Foreign("Load the page again and press its button.");
        }

        await http.RequestServices.GetRequiredService<Users>().SignOutAsync(Guid.Parse(http.User.FindFirstValue(SessionClaim)!), http.RequestAborted);
        await http.SignOutAsync();
        return Results.Text("You are signed out.");
    }
}
