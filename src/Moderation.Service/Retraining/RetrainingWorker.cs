using Microsoft.EntityFrameworkCore;
using Moderation.Store;

namespace Moderation.Service.Retraining;

/// <summary>Begins a run whenever one is due.</summary>
/// <param name="contexts">The store.</param>
/// <param name="options">The settings.</param>
/// <param name="run">Carries a run out and gives its exit code.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it says what it did.</param>
internal sealed class RetrainingWorker(
    IDbContextFactory<ModerationDb> contexts, RetrainingOptions options, Func<CancellationToken, Task<int>> run, TimeProvider time, ILogger<RetrainingWorker> log)
    : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    /// <summary>Where a run does not even come to a record, as when the program cannot be started, it is not tried every minute.</summary>
    private static readonly TimeSpan AfterFault = TimeSpan.FromHours(1);

    private static readonly Action<ILogger, int, Exception?> Began = LoggerMessage.Define<int>(
        LogLevel.Information, new EventId(1, "RetrainingBegan"), "Retraining begins with {Count} new judgements");

    private static readonly Action<ILogger, int, Exception?> Ended = LoggerMessage.Define<int>(
        LogLevel.Information, new EventId(2, "RetrainingEnded"), "Retraining ended with exit code {ExitCode}; 'moderation models' shows what came of it");

    private static readonly Action<ILogger, Exception?> Failed = LoggerMessage.Define(
        LogLevel.Error, new EventId(3, "RetrainingFailed"), "Retraining could not be begun; it is tried again in an hour");

    // A large import is counted over once, not every minute.
    private RetrainingState? _state;

    /// <summary>Runs if a run is due.</summary>
    /// <returns>The exit code of the run, or null where none was due.</returns>
    public async Task<int?> RunOnceAsync(CancellationToken ct)
    {
        RetrainingState state;
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            _state = state = await RetrainingState.ReadAsync(db, ct, _state);
        }

        if (RetrainingSchedule.WhyNot(options, state.NewJudgements, state.LastRun, time.GetLocalNow()) is not null)
        {
            return null;
        }

        Began(log, state.NewJudgements, null);
        var code = await run(ct);
        Ended(log, code, null);
        return code;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = Look;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                wait = await RunOnceAsync(stoppingToken) is null or Verbs.ExitCode.Ok or Verbs.ExitCode.Refused ? Look : AfterFault;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Failed(log, fault);
                wait = AfterFault;
            }
        }
    }
}
