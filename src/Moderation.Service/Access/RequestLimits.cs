using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Moderation.Service.Hosting;
using Moderation.Service.Telemetry;
using Moderation.Service.Wires;

namespace Moderation.Service.Access;

/// <summary>
/// Requests a second by key: the site's own figure, else <c>Moderation:RequestsPerSecond</c>. A bucket holds one second's worth
/// and at least <see cref="SmallestBurst"/>, so that a page of comments sent at once passes.
/// </summary>
public sealed class RequestLimits(SiteDirectory sites, ModerationOptions options) : IDisposable
{
    /// <summary>Requests that may come at once, whatever the rate.</summary>
    public const int SmallestBurst = 10;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly PartitionedRateLimiter<(Guid Key, int Rate)> _limiter =
        PartitionedRateLimiter.Create<(Guid Key, int Rate), (Guid Key, int Rate)>(one => RateLimitPartition.GetTokenBucketLimiter(one, Bucket));

    /// <summary>Counts a request.</summary>
    /// <returns>Null where it may go on, else after how long to try again.</returns>
    public TimeSpan? Refuse(string site, Guid key)
    {
        if ((sites.Find(site)?.RequestsPerSecond ?? options.RequestsPerSecond) is not (> 0 and var rate))
        {
            return null;
        }

        using var lease = _limiter.AttemptAcquire((key, rate));
        return lease.IsAcquired ? null
            : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) && wait > TimeSpan.Zero ? wait
            : TimeSpan.FromSeconds(1);
    }

    /// <inheritdoc />
    public void Dispose() => _limiter.Dispose();

    private static TokenBucketRateLimiterOptions Bucket((Guid Key, int Rate) one)
    {
        // A tenth of the rate each 100 ms, except below 10 a second, where one token comes as often as it must.
        var perPeriod = Math.Max(1, one.Rate / 10);
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(SmallestBurst, one.Rate),
            TokensPerPeriod = perPeriod,
            ReplenishmentPeriod = one.Rate >= 10 ? Period * (perPeriod * 10.0 / one.Rate) : TimeSpan.FromSeconds(1.0 / one.Rate),
            QueueLimit = 0,
            AutoReplenishment = true,
        };
    }
}

/// <summary>Applies the limits to every endpoint whose key the pipeline has checked; wires that check keys themselves ask <see cref="KeyDoor"/>.</summary>
internal static class RequestLimitsMiddleware
{
    public static void UseRequestLimits(this WebApplication app) => app.Use(static (http, next) =>
    {
        // An anonymous endpoint with a key is a wire's: it counts by itself.
        if (http.User.FindFirstValue(KeyAuthentication.KeyClaim) is not { } key || http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return next(http);
        }

        var limits = http.RequestServices.GetRequiredService<RequestLimits>();
        return limits.Refuse(http.User.Site(), Guid.ParseExact(key, "N")) is { } wait ? RefuseAsync(http, wait) : next(http);
    });

    private static Task RefuseAsync(HttpContext http, TimeSpan wait)
    {
        http.RequestServices.GetRequiredService<ModerationMetrics>().Refused("rate");
        http.Response.Headers.RetryAfter = Seconds(wait).ToString(CultureInfo.InvariantCulture);
        return http.GetEndpoint()?.Metadata.GetMetadata<WireRefusal>() is { } refusal
            ? refusal.Write(http, StatusCodes.Status429TooManyRequests, wait)
            : TypedResults.Problem(KeyRefusal.TooMany(Seconds(wait)), statusCode: StatusCodes.Status429TooManyRequests).ExecuteAsync(http);
    }

    /// <summary>Whole seconds, as <c>Retry-After</c> wants them; at least 1.</summary>
    internal static int Seconds(TimeSpan wait) => Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
}
