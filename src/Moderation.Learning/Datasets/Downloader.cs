using System.Net;
using System.Net.Http.Headers;

namespace Moderation.Learning.Datasets;

/// <summary>
/// Fetches a file: into <c>FILE.part</c>, going on where an earlier try ended, and under its own name only once size and hash are
/// right. A file that changed at the server meanwhile is begun anew: the server is asked to go on only with the version that was
/// begun (<c>If-Range</c>, RFC 9110, 13.1.5), or where a known hash will tell.
/// </summary>
/// <param name="http">Makes the requests.</param>
/// <param name="settings">How patient it is.</param>
/// <param name="time">Measures waits.</param>
public sealed class Downloader(HttpClient http, DownloadSettings settings, TimeProvider time)
{
    private const int BufferSize = 1 << 16;

    /// <summary>Fetches a file.</summary>
    /// <param name="wanted">Where it is, and what is known of it.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="progress">Hears how many bytes there are, and of how many where that is known.</param>
    /// <param name="ct">Stops it; what is there is kept for the next time.</param>
    public async Task<DownloadOutcome> FetchAsync(
        DatasetDownload wanted, string target, Action<long, long?> progress, CancellationToken ct)
    {
        if (wanted.Address.Scheme != Uri.UriSchemeHttps && !wanted.Address.IsLoopback)
        {
            return DownloadOutcome.Failed($"'{wanted.Address}' is no https address, so that nobody could tell what arrives. Correct it in datasets.json.");
        }

        var part = new PartFile(target);
        var began = part.Length;
        for (var failed = 0; ;)
        {
            var before = part.Length;
            var attempt = await TryAsync(wanted, part, progress, ct).ConfigureAwait(false);
            if (attempt.IsWhole)
            {
                var outcome = await FinishAsync(wanted, part, ct).ConfigureAwait(false);
                if (outcome.IsDone || began == 0)
                {
                    return outcome;
                }

                // What an earlier run left may be the fault: once more from the beginning.
                (began, failed) = (0, 0);
                continue;
            }

            failed = part.Length > before ? 1 : failed + 1;
            if (attempt.IsFinal || failed >= settings.Attempts)
            {
                return DownloadOutcome.Failed(attempt.IsFinal ? attempt.Fault! : $"{attempt.Fault} Run it again later; it goes on where it ended.");
            }

            await Task.Delay(settings.WaitAfter(failed, attempt.Wait), time, ct).ConfigureAwait(false);
        }
    }

    private async Task<Attempt> TryAsync(DatasetDownload wanted, PartFile part, Action<long, long?> progress, CancellationToken ct)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            if (wanted.Bytes is { } bytes && part.Length >= bytes)
            {
                return Attempt.Whole;
            }

