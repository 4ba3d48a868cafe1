using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using Moderation.Store;

namespace Moderation.Service.Access;

/// <summary>People sign in with a link that works once; no passwords are kept.</summary>
internal static class SignIn
{
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", WithTokenAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/sign-out", OutAsync).RequireAuthorization(AccessPolicies.Moderator).ExcludeFromDescription();
    }

    /// <summary>The address of a link.</summary>
    public static string Link(string address, string token) => $"{address.TrimEnd('/')}/sign-in?token={token}";

    /// <summary>A user who was shut out, or whose role changed, loses the cookie at the next request.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var contexts = context.HttpContext.RequestServices.GetRequiredService<IDbContextFactory<ModerationDb>>();
        await using var db = await contexts.CreateDbContextAsync(context.HttpContext.RequestAborted);
        var user = Guid.TryParse(context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            ? await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, context.HttpContext.RequestAborted)
            : null;
        if (user is null || user.DisabledAt is not null || !context.Principal!.IsInRole(user.Role.ToString()))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        }
    }

    private static async Task<IResult> WithTokenAsync(HttpContext http, Users users, string? token, CancellationToken ct)
    {
        if (token is null || await users.SignInAsync(token, ct) is not { } user)
        {
            return Results.Content(
                "You are not signed in, or this link was used before or has expired. Ask for a new one, or make one with: moderation users invite NAME --role moderator\n",
                "text/plain; charset=utf-8", statusCode: StatusCodes.Status401Unauthorized);
        }

        var identity = new ClaimsIdentity(CookieAuthenticationDefaults.AuthenticationScheme);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, user.Id.ToString()));
        identity.AddClaim(new Claim(ClaimTypes.Name, user.Name));
        identity.AddClaim(new Claim(ClaimTypes.Role, user.Role.ToString()));
        await http.SignInAsync(new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true });
        return Results.LocalRedirect("/");
    }

    private static async Task<IResult> OutAsync(HttpContext http, Microsoft.AspNetCore.Antiforgery.IAntiforgery antiforgery)
    {
        await antiforgery.ValidateRequestAsync(http);
        await http.SignOutAsync();
        return Results.Text("You are signed out.");
    }
}
