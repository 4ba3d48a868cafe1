using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Moderation.Store;

/// <summary>
/// Takes comments with their decisions from thousands of concurrent requests and commits them in groups. The answer
/// comes after the commit: what was acknowledged is durable. A comment that was recorded before gets the decision it
/// already has. There is no timer: while one group is being committed the next one gathers, so that a slow disk makes
/// larger groups and an idle one answers at once.
/// </summary>
public sealed partial class DecisionLog : IAsyncDisposable, IDisposable
{
    private readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>(new() { SingleReader = true });
    private readonly RecordWriter _writer;
    private readonly DecisionLogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<DecisionLog> _log;
    private readonly Task _loop;
    private int _waiting;

    internal DecisionLog(RecordWriter writer, DecisionLogOptions options, TimeProvider time, ILogger<DecisionLog> log)
    {
        (_writer, _options, _time, _log) = (writer, options, time, log);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Comments that wait to be written.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Records one comment.</summary>
    public async ValueTask<Recorded> RecordAsync(Incoming incoming)
    {
        ArgumentNullException.ThrowIfNull(incoming);
        var entry = new RecordEntry(incoming, _time.GetUtcNow());
        await EnqueueAsync([entry]).ConfigureAwait(false);
        return entry.Result!;
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

        await EnqueueAsync(entries).ConfigureAwait(false);
        return Array.ConvertAll(entries, entry => entry.Result!);
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

    private ValueTask EnqueueAsync(RecordEntry[] entries)
    {
        if (Array.TrueForAll(entries, entry => entry.Result is not null))
        {
            return ValueTask.CompletedTask;
        }

        var request = new Request(entries);
        if (Interlocked.Add(ref _waiting, entries.Length) <= _options.Capacity && _requests.Writer.TryWrite(request))
        {
            return new ValueTask(request.Done.Task);
        }

        Interlocked.Add(ref _waiting, -entries.Length);
        foreach (var entry in entries)
        {
            entry.Result ??= new Recorded(RecordStatus.Overloaded, null, 0,
                "Too many comments wait to be written. Send it again later, more slowly.");
        }

        return ValueTask.CompletedTask;
    }

    private async Task LoopAsync()
    {
        var requests = new List<Request>();
        var entries = new List<RecordEntry>(_options.BatchSize);
        while (await _requests.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            requests.Clear();
            entries.Clear();
            while (entries.Count < _options.BatchSize && _requests.Reader.TryRead(out var request))
            {
                requests.Add(request);
                entries.AddRange(request.Entries.Where(entry => entry.Result is null));
            }

            await WriteAllAsync(entries).ConfigureAwait(false);
            foreach (var request in requests)
            {
                Interlocked.Add(ref _waiting, -request.Entries.Length);
                request.Done.SetResult();
            }
        }
    }

    private async Task WriteAllAsync(List<RecordEntry> entries)
    {
        for (var from = 0; from < entries.Count; from += _options.BatchSize)
        {
            var size = Math.Min(_options.BatchSize, entries.Count - from);
            await WriteAsync(size == entries.Count ? entries : entries.GetRange(from, size)).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(List<RecordEntry> entries)
    {
        var began = _time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _writer.WriteAsync(entries, CancellationToken.None).ConfigureAwait(false);
                return;
            }
#pragma warning disable CA1031 // Whatever went wrong, the callers who wait must be answered, and the loop must live.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (!await AnswerAsync(exception, attempt, began, entries).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
    }

    /// <summary>Answers a failure; true where the batch is to be written again.</summary>
    private async Task<bool> AnswerAsync(Exception exception, int attempt, long began, List<RecordEntry> entries)
    {
        var failure = StoreFailure.Of(exception);
        var plan = RetryPlan.After(failure.Kind, attempt, entries.Count, _time.GetElapsedTime(began), _options.Patience);
        LogFailure(exception, entries.Count, attempt, plan.Step);
        switch (plan.Step)
        {
            case RetryStep.Again:
                await Task.Delay(plan.Wait, _time).ConfigureAwait(false);
                return true;
            case RetryStep.Split:
                var half = entries.Count / 2;
                await WriteAsync(entries.GetRange(0, half)).ConfigureAwait(false);
                await WriteAsync(entries.GetRange(half, entries.Count - half)).ConfigureAwait(false);
                return false;
            default:
                entries.ForEach(entry => entry.Result = new Recorded(RecordStatus.Failed, null, 0, failure.Message));
                return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Size} comments could not be written, attempt {Attempt}: {Step}")]
    private partial void LogFailure(Exception exception, int size, int attempt, RetryStep step);

    private sealed class Request(RecordEntry[] entries)
    {
        internal RecordEntry[] Entries { get; } = entries;

        // Callers go on elsewhere: the loop must not run their requests.
        internal TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
