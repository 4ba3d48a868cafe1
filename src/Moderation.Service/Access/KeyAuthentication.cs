using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Moderation.Store;

namespace Moderation.Service.Access;

/// <summary>Options of <see cref="KeyAuthentication"/>; none of its own.</summary>
public sealed class KeyAuthenticationOptions : AuthenticationSchemeOptions;

/// <summary>
/// Callers with an API key: <c>Authorization: Bearer KEY</c> (our API and OpenAI's clients), <c>X-Api-Key: KEY</c>, or
/// <c>?key=KEY</c> as Perspective's clients send it.
/// </summary>
public sealed class KeyAuthentication(
    IOptionsMonitor<KeyAuthenticationOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<KeyAuthenticationOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public new const string Scheme = "Key";

    /// <summary>The claim that holds the site.</summary>
    public const string SiteClaim = "site";

    /// <summary>The claim that holds a scope; one each.</summary>
    public const string ScopeClaim = "scope";

    /// <summary>The claim that holds the key's id.</summary>
    public const string KeyClaim = "key";

    private const string Bearer = "Bearer ";

    /// <inheritdoc />
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Given(Request) is not { } key)
        {
            return AuthenticateResult.NoResult();
        }

        return await PrincipalAsync(keys, key, Context.RequestAborted) is { } principal
            ? AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme))
            : AuthenticateResult.Fail("The key is unknown or revoked.");
    }

    /// <inheritdoc />
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Bearer.Trim();
        return TypedResults.Problem(KeyRefusal.NoKey, statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(Context);
    }

    /// <inheritdoc />
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        TypedResults.Problem(Wanted() is { } scope ? KeyRefusal.NoScopeOf(scope) : KeyRefusal.NoScope, statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(Context);

    private string? Wanted() => Context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>()
        .Select(data => data.Policy).FirstOrDefault(policy => policy is not null && KeyScopes.All.Contains(policy));

    /// <summary>The caller that a key stands for, or null where it does not open; for wires that carry their key elsewhere.</summary>
    public static async ValueTask<ClaimsPrincipal?> PrincipalAsync(ApiKeys keys, string key, CancellationToken ct)
    {
        if (await keys.FindAsync(key, ct) is not { } row)
        {
            return null;
        }

        var identity = new ClaimsIdentity(Scheme);
        identity.AddClaim(new Claim(SiteClaim, row.Site));
        identity.AddClaim(new Claim(KeyClaim, row.Id.ToString("N")));
        foreach (var scope in row.Scopes)
        {
            identity.AddClaim(new Claim(ScopeClaim, scope));
        }

        return new ClaimsPrincipal(identity);
    }

    /// <summary>The key a request carries, or null.</summary>
    public static string? Given(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return authorization[Bearer.Length..].Trim();
        }

        var header = request.Headers["X-Api-Key"].ToString();
        if (header.Length > 0)
        {
            return header;
        }

        var query = request.Query["key"].ToString();
        return query.Length > 0 ? query : null;
    }
}
