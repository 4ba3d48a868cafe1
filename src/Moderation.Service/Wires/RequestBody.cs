using System.Buffers;

namespace Moderation.Service.Wires;

/// <summary>Whole request bodies, in one piece.</summary>
internal static class RequestBody
{
    /// <summary>The body's bytes, or null where there are more than allowed.</summary>
    public static async ValueTask<byte[]?> ReadAsync(HttpRequest request, int largest, CancellationToken ct)
    {
        if (request.ContentLength > largest)
        {
            return null;
        }

        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(ct);
            if (read.Buffer.Length > largest)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
