using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Moderation.Store;

/// <summary>
/// Takes comments with their decisions from thousands of concurrent requests and commits them in groups. The answer
/// comes after the commit: what was acknowledged is durable. A comment that was recorded before gets the decision it
/// already has. There is no timer: while one group is being committed the next one gathers, so that a slow disk makes
/// larger groups and an idle one answers at once. Nothing is written while a group is flushed: that would make more and
/// smaller groups, and each costs the processor a flush and its pages.
/// </summary>
public sealed partial class DecisionLog : IAsyncDisposable, IDisposable
{
    private static readonly Recorded Overloaded = new(RecordStatus.Overloaded, null, 0,
        "Too many comments wait to be written. Send it again later, more slowly.");

    private readonly Channel<RecordRequest> _requests = Channel.CreateUnbounded<RecordRequest>(new() { SingleReader = true });
    private readonly RecordWriter _writer;
    private readonly DecisionLogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<DecisionLog> _log;
    private readonly Task _loop;
    private int _waiting;

    internal DecisionLog(RecordWriter writer, DecisionLogOptions options, TimeProvider time, ILogger<DecisionLog> log)
    {
        (_writer, _options, _time, _log) = (writer, options, time, log);
        _loop = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Comments that wait to be written.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Records one comment.</summary>
    public ValueTask<Recorded> RecordAsync(Incoming incoming)
    {
        ArgumentNullException.ThrowIfNull(incoming);
        var entry = new RecordEntry(incoming, _time.GetUtcNow());
        if (entry.Result is { } refused)
        {
            return new ValueTask<Recorded>(refused);
        }

        var request = new OneRecordRequest(entry);
        return Take(request) ? request.Answered : new ValueTask<Recorded>(Overloaded);
    }

    /// <summary>Records many comments; the outcomes are in the same order. More than <see cref="DecisionLogOptions.Capacity"/> at once are always answered <see cref="RecordStatus.Overloaded"/>.</summary>
    public async ValueTask<IReadOnlyList<Recorded>> RecordAsync(IReadOnlyList<Incoming> incoming)
    {
        ArgumentNullException.ThrowIfNull(incoming);
        var now = _time.GetUtcNow();
        var entries = new RecordEntry[incoming.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = new RecordEntry(incoming[i], now);
        }

        var request = new ManyRecordRequest(entries);
        return Array.TrueForAll(entries, entry => entry.Result is not null) || !Take(request)
            ? Array.ConvertAll(entries, entry => entry.Result ?? Overloaded)
            : await request.Answered.ConfigureAwait(false);
    }

    /// <summary>Finishes what was taken, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _requests.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
        await _writer.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>As <see cref="DisposeAsync"/>, for hosts that know no other way.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private bool Take(RecordRequest request)
    {
        if (Interlocked.Add(ref _waiting, request.Size) <= _options.Capacity && _requests.Writer.TryWrite(request))
        {
            return true;
        }

        Interlocked.Add(ref _waiting, -request.Size);
        return false;
    }

    /// <summary>On a thread of its own: it mostly waits for the disk, and a pool of as many threads as processors would miss one that does.</summary>
    private void Loop()
    {
        var requests = new List<RecordRequest>();
        var entries = new List<RecordEntry>(_options.BatchSize);
        while (_requests.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            WriteNext(requests, entries);
            Flush(entries);
            foreach (var request in requests)
            {
                Interlocked.Add(ref _waiting, -request.Size);
                request.Answer();
            }
        }
    }

    private void WriteNext(List<RecordRequest> requests, List<RecordEntry> entries)
    {
        requests.Clear();
        entries.Clear();
        while (entries.Count < _options.BatchSize && _requests.Reader.TryRead(out var request))
        {
            requests.Add(request);
            request.AddTo(entries);
        }

        if (WriteAllAsync(entries).GetAwaiter().GetResult() is { } unwritable)
        {
            TellAll(unwritable, requests, entries);
        }
    }

    private void Flush(List<RecordEntry> entries)
    {
        try
        {
            _writer.Flush();
        }
#pragma warning disable CA1031 // As below: those who wait must be answered.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailure(exception, entries.Count, 1, RetryStep.GiveUp);
            _ = Tell(entries.FindAll(entry => entry.Result!.IsKept), new Recorded(RecordStatus.Failed, null, 0, StoreFailure.Of(exception).Message), FailureKind.Passing);
        }
    }

    /// <summary>
    /// After a group was given up, those who wait behind it hear the same: each with a patience of its own would wait for all
    /// before it. Nobody is answered until the queue is empty, so that who sends again after the answer tries anew.
    /// </summary>
    private void TellAll(Recorded unwritable, List<RecordRequest> requests, List<RecordEntry> entries)
    {
        entries.Clear();
        while (_requests.Reader.TryRead(out var request))
        {
            requests.Add(request);
            request.AddTo(entries);
        }

        entries.ForEach(entry => entry.Result = unwritable);
    }

    /// <returns>Null, or what is to be told where the database took nothing in time.</returns>
    private async Task<Recorded?> WriteAllAsync(List<RecordEntry> entries)
    {
        for (var from = 0; from < entries.Count; from += _options.BatchSize)
        {
            var size = Math.Min(_options.BatchSize, entries.Count - from);
            if (await WriteAsync(size == entries.Count ? entries : entries.GetRange(from, size)).ConfigureAwait(false) is { } unwritable)
            {
                entries.ForEach(entry => entry.Result ??= unwritable);
                return unwritable;
            }
        }

        return null;
    }

    /// <inheritdoc cref="WriteAllAsync" />
    private async Task<Recorded?> WriteAsync(List<RecordEntry> entries)
    {
        var began = _time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _writer.WriteAsync(entries, CancellationToken.None).ConfigureAwait(false);
                return null;
            }
#pragma warning disable CA1031 // Whatever went wrong, the callers who wait must be answered, and the loop must live.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                var failure = StoreFailure.Of(exception);
                var plan = RetryPlan.After(failure.Kind, attempt, entries.Count, _time.GetElapsedTime(began), _options.Patience);
                LogFailure(exception, entries.Count, attempt, plan.Step);
                switch (plan.Step)
                {
                    case RetryStep.Split:
                        return await WriteHalvesAsync(entries).ConfigureAwait(false);
                    case RetryStep.GiveUp:
                        return Tell(entries, new Recorded(RecordStatus.Failed, null, 0, failure.Message), failure.Kind);
                    default:
                        await Task.Delay(plan.Wait, _time).ConfigureAwait(false);
                        break;
                }
            }
        }
    }

    private async Task<Recorded?> WriteHalvesAsync(List<RecordEntry> entries)
    {
        var half = entries.Count / 2;
        var rest = entries.GetRange(half, entries.Count - half);
        return await WriteAsync(entries.GetRange(0, half)).ConfigureAwait(false) is { } unwritable
            ? Tell(rest, unwritable, FailureKind.Passing)
            : await WriteAsync(rest).ConfigureAwait(false);
    }

    // What a failed attempt left as a result means nothing, so every one is written over.
    private static Recorded? Tell(List<RecordEntry> entries, Recorded failed, FailureKind kind)
    {
        entries.ForEach(entry => entry.Result = failed);
        return kind == FailureKind.Passing ? failed : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Size} comments could not be written, attempt {Attempt}: {Step}")]
    private partial void LogFailure(Exception exception, int size, int attempt, RetryStep step);
}
