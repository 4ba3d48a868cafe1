namespace Moderation.Comments;

/// <summary>Lines of a byte stream, without their line ends. The memory returned is valid until the next line is asked for.</summary>
internal static class Utf8Lines
{
    /// <param name="stream">The bytes.</param>
    /// <param name="longest">A longer line is cut there, so that it fails as JSON instead of exhausting memory.</param>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(Stream stream, int longest)
    {
        var buffer = new byte[64 * 1024];
        var (start, end) = (0, 0);
        var skipping = false;
        while (true)
        {
            var newline = Array.IndexOf(buffer, (byte)'\n', start, end - start);
            if (newline >= 0)
            {
                if (!skipping)
                {
                    yield return buffer.AsMemory(start, newline - start);
                }

                (start, skipping) = (newline + 1, false);
                continue;
            }

            if (end - start >= longest)
            {
                if (!skipping)
                {
                    yield return buffer.AsMemory(start, longest);
                }

                (start, end, skipping) = (0, 0, true);
            }

            (buffer, start, end) = MakeRoom(buffer, start, end);
            var read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0)
            {
                break;
            }

            end += read;
        }

        if (end > start && !skipping)
        {
            yield return buffer.AsMemory(start, end - start);
        }
    }

    private static (byte[] Buffer, int Start, int End) MakeRoom(byte[] buffer, int start, int end)
    {
        if (end < buffer.Length)
        {
            return (buffer, start, end);
        }

        var target = start == 0 ? new byte[buffer.Length * 2] : buffer;
        Buffer.BlockCopy(buffer, start, target, 0, end - start);
        return (target, 0, end - start);
    }
}
