using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Moderation.Service.Access;
using Moderation.Service.Hosting;
using Moderation.Service.Screening;
using Moderation.Service.Telemetry;
using Moderation.Store;

namespace Moderation.Service.Delivery;

/// <summary>Webhooks: a site hears when the decision in force becomes another one, and sees what could not be delivered.</summary>
internal static class WebhooksApi
{
    private const int MostListed = 200;

    public static void AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<WebhookSender>();
        services.AddHostedService(provider => new WebhookWorker(
            provider.GetRequiredService<Webhooks>(), provider.GetRequiredService<WebhookSender>(),
            provider.GetRequiredService<ModerationOptions>(), provider.GetRequiredService<ModerationMetrics>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<WebhookWorker>>()));
    }

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/webhooks/deliveries", ListAsync).WithTags("Webhooks").WithName("ListWebhookDeliveries")
            .RequireAuthorization(AccessPolicies.Read)
            .WithSummary("What webhooks were to tell: dead (given up), waiting or delivered; the newest first.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapPost("/v1/webhooks/deliveries/{key:long}/retry", RetryAsync).WithTags("Webhooks").WithName("RetryWebhookDelivery")
            .RequireAuthorization(AccessPolicies.Label)
            .WithSummary("Sends a dead letter again.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<List<DeliveryAnswer>>, ProblemHttpResult>> ListAsync(
        IDbContextFactory<ModerationDb> contexts, ClaimsPrincipal caller, CancellationToken ct,
        [Description("dead, waiting or delivered")] string state = "dead")
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (Of(db, caller.Site(), state) is not { } deliveries)
        {
            return Problems.BadRequest($"There is no state '{state}'. Choose dead, waiting or delivered.");
        }

        var rows = await deliveries.OrderByDescending(row => row.Key).Take(MostListed).Select(row => new DeliveryAnswer(
            row.Key, row.EndpointId, row.Endpoint!.Url, row.DecisionId, row.Attempts, row.CreatedAt, row.DueAt, row.DeliveredAt, row.DeadAt, row.LastStatus, row.LastError))
            .ToListAsync(ct);
        return TypedResults.Ok(rows);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RetryAsync(
        long key, IDbContextFactory<ModerationDb> contexts, Webhooks webhooks, ClaimsPrincipal caller, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var site = caller.Site();
        return await db.WebhookDeliveries.AnyAsync(row => row.Key == key && row.Endpoint!.Site == site, ct) && await webhooks.RetryAsync(key, ct)
            ? TypedResults.NoContent()
            : Problems.NotFound($"There is no dead letter {key}. GET /v1/webhooks/deliveries lists them.");
    }

    /// <summary>The deliveries of a site in a state, or null where there is no such state.</summary>
    internal static IQueryable<WebhookDeliveryRow>? Of(ModerationDb db, string site, string state)
    {
        var all = db.WebhookDeliveries.AsNoTracking().Where(row => row.Endpoint!.Site == site);
        return state switch
        {
            "dead" => all.Where(row => row.DeadAt != null),
            "waiting" => all.Where(row => row.DueAt != null),
            "delivered" => all.Where(row => row.DeliveredAt != null),
            _ => null,
        };
    }
}

/// <summary>One delivery of a webhook.</summary>
/// <param name="Key">Its key, to send it again by.</param>
/// <param name="Endpoint">Id of the endpoint.</param>
/// <param name="Url">Address of the endpoint.</param>
/// <param name="Decision">The decision it tells of.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="Created">When the decision was taken.</param>
/// <param name="Due">When it is sent next; null once delivered or dead.</param>
/// <param name="Delivered">When it arrived, or null.</param>
/// <param name="Dead">When it was given up, or null.</param>
/// <param name="Status">HTTP status of the last answer; null where there was none.</param>
/// <param name="Error">What went wrong the last time, or null.</param>
public sealed record DeliveryAnswer(
    long Key, Guid Endpoint, string Url, Guid Decision, int Attempts, DateTimeOffset Created, DateTimeOffset? Due, DateTimeOffset? Delivered,
    DateTimeOffset? Dead, int? Status, string? Error);
