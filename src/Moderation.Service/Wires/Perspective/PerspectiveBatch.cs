using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Moderation.Service.Wires.Perspective;

/// <summary>
/// Google's batch endpoint: a <c>multipart/mixed</c> body of up to 100 requests, each an HTTP request as text; the answer has
/// one part for each, in the same order.
/// </summary>
internal static class PerspectiveBatch
{
    private const int MostParts = 100;
    private const int LongestBoundary = 70;

    public static async Task Answer(HttpContext http)
    {
        if (BoundaryOf(http.Request.ContentType) is not { } boundary)
        {
            await RefuseAsync(http, "A batch is multipart/mixed with a boundary.");
            return;
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        if (Multipart.Parts(body.GetBuffer().AsMemory(0, (int)body.Length), boundary) is not { } parts)
        {
            await RefuseAsync(http, "The batch could not be read. Check its boundary, and that it is whole.");
            return;
        }

        if (parts.Count is 0 or > MostParts)
        {
            await RefuseAsync(http, $"The batch has {(parts.Count == 0 ? "no" : "more than 100")} requests. Send 1 to 100.");
            return;
        }

        var screening = http.RequestServices.GetRequiredService<PerspectiveScreening>();
        var key = PerspectiveApi.KeyOf(http.Request);
        // All at once, so that their decisions are committed together.
        var answers = await Task.WhenAll(parts.Select(part => AnswerAsync(screening, BatchPart.Parse(part), key, http.RequestAborted)));
        await WriteAsync(http, answers);
    }

    private static async Task<BatchAnswer> AnswerAsync(PerspectiveScreening screening, BatchPart part, string? key, CancellationToken ct)
    {
        using var output = new PooledBuffer();
        var body = new ReadOnlySequence<byte>(part.Body);
        var (path, query) = part.Target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at
            ? (part.Target[..at], part.Target[at..])
            : (part.Target, "");
        var own = PerspectiveApi.KeyIn(query) ?? key;
        var error = part.Method != "POST" ? NotFound
            : path.EndsWith("/comments:analyze", StringComparison.Ordinal) ? await screening.AnalyzeAsync(own, body, output, ct)
            : path.EndsWith("/comments:suggestscore", StringComparison.Ordinal) ? await screening.SuggestAsync(own, body, output, ct)
            : NotFound;
        if (error is not null)
        {
            output.Clear();
            error.Write(output);
        }

        return new BatchAnswer(part.Id, error?.Code ?? StatusCodes.Status200OK, output.Written.ToArray());
    }

    private static PerspectiveError NotFound { get; } = new(404, "NOT_FOUND", "Method not found.");

    private static async Task WriteAsync(HttpContext http, IReadOnlyList<BatchAnswer> answers)
    {
        var boundary = $"batch_{Guid.NewGuid():N}";
        using var output = new PooledBuffer();
        foreach (var answer in answers)
        {
            Text(output, $"--{boundary}\r\nContent-Type: application/http\r\n");
            if (answer.Id is not null)
            {
                Text(output, $"Content-ID: {ResponseId(answer.Id)}\r\n");
            }

            Text(output, string.Create(CultureInfo.InvariantCulture,
                $"\r\nHTTP/1.1 {answer.Status} {ReasonPhrases.GetReasonPhrase(answer.Status)}\r\nContent-Type: application/json; charset=UTF-8\r\nContent-Length: {answer.Body.Length}\r\n\r\n"));
            output.Write(answer.Body);
            Text(output, "\r\n");
        }

        Text(output, $"--{boundary}--\r\n");
        http.Response.ContentType = $"multipart/mixed; boundary={boundary}";
        http.Response.ContentLength = output.Written.Length;
        await http.Response.BodyWriter.WriteAsync(output.Written, http.RequestAborted);
    }

    /// <summary><c>&lt;item1&gt;</c> is answered as <c>&lt;response-item1&gt;</c>. Line breaks, which would forge headers, cannot be in a header that was read.</summary>
    private static string ResponseId(string id) => id.StartsWith('<') ? $"<response-{id[1..]}" : $"response-{id}";

    private static void Text(PooledBuffer output, string text) => Encoding.UTF8.GetBytes(text, output);

    private static string? BoundaryOf(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
            && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= LongestBoundary } boundary
            ? boundary
            : null;

    private static async Task RefuseAsync(HttpContext http, string message)
    {
        using var output = new PooledBuffer();
        PerspectiveError.Request(message).Write(output);
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        http.Response.ContentType = "application/json; charset=UTF-8";
        await http.Response.BodyWriter.WriteAsync(output.Written, http.RequestAborted);
    }

    private sealed record BatchAnswer(string? Id, int Status, byte[] Body);
}

/// <summary>One request of a batch.</summary>
/// <param name="Id">Its <c>Content-ID</c>, or null.</param>
/// <param name="Method">Its method; empty where it has no request line.</param>
/// <param name="Target">Its path with its query.</param>
/// <param name="Body">What follows its headers.</param>
internal sealed record BatchPart(string? Id, string Method, string Target, ReadOnlyMemory<byte> Body)
{
    /// <summary>Reads a part: its headers, of which the id matters, then an HTTP request as text, whose headers do not.</summary>
    public static BatchPart Parse(ReadOnlyMemory<byte> part)
    {
        var (headersEnd, content) = Multipart.Head(part.Span);
        var id = Encoding.UTF8.GetString(part.Span[..headersEnd]).Split('\n')
            .FirstOrDefault(header => header.StartsWith(IdHeader, StringComparison.OrdinalIgnoreCase))?[IdHeader.Length..].Trim();
        var request = part[content..].TrimStart(" \t\r\n"u8);
        var (lineEnd, body) = Multipart.Head(request.Span);
        var line = Encoding.UTF8.GetString(request.Span[..lineEnd]).Split('\n', 2)[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return line.Length >= 2 ? new BatchPart(id, line[0].ToUpperInvariant(), line[1].TrimEnd('\r'), request[body..]) : new BatchPart(id, "", "", request[body..]);
    }

    private const string IdHeader = "Content-ID:";
}
