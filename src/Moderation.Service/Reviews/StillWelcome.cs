using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Moderation.Service.Access;

namespace Moderation.Service.Reviews;

/// <summary>An open page asks again and again whether its moderator is still welcome: one who is shut out, or has signed out elsewhere in the same browser, loses it within a minute.</summary>
internal sealed class StillWelcome(ILoggerFactory logs, Rights rights) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        await rights.OfSessionAsync(authenticationState.User, cancellationToken) is not null;
}
