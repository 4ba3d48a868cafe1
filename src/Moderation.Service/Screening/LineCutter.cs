using System.Buffers;

namespace Moderation.Service.Screening;

/// <summary>Some whole lines of a stream.</summary>
/// <param name="Bytes">Rented from the shared pool; whoever is done with it gives it back.</param>
/// <param name="Length">How many of them are the lines'.</param>
/// <param name="FirstLine">Number of the first line in the stream, from 1 on.</param>
internal sealed record LineChunk(byte[] Bytes, int Length, long FirstLine);

/// <summary>
/// Cuts a stream into chunks at line ends. Where it cuts depends on the bytes alone, never on how many of them a read happens to bring:
/// a chunk is read as one place's comments, and a pipe must give the answers that a file gives.
/// </summary>
internal sealed class LineCutter(Stream input)
{
    /// <summary>A chunk ends with the last line that ends within so many bytes; a longer line is one by itself.</summary>
    public const int ChunkBytes = 256 * 1024;

    // The end of a stream goes with what is before it, or a few last comments would have nothing beside them that says where they stand.
    private const int FewestAhead = 384 * 1024;
    private const int LongestLine = 64 * 1024 * 1024;

    private byte[] _buffer = [];
    private int _filled;
    private bool _ended;
    private long _line = 1;

    /// <summary>Reads the next chunk.</summary>
    /// <returns>Null at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">A line is longer than 64 MiB.</exception>
    public async ValueTask<LineChunk?> NextAsync(CancellationToken ct)
    {
        var most = FewestAhead;
        await FillAsync(most, ct).ConfigureAwait(false);
        int end;
        while ((end = End()) == 0 && !_ended)
        {
            most = most < LongestLine ? most * 2
                : throw new InvalidDataException($"A line is longer than {LongestLine} bytes. Cut the file into lines, one comment each.");
            await FillAsync(most, ct).ConfigureAwait(false);
        }

        return _filled == 0 ? null : Cut(end);
    }

    /// <summary>Where the chunk ends, or 0 where its first line has not ended yet.</summary>
    private int End()
    {
        var known = _buffer.AsSpan(0, _filled);
        if (_ended && _filled < FewestAhead)
        {
            return _filled;
        }

        var last = known[..Math.Min(ChunkBytes, _filled)].LastIndexOf((byte)'\n') + 1;
        return last > 0 ? last
            : known.IndexOf((byte)'\n') is >= 0 and var first ? first + 1
            : _ended ? _filled : 0;
    }

    private async ValueTask FillAsync(int most, CancellationToken ct)
    {
        if (_buffer.Length < most)
        {
            var larger = ArrayPool<byte>.Shared.Rent(most);
            _buffer.AsSpan(0, _filled).CopyTo(larger);
            Return(_buffer);
            _buffer = larger;
        }

        while (_filled < most && !_ended)
        {
            var read = await input.ReadAsync(_buffer.AsMemory(_filled, most - _filled), ct).ConfigureAwait(false);
            _filled += read;
            _ended = read == 0;
        }
    }

    private LineChunk Cut(int end)
    {
        var (chunk, rest) = (new LineChunk(_buffer, end, _line), _filled - end);
        _buffer = rest == 0 ? [] : ArrayPool<byte>.Shared.Rent(Math.Max(FewestAhead, rest));
        chunk.Bytes.AsSpan(end, rest).CopyTo(_buffer);
        _filled = rest;
        _line += chunk.Bytes.AsSpan(0, end).Count((byte)'\n');
        return chunk;
    }

    private static void Return(byte[] buffer)
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
