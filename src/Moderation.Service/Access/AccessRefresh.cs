using Moderation.Service.Hosting;

namespace Moderation.Service.Access;

/// <summary>Keeps the sites and the champion in memory as fresh as a few seconds.</summary>
public sealed class AccessRefresh(SiteDirectory sites, ActiveModel active, TimeProvider time, ILogger<AccessRefresh> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private static readonly Action<ILogger, Exception?> Stale = LoggerMessage.Define(
        LogLevel.Warning, new EventId(1, "SitesStale"), "The sites could not be read anew; the ones in memory stay in force");

    /// <summary>Refreshes once.</summary>
    public async Task RunOnceAsync(CancellationToken ct)
    {
        active.Refresh();
        await sites.RefreshAsync(ct);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Stale(log, fault);
            }
        }
    }
}
