using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.EntityFrameworkCore;
using Moderation.Store;

namespace Moderation.Service.Reviews;

/// <summary>An open page asks again and again whether its moderator is still welcome: one who is shut out loses it within a minute.</summary>
internal sealed class StillWelcome(ILoggerFactory logs, IDbContextFactory<ModerationDb> contexts) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(authenticationState.User.FindFirstValue(ClaimTypes.NameIdentifier), out var id))
        {
            return false;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        return user is { DisabledAt: null } && authenticationState.User.IsInRole(user.Role.ToString());
    }
}
