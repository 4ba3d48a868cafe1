using System.Threading.Tasks.Sources;

namespace Moderation.Store;

/// <summary>What a caller of the <see cref="DecisionLog"/> waits for. Its entries are written in one go or the next ones, and answered together.</summary>
internal abstract class RecordRequest
{
    /// <summary>How many entries it counts for while it waits.</summary>
    internal abstract int Size { get; }

    /// <summary>Adds the entries that are still to be written.</summary>
    internal abstract void AddTo(List<RecordEntry> entries);

    /// <summary>Tells the caller that all entries have their results. It goes on elsewhere: the loop must not run callers' work.</summary>
    internal abstract void Answer();
}

/// <summary>One comment: the hot path, so the request is itself what is awaited.</summary>
internal sealed class OneRecordRequest(RecordEntry entry) : RecordRequest, IValueTaskSource<Recorded>
{
    private ManualResetValueTaskSourceCore<Recorded> _answer = new() { RunContinuationsAsynchronously = true };

    internal override int Size => 1;

    /// <summary>Ends with the entry's result. To be awaited once.</summary>
    internal ValueTask<Recorded> Answered => new(this, _answer.Version);

    public Recorded GetResult(short token) => _answer.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _answer.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);

    internal override void AddTo(List<RecordEntry> entries) => entries.Add(entry);

    internal override void Answer() => _answer.SetResult(entry.Result!);
}

/// <summary>Many comments at once. Those whose result was known beforehand are not written.</summary>
internal sealed class ManyRecordRequest(RecordEntry[] entries) : RecordRequest
{
    private readonly TaskCompletionSource<IReadOnlyList<Recorded>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal override int Size => entries.Length;

    /// <summary>Ends with the entries' results, in their order.</summary>
    internal Task<IReadOnlyList<Recorded>> Answered => _answer.Task;

    internal override void AddTo(List<RecordEntry> list)
    {
        foreach (var entry in entries)
        {
            if (entry.Result is null)
            {
                list.Add(entry);
            }
        }
    }

    internal override void Answer() => _answer.SetResult(Array.ConvertAll(entries, entry => entry.Result!));
}
