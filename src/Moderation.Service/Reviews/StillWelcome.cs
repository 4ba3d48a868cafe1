using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Moderation.Service.Access;

namespace Moderation.Service.Reviews;

/// <summary>An open page asks again and again whether its moderator is still welcome: one who is shut out loses it within a minute.</summary>
internal sealed class StillWelcome(ILoggerFactory logs, Rights rights) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        await rights.OfAsync(authenticationState.User.FindFirstValue(ClaimTypes.NameIdentifier), cancellationToken) is { } user
        && authenticationState.User.IsInRole(user.Role.ToString());
}
