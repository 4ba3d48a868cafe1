using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Moderation.Store;

/// <summary>
/// Lets writers of this process into a SQLite file in the order they came. SQLite itself is not fair: those who wait
/// sleep and look again, and under load the <see cref="DecisionLog"/> would have taken the lock each time they look.
/// PostgreSQL needs no gate, there it stands open.
/// </summary>
public sealed class WriteGate : SaveChangesInterceptor, IDisposable
{
    private readonly SemaphoreSlim? _turn;

    private WriteGate(SemaphoreSlim? turn) => _turn = turn;

    internal static WriteGate OneAtATime() => new(new SemaphoreSlim(1, 1));

    internal static WriteGate Open() => new(null);

    /// <summary>Waits for the turn; it ends when the result is disposed. Within it, save changes only inside a transaction.</summary>
    public async ValueTask<Turn> EnterAsync(CancellationToken cancellation = default)
    {
        if (_turn is not null)
        {
            await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        }

        return new Turn(_turn);
    }

    /// <inheritdoc />
    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (NeedsTurn(eventData))
        {
            await _turn!.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    /// <inheritdoc />
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        if (NeedsTurn(eventData))
        {
            _turn!.Wait();
        }

        return result;
    }

    /// <inheritdoc />
    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Leave(eventData);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc />
    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        Leave(eventData);
        return result;
    }

    /// <inheritdoc />
    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Leave(eventData);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override void SaveChangesFailed(DbContextErrorEventData eventData) => Leave(eventData);

    /// <inheritdoc />
    public override Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default)
    {
        Leave(eventData);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override void SaveChangesCanceled(DbContextEventData eventData) => Leave(eventData);

    /// <inheritdoc />
    public void Dispose() => _turn?.Dispose();

    // Inside a transaction its owner has the turn already. EF's own transaction has ended when changes are saved.
    private bool NeedsTurn(DbContextEventData eventData) =>
        _turn is not null && eventData.Context?.Database.CurrentTransaction is null;

    private void Leave(DbContextEventData eventData)
    {
        if (NeedsTurn(eventData))
        {
            _turn!.Release();
        }
    }

    /// <summary>A turn to write.</summary>
    public sealed class Turn : IDisposable
    {
        private SemaphoreSlim? _turn;

        internal Turn(SemaphoreSlim? turn) => _turn = turn;

        /// <summary>Ends the turn.</summary>
        public void Dispose() => Interlocked.Exchange(ref _turn, null)?.Release();
    }
}
