using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace Moderation.Store;

/// <summary>Who wants to hear of changed decisions, and what is still to be told. At least once: a receiver goes by the decision's id.</summary>
public sealed class Webhooks(IDbContextFactory<ModerationDb> contexts, WriteGate gate, TimeProvider time)
{
    private const int LongestError = 500;

    /// <summary>Adds an endpoint, which hears of decisions from now on.</summary>
    /// <exception cref="StoreException">The address is not an absolute http or https one.</exception>
    public async Task<WebhookEndpointRow> AddAsync(string site, string url, string who, CancellationToken cancellation = default)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
        {
            throw new StoreException("The webhook's address is no absolute http or https address. Give one such as https://example.org/hooks.");
        }

        var now = time.GetUtcNow();
        var endpoint = new WebhookEndpointRow
        {
            Id = Guid.CreateVersion7(now),
            Site = site,
            Url = url,
            Secret = $"whsec_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}",
            CreatedAt = now,
        };
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        db.WebhookEndpoints.Add(endpoint);
        db.Audit.Add(new AuditRow { At = now, Who = who, What = "webhook-add", Subject = endpoint.Id.ToString(), Detail = site });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        return endpoint;
    }

    /// <summary>Takes an endpoint out of use, with what it was still to hear.</summary>
    /// <returns>False where there is none in use.</returns>
    public async Task<bool> RemoveAsync(Guid id, string who, CancellationToken cancellation = default)
    {
        using var turn = await gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var removed = await db.WebhookEndpoints.Where(row => row.Id == id && row.DisabledAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.DisabledAt, now), cancellation).ConfigureAwait(false);
        if (removed == 0)
        {
            return false;
        }

        await db.WebhookDeliveries.Where(row => row.EndpointId == id && row.DueAt != null)
            .ExecuteUpdateAsync(row => row
                .SetProperty(r => r.DueAt, (DateTimeOffset?)null)
                .SetProperty(r => r.DeadAt, now)
                .SetProperty(r => r.LastError, "The endpoint was removed."), cancellation).ConfigureAwait(false);
        db.Audit.Add(new AuditRow { At = now, Who = who, What = "webhook-remove", Subject = id.ToString() });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>
    /// Takes deliveries that are due, the longest due first; they are due again after the lease unless <see cref="DeliveredAsync"/>
    /// or <see cref="FailedAsync"/> is told of them. Two processes never get the same one while the lease holds.
    /// </summary>
    /// <returns>With endpoint, decision and comment.</returns>
    public async Task<IReadOnlyList<WebhookDeliveryRow>> LeaseDueAsync(int count, TimeSpan lease, CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        var until = now + lease;
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var due = await db.WebhookDeliveries.AsNoTracking()
            .Include(row => row.Endpoint).Include(row => row.Decision!.Comment)
            .Where(row => row.DueAt <= now).OrderBy(row => row.DueAt).ThenBy(row => row.Key).Take(count)
            .ToListAsync(cancellation).ConfigureAwait(false);
        var leased = new List<WebhookDeliveryRow>(due.Count);
        foreach (var delivery in due)
        {
            using var turn = await gate.EnterAsync(cancellation).ConfigureAwait(false);
            var seen = delivery.DueAt;
            if (await db.WebhookDeliveries.Where(row => row.Key == delivery.Key && row.DueAt == seen)
                .ExecuteUpdateAsync(row => row.SetProperty(r => r.DueAt, until).SetProperty(r => r.Attempts, r => r.Attempts + 1), cancellation)
                .ConfigureAwait(false) == 1)
            {
                (delivery.DueAt, delivery.Attempts) = (until, delivery.Attempts + 1);
                leased.Add(delivery);
            }
        }

        return leased;
    }

    /// <summary>Notes that a delivery arrived.</summary>
    public Task DeliveredAsync(long delivery, int status, CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        return UpdateAsync(delivery, status, null, due: null, delivered: now, dead: null, cancellation);
    }

    /// <summary>Notes that a delivery did not arrive.</summary>
    /// <param name="delivery">Which.</param>
    /// <param name="status">The HTTP status; null where there was no answer.</param>
    /// <param name="error">What went wrong; cut to 500 characters.</param>
    /// <param name="retryAt">When to try again; null: never, it is a dead letter.</param>
    /// <param name="cancellation">Ends the wait before anything is written.</param>
    public Task FailedAsync(long delivery, int? status, string error, DateTimeOffset? retryAt, CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        var kept = StorableText.Clean(error.Length > LongestError ? error[..LongestError] : error);
        return UpdateAsync(delivery, status, kept, retryAt, delivered: null, dead: retryAt is null ? now : null, cancellation);
    }

    /// <summary>Sends a dead letter again, now.</summary>
    /// <returns>False where it is not dead, or its endpoint is out of use.</returns>
    public async Task<bool> RetryAsync(long delivery, CancellationToken cancellation = default)
    {
        using var turn = await gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var now = time.GetUtcNow();
        return await db.WebhookDeliveries.Where(row => row.Key == delivery && row.DeadAt != null && row.Endpoint!.DisabledAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.DueAt, now).SetProperty(r => r.DeadAt, (DateTimeOffset?)null).SetProperty(r => r.Attempts, 0), cancellation)
            .ConfigureAwait(false) == 1;
    }

    /// <summary>Forgets deliveries that arrived before a time.</summary>
    public async Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellation = default)
    {
        using var turn = await gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return await db.WebhookDeliveries.Where(row => row.DeliveredAt < before).ExecuteDeleteAsync(cancellation).ConfigureAwait(false);
    }

    private async Task UpdateAsync(
        long delivery, int? status, string? error, DateTimeOffset? due, DateTimeOffset? delivered, DateTimeOffset? dead, CancellationToken cancellation)
    {
        using var turn = await gate.EnterAsync(cancellation).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await db.WebhookDeliveries.Where(row => row.Key == delivery && row.DueAt != null)
            .ExecuteUpdateAsync(row => row
                .SetProperty(r => r.DueAt, due)
                .SetProperty(r => r.DeliveredAt, delivered)
                .SetProperty(r => r.DeadAt, dead)
                .SetProperty(r => r.LastStatus, status)
                .SetProperty(r => r.LastError, error), cancellation).ConfigureAwait(false);
    }
}
