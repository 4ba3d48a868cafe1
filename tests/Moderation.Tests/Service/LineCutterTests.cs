using System.Text;
using Moderation.Service.Screening;

namespace Moderation.Tests.Service;

public sealed class LineCutterTests
{
    private const int Chunk = LineCutter.ChunkBytes;

    [Theory]
    [InlineData(0, 100, 0)]
    [InlineData(1, 100, 1)]
    [InlineData(1, 3 * Chunk, 1)]
    [InlineData(3, 3 * Chunk, 3)]
    [InlineData(30_000, 100, 12)]
    [InlineData(3_500, 100, 1)]
    public async Task Chunks_are_whole_lines_and_together_the_stream(int lines, int length, int chunks)
    {
        var bytes = Lines(lines, length);

        var cut = await CutAsync(new MemoryStream(bytes));

        Assert.Equal(chunks, cut.Count);
        Assert.Equal(bytes, cut.SelectMany(chunk => chunk.Bytes));
        Assert.All(cut.SkipLast(1), chunk => Assert.Equal((byte)'\n', chunk.Bytes[^1]));
        Assert.All(cut.SkipLast(1), chunk => Assert.True(chunk.Bytes.Length <= Math.Max(Chunk, length + 1)));
        var number = 1L;
        foreach (var chunk in cut)
        {
            Assert.Equal(number, chunk.FirstLine);
            number += chunk.Bytes.Count(unit => unit == '\n');
        }
    }

    [Theory]
    [InlineData(30_000, 100)]
    [InlineData(40, 90_000)]
    [InlineData(5, 2 * Chunk)]
    public async Task Where_it_cuts_does_not_depend_on_what_a_read_brings(int lines, int length)
    {
        byte[] bytes = [.. Lines(lines, length), .. "the last line has no end"u8];

        var whole = await CutAsync(new MemoryStream(bytes));

        for (var seed = 0; seed < 3; seed++)
        {
            var dribbled = await CutAsync(new DribblingStream(bytes, seed));
            Assert.Equal(whole.Select(chunk => (chunk.FirstLine, chunk.Bytes.Length)), dribbled.Select(chunk => (chunk.FirstLine, chunk.Bytes.Length)));
        }
    }

    [Fact]
    public async Task The_end_of_a_stream_is_no_handful_of_lines()
    {
        // For every length of the stream: else some lengths would leave a few comments with nothing beside them.
        for (var lines = 8_000; lines < 30_000; lines += 999)
        {
            Assert.True((await CutAsync(new MemoryStream(Lines(lines, 100))))[^1].Bytes.Length > Chunk / 2);
        }
    }

    [Fact]
    public async Task A_line_without_end_is_refused_with_its_cure()
    {
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => CutAsync(new EndlessLine()));

        Assert.Contains("Cut the file into lines", refused.Message, StringComparison.Ordinal);
    }

    private static byte[] Lines(int count, int length)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append($"{i} ".PadRight(length, 'x')).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static async Task<List<(byte[] Bytes, long FirstLine)>> CutAsync(Stream stream)
    {
        var (cutter, chunks) = (new LineCutter(stream), new List<(byte[], long)>());
        while (await cutter.NextAsync(CancellationToken.None) is { } chunk)
        {
            chunks.Add((chunk.Bytes[..chunk.Length], chunk.FirstLine));
        }

        return chunks;
    }

    private sealed class EndlessLine : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'x');
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
