using System.Buffers;
using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Moderation.Service.Screening;

/// <summary>What a run over a file came to.</summary>
/// <param name="Lines">Lines answered, errors included.</param>
/// <param name="Errors">Lines that could not be read.</param>
public readonly record struct LineCount(long Lines, long Errors);

/// <summary>
/// Lines in, lines out, in order, with all cores: the reader cuts the stream into chunks at line ends, workers answer a chunk
/// each, the writer puts the answers out in the order of the chunks. A few chunks are in flight, whatever the file's size.
/// </summary>
internal sealed class LinePipeline(Func<LineScorer> scorer, int workers)
{
    private const int ChunkBytes = 256 * 1024;
    private const int LongestLine = 64 * 1024 * 1024;

    // Output buffers are as large as a chunk's answers: made anew for each, they would be most of what is allocated.
    private readonly ConcurrentBag<ArrayBufferWriter<byte>> _outputs = [];

    private sealed record Chunk(byte[] Bytes, int Length, long FirstLine, TaskCompletionSource<(ArrayBufferWriter<byte> Output, LineCount Count)> Answer);

    /// <summary>Runs to the end of the input.</summary>
    /// <param name="input">UTF-8 JSON Lines.</param>
    /// <param name="output">Where the answers go.</param>
    /// <param name="progress">Called with the count and the bytes read after every chunk.</param>
    /// <param name="ct">Stops between chunks.</param>
    public async Task<LineCount> RunAsync(Stream input, Stream output, Action<LineCount, long>? progress, CancellationToken ct)
    {
        var work = Channel.CreateBounded<Chunk>(workers * 2);
        var order = Channel.CreateBounded<Chunk>(workers * 4);
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
            var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
            var (filled, firstLine) = (0, 1L);
            while (true)
            {
                if (filled == buffer.Length)
                {
                    buffer = Grow(buffer, filled);
                }

                var read = await input.ReadAsync(buffer.AsMemory(filled), ct);
                filled += read;
                var end = read == 0 ? filled : buffer.AsSpan(0, filled).LastIndexOf((byte)'\n') + 1;
                if (end > 0 && (read == 0 || filled >= ChunkBytes / 2))
                {
                    (buffer, filled, firstLine) = await Cut(buffer, end, filled, firstLine, work, order, ct);
                }

                if (read == 0)
                {
                    break;
                }
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

    private static byte[] Grow(byte[] buffer, int filled)
    {
        if (filled >= LongestLine)
        {
            throw new InvalidDataException($"A line is longer than {LongestLine} bytes. Cut the file into lines, one comment each.");
        }

        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static async Task<(byte[] Buffer, int Filled, long FirstLine)> Cut(
        byte[] buffer, int end, int filled, long firstLine, ChannelWriter<Chunk> work, ChannelWriter<Chunk> order, CancellationToken ct)
    {
        var next = ArrayPool<byte>.Shared.Rent(Math.Max(ChunkBytes, filled - end + ChunkBytes / 2));
        buffer.AsSpan(end, filled - end).CopyTo(next);
        var lines = buffer.AsSpan(0, end).Count((byte)'\n');
        var chunk = new Chunk(buffer, end, firstLine, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await order.WriteAsync(chunk, ct);
        await work.WriteAsync(chunk, ct);
        return (next, filled - end, firstLine + lines);
    }

    private async Task WorkAsync(ChannelReader<Chunk> work, CancellationToken ct)
    {
        var mine = scorer();
        await foreach (var chunk in work.ReadAllAsync(ct))
        {
            try
            {
                chunk.Answer.SetResult(Answer(mine, chunk));
            }
            catch (Exception fault)
            {
                chunk.Answer.SetException(fault);
            }
        }
    }

    private (ArrayBufferWriter<byte> Output, LineCount Count) Answer(LineScorer scorer, Chunk chunk)
    {
        var output = _outputs.TryTake(out var used) ? used : new ArrayBufferWriter<byte>(chunk.Length * 2 + 4096);
        var (number, lines, errors) = (chunk.FirstLine, 0L, 0L);
        var rest = chunk.Bytes.AsSpan(0, chunk.Length);
        while (!rest.IsEmpty)
        {
            var newline = rest.IndexOf((byte)'\n');
            var line = newline < 0 ? rest : rest[..newline];
            rest = newline < 0 ? default : rest[(newline + 1)..];
            if (number == 1 && line.StartsWith("\uFEFF"u8))
            {
                line = line[3..];
            }

            var trimmed = ((ReadOnlySpan<byte>)line).Trim(" \t\r"u8);
            if (!trimmed.IsEmpty)
            {
                lines++;
                errors += scorer.Score(trimmed, number, output) ? 0 : 1;
            }

            number++;
        }

        ArrayPool<byte>.Shared.Return(chunk.Bytes);
        return (output, new LineCount(lines, errors));
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
            bytes += chunk.Length;
            progress?.Invoke(total, bytes);
        }

        await output.FlushAsync(ct);
        return total;
    }
}