            silence.CancelAfter(settings.Silence);
            using var request = Request(wanted, part);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
            return Refusal(wanted, part, response) ?? await ReceiveAsync(response, part, progress, silence).ConfigureAwait(false);
        }
        catch (HttpRequestException fault)
        {
            return Attempt.Again($"{wanted.Address.Host} cannot be reached ({fault.Message}).");
        }
        catch (InterruptedException fault)
        {
            return Attempt.Again($"The connection to {wanted.Address.Host} was cut ({fault.Message}).");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Attempt.Again($"{wanted.Address.Host} was silent for {settings.Silence.TotalSeconds:0} seconds.");
        }
    }

    private static HttpRequestMessage Request(DatasetDownload wanted, PartFile part)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, wanted.Address);
        var version = part.Version;
        if (part.Length > 0 && (version is not null || wanted.Sha256 is not null))
        {
            request.Headers.Range = new RangeHeaderValue(part.Length, null);
            request.Headers.IfRange = version;
        }

        return request;
    }

    /// <summary>Why the answer is not the file; null where it is.</summary>
    private Attempt? Refusal(DatasetDownload wanted, PartFile part, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            // As long as the file: it is whole. Longer: it is another file's beginning.
            if (response.Content.Headers.ContentRange?.Length == part.Length)
            {
                return Attempt.Whole;
            }

            part.Delete();
            return Attempt.Again("The server knows no such part of the file.");
        }

        if (status is 408 or 429 or >= 500)
        {
            return Attempt.Again($"{wanted.Address.Host} answers {status} for now.", Wait(response.Headers.RetryAfter));
        }

        if (!response.IsSuccessStatusCode)
        {
            return Attempt.Never($"'{wanted.Address}' answers {status}. Fetch the file by hand, and correct the address in datasets.json.");
        }

        return response.Content.Headers.ContentType?.MediaType == "text/html"
            ? Attempt.Never($"'{wanted.Address}' answers with a web page instead of the file. Fetch the file by hand, and correct the address in datasets.json.")
            : null;
    }

    private TimeSpan? Wait(RetryConditionHeaderValue? asked) => asked?.Delta ?? (asked?.Date - time.GetUtcNow());

    private async Task<Attempt> ReceiveAsync(
        HttpResponseMessage response, PartFile part, Action<long, long?> progress, CancellationTokenSource silence)
    {
        var goesOn = response.StatusCode == HttpStatusCode.PartialContent;
        if (goesOn && response.Content.Headers.ContentRange?.From != part.Length)
        {
            part.Delete();
            return Attempt.Again("The server sent another part of the file than was asked for.");
        }

        var total = response.Content.Headers.ContentLength + (goesOn ? part.Length : 0);
        part.Begin(goesOn, response.Headers.ETag, response.Content.Headers.LastModified);
        await using var file = part.Open(goesOn);
        var body = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
        var buffer = new byte[BufferSize];
        while (await ReadAsync(body, buffer, silence.Token).ConfigureAwait(false) is > 0 and var read)
        {
            await file.WriteAsync(buffer.AsMemory(0, read), silence.Token).ConfigureAwait(false);
            silence.CancelAfter(settings.Silence);
            progress(file.Length, total);
        }

        file.Flush(flushToDisk: true);
        return Attempt.Whole;
    }

    /// <summary>Tells a fault of the network from one of the disk, which trying again does not cure.</summary>
    private static async ValueTask<int> ReadAsync(Stream body, byte[] buffer, CancellationToken ct)
    {
        try
        {
            return await body.ReadAsync(buffer, ct).ConfigureAwait(false);
        }
        catch (IOException fault)
        {
            throw new InterruptedException(fault);
        }
    }

    private static async Task<DownloadOutcome> FinishAsync(DatasetDownload wanted, PartFile part, CancellationToken ct)
    {
        var (bytes, hash) = (part.Length, await part.HashAsync(ct).ConfigureAwait(false));
        var fault = wanted.Bytes is { } size && size != bytes ? $"has {bytes} bytes instead of {size}"
            : wanted.Sha256 is { } known && !known.Equals(hash, StringComparison.OrdinalIgnoreCase) ? $"has the SHA-256 {hash} instead of {known}"
            : null;
        if (fault is not null)
        {
            part.Delete();
            return DownloadOutcome.Failed($"What '{wanted.Address}' sends {fault}; it was not kept. Its publisher has changed it, or somebody on the way: compare with its home page.");
        }

        part.MoveIntoPlace();
        return new DownloadOutcome(hash, bytes, null);
    }

    private sealed class InterruptedException(IOException inner) : Exception(inner.Message, inner);

    /// <summary>What one request brought: the whole file, or why not, and whether trying again can help.</summary>
    private sealed record Attempt(bool IsWhole, string? Fault, bool IsFinal, TimeSpan? Wait)
    {
        public static Attempt Whole { get; } = new(true, null, false, null);

        public static Attempt Again(string fault, TimeSpan? wait = null) => new(false, fault, false, wait);

        public static Attempt Never(string fault) => new(false, fault, true, null);
    }
}
