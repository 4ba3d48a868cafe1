using Microsoft.AspNetCore.Components.Authorization;
using Moderation.Service.Access;
using Moderation.Service.Owners;
using Moderation.Service.Reviews.Pages;
using MudBlazor.Services;

namespace Moderation.Service.Reviews;

/// <summary>The moderators' desk: interactive pages over the review queue. Nothing on them comes from another host.</summary>
internal static class ReviewPages
{
    public static void AddReviews(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.AddSingleton<ReviewDesk>();
        services.AddOwners();
        services.AddScoped<ReviewSession>();
        services.AddScoped<AuthenticationStateProvider, StillWelcome>();
    }

    public static void MapReviews(this WebApplication app)
    {
        app.UseAntiforgery();
        RefuseCircuitsAtStop(app);
        app.MapReviewsApi();
        app.MapStaticAssets().AllowAnonymous();
        app.MapGet("/", () => Results.LocalRedirect("/queue")).RequireAuthorization(AccessPolicies.Moderator).ExcludeFromDescription()
            .WithSummary("Sends a moderator on to the review queue.");
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode().RequireAuthorization(AccessPolicies.Moderator);
    }

    // A page whose connection is closed connects again at once; taken in, it would hold up the stop until the time for it is over.
    private static void RefuseCircuitsAtStop(WebApplication app) => app.Use((http, next) =>
    {
        if (http.Request.Path.StartsWithSegments("/_blazor") && app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        }

        return next(http);
    });
}
