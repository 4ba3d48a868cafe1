using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Moderation.Tests.Learning.Datasets;

/// <summary>A publisher of one file on a local port, with the faults that publishers have.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FileServer(WebApplication app) => _app = app;

    public byte[] Content { get; set; } = [];

    public string Tag { get; set; } = "\"one\"";

    public bool KnowsRanges { get; set; } = true;

    /// <summary>Statuses to answer the next requests with, before the file is given.</summary>
    public ConcurrentQueue<int> Refusals { get; } = [];

    public string ContentType { get; set; } = "text/csv";

    /// <summary>Cuts the connection after so many bytes of the whole file; called once they were sent.</summary>
    public int? CutAt { get; set; }

    /// <summary>What the server waits for before it cuts, so that the reader has got what was sent.</summary>
    public TaskCompletionSource Received { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The range each request asked for; empty: the whole.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public Uri Address => new(_app.Urls.First() + "/file.csv");

    public static async Task<FileServer> StartAsync(byte[] content)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new FileServer(app) { Content = content };
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        Requests.Enqueue(http.Request.Headers.Range.ToString());
        if (Refusals.TryDequeue(out var status))
        {
            http.Response.StatusCode = status;
            return;
        }

        if (CutAt is { } cut)
        {
            CutAt = null;
            await CutAsync(http, cut);
            return;
        }

        await Results.Bytes(Content, ContentType, enableRangeProcessing: KnowsRanges, entityTag: EntityTagHeaderValue.Parse(Tag)).ExecuteAsync(http);
    }

    private async Task CutAsync(HttpContext http, int cut)
    {
        http.Response.ContentLength = Content.Length;
        http.Response.Headers.ETag = Tag;
        await http.Response.Body.WriteAsync(Content.AsMemory(0, cut));
        await http.Response.Body.FlushAsync();
        await Received.Task;
        http.Abort();
    }
}
