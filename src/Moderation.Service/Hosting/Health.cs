using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Moderation.Service.Documentation;
using Moderation.Store;

namespace Moderation.Service.Hosting;

/// <summary>Ready: the database answers and a model is in force.</summary>
internal sealed class Readiness(IDbContextFactory<ModerationDb> contexts, ActiveModel active) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return !await db.Database.CanConnectAsync(cancellationToken) ? HealthCheckResult.Unhealthy("The database does not answer.")
            : active.Current is null ? HealthCheckResult.Unhealthy("No model is in force; comments are unscored and wait for review.")
            : HealthCheckResult.Healthy($"Model {active.Current.Card.Id} is in force.");
    }
}

/// <summary>The two endpoints that need no key: they tell nothing but their state.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        // Live: the process answers; it asks nothing of anything else, so that a slow database does not get it restarted.
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous()
            .ExcludeFromDescription().WithTags(ApiDocument.Running).WithSummary("Whether the process answers.");
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            ResponseWriter = async (http, report) => await http.Response.WriteAsync(
                string.Join('\n', report.Entries.Values.Select(entry => entry.Description ?? entry.Status.ToString()))),
        }).AllowAnonymous().ExcludeFromDescription().WithTags(ApiDocument.Running).WithSummary("Whether the database answers and a model is in force; 503 where not.");
    }
}
