using System.Buffers;
using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Moderation.Service.Screening;

/// <summary>What a run over a file came to.</summary>
/// <param name="Lines">Lines answered, errors included.</param>
/// <param name="Errors">Lines that could not be read.</param>
public sealed record LineCount(long Lines, long Errors);

/// <summary>
/// Lines in, lines out, in order, with all cores: the reader cuts the stream into chunks at line ends, workers answer a chunk
/// each, the writer puts the answers out in the order of the chunks. A few chunks are in flight, whatever the file's size. No chunk
/// needs another: each worker reads of its own chunk what kind of place it comes from, so the answers do not depend on timing.
/// </summary>
internal sealed class LinePipeline(Func<LineScorer> scorer, int workers)
{
    // Output buffers are as large as a chunk's answers, mostly three times the chunk: made anew for each, they would be most of what is
    // allocated, and one that has to grow leaves half a megabyte behind.
    private readonly ConcurrentBag<ArrayBufferWriter<byte>> _outputs = [];

    private sealed record Answered(ArrayBufferWriter<byte> Output, LineCount Count);

    private sealed record Chunk(LineChunk Lines, TaskCompletionSource<Answered> Answer);

    /// <summary>Runs to the end of the input.</summary>
    /// <param name="input">UTF-8 JSON Lines.</param>
    /// <param name="output">Where the answers go.</param>
    /// <param name="progress">Called with the count and the bytes read after every chunk.</param>
    /// <param name="ct">Stops between chunks.</param>
    public async Task<LineCount> RunAsync(Stream input, Stream output, Action<LineCount, long>? progress, CancellationToken ct)
    {
        var work = Channel.CreateBounded<Chunk>(workers);
        var order = Channel.CreateBounded<Chunk>(workers);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task[] tasks =
        [
            ReadAsync(input, work.Writer, order.Writer, stop.Token),
            .. Enumerable.Range(0, workers).Select(_ => Task.Run(() => WorkAsync(work.Reader, stop.Token), CancellationToken.None)),
        ];
        try
        {
            return await WriteAsync(order.Reader, output, progress, stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // A reader that failed (a broken disk) must not look like the end of the file.
            if (tasks[0].IsFaulted)
            {
                await tasks[0];
            }
        }
    }

    private static async Task ReadAsync(Stream input, ChannelWriter<Chunk> work, ChannelWriter<Chunk> order, CancellationToken ct)
    {
        try
        {
            var cutter = new LineCutter(input);
            while (await cutter.NextAsync(ct) is { } lines)
            {
                var chunk = new Chunk(lines, new(TaskCreationOptions.RunContinuationsAsynchronously));
                await order.WriteAsync(chunk, ct);
                await work.WriteAsync(chunk, ct);
            }

            order.Complete();
        }
        catch (Exception fault)
        {
            order.Complete(fault);
            throw;
        }
        finally
        {
            work.Complete();
        }
    }

    private async Task WorkAsync(ChannelReader<Chunk> work, CancellationToken ct)
    {
        var mine = scorer();
        await foreach (var chunk in work.ReadAllAsync(ct))
        {
            try
            {
                chunk.Answer.SetResult(Answer(mine, chunk.Lines));
            }
            catch (Exception fault)
            {
                chunk.Answer.SetException(fault);
            }
        }
    }

    private Answered Answer(LineScorer scorer, LineChunk chunk)
    {
        var output = _outputs.TryTake(out var used) ? used : new ArrayBufferWriter<byte>(chunk.Length * 3 + 4096);
        var count = scorer.Score(chunk, output);
        ArrayPool<byte>.Shared.Return(chunk.Bytes);
        return new Answered(output, count);
    }

    private async Task<LineCount> WriteAsync(
        ChannelReader<Chunk> order, Stream output, Action<LineCount, long>? progress, CancellationToken ct)
    {
        var (total, bytes) = (new LineCount(0, 0), 0L);
        await foreach (var chunk in order.ReadAllAsync(ct))
        {
            var (answer, count) = await chunk.Answer.Task.WaitAsync(ct);
            await output.WriteAsync(answer.WrittenMemory, ct);
            answer.ResetWrittenCount();
            _outputs.Add(answer);
            total = new LineCount(total.Lines + count.Lines, total.Errors + count.Errors);
            bytes += chunk.Lines.Length;
            progress?.Invoke(total, bytes);
        }

        await output.FlushAsync(ct);
        return total;
    }
}
