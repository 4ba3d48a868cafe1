using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Moderation.Service.Hosting;
using Moderation.Store;

namespace Moderation.Service.Access;

/// <summary>
/// Who may do what. Programs come with an API key, people with a cookie from a one-time link; everything needs one or the
/// other but the health checks and the sign-in itself.
/// </summary>
public static class AccessPolicies
{
    /// <summary>A key that may send comments.</summary>
    public const string Screen = "screen";

    /// <summary>A key that may read comments and decisions.</summary>
    public const string Read = "read";

    /// <summary>A key that may send judgements.</summary>
    public const string Label = "label";

    /// <summary>A key that may read metrics.</summary>
    public const string Metrics = "metrics";

    /// <summary>A signed-in moderator, owner or admin.</summary>
    public const string Moderator = "moderator";

    /// <summary>A signed-in owner or admin.</summary>
    public const string Owner = "owner";

    /// <summary>A signed-in admin.</summary>
    public const string Admin = "admin";

    internal static void AddAccess(this WebApplicationBuilder builder, ModerationOptions options)
    {
        // Cookies survive a restart; the keys that sign them lie with the data.
        builder.Services.AddDataProtection().SetApplicationName("moderation")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(Path.GetFullPath(options.Data), "keys")));
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<KeyAuthenticationOptions, KeyAuthentication>(KeyAuthentication.Scheme, null)
            .AddCookie(cookie =>
            {
                cookie.Cookie.Name = "moderation";
                cookie.Cookie.HttpOnly = true;
                // Not strict: a link in a message must open signed in. What changes anything is a form with a token, or the page's own socket.
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                cookie.ExpireTimeSpan = TimeSpan.FromDays(options.SessionIdleDays);
                cookie.SlidingExpiration = true;
                cookie.LoginPath = "/sign-in";
                cookie.AccessDeniedPath = "/sign-in";
                cookie.Events.OnValidatePrincipal = SignIn.ValidateAsync;
            });
        builder.Services.AddAuthorization(Configure);
        builder.Services.AddAntiforgery();
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddSingleton<SiteDirectory>();
        builder.Services.AddSingleton<Rights>();
        builder.Services.AddSingleton<RequestLimits>();
        builder.Services.AddSingleton<KeyDoor>();
        builder.Services.AddHostedService<AccessRefresh>();
    }

    private static void Configure(AuthorizationOptions access)
    {
        foreach (var scope in KeyScopes.All)
        {
            access.AddPolicy(scope, policy => policy.AddAuthenticationSchemes(KeyAuthentication.Scheme)
                .RequireClaim(KeyAuthentication.ScopeClaim, scope));
        }

        access.AddPolicy(Moderator, policy => policy.RequireRole(nameof(UserRole.Moderator), nameof(UserRole.Owner), nameof(UserRole.Admin)));
        access.AddPolicy(Owner, policy => policy.RequireRole(nameof(UserRole.Owner), nameof(UserRole.Admin)));
        access.AddPolicy(Admin, policy => policy.RequireRole(nameof(UserRole.Admin)));
        // What nobody thought of is closed.
        access.FallbackPolicy = new AuthorizationPolicyBuilder(
            CookieAuthenticationDefaults.AuthenticationScheme, KeyAuthentication.Scheme).RequireAuthenticatedUser().Build();
    }

    /// <summary>The site a key speaks for.</summary>
    /// <exception cref="InvalidOperationException">The caller came without a key.</exception>
    public static string Site(this ClaimsPrincipal caller) =>
        caller.FindFirstValue(KeyAuthentication.SiteClaim)
        ?? throw new InvalidOperationException("The endpoint asked for the caller's site but admits callers without a key.");
}
