using System.Net;
using Moderation.Learning.Datasets;
using Moderation.Service.Hosting;

namespace Moderation.Service.Verbs;

/// <summary>Gets one data set after another into a folder: asks about the licence, downloads, notes what came.</summary>
internal sealed class DatasetFetch : IDisposable
{
    private readonly string _folder;
    private readonly LicenceQuestion _licences;
    private readonly TextWriter _out;
    private readonly TextWriter _error;
    private readonly TimeProvider _time;
    private readonly DownloadLog _log;
    private readonly HttpClient _http;
    private readonly Downloader _downloader;

    public DatasetFetch(
        string folder, LicenceQuestion licences, TextWriter output, TextWriter error, TimeProvider time, DownloadSettings? settings = null)
    {
        (_folder, _licences, _out, _error, _time) = (folder, licences, output, error, time);
        _log = new DownloadLog(folder);
        // A packed answer could not be gone on with; the downloader measures silence itself.
        _http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("Moderation-datasets");
        _downloader = new Downloader(_http, settings ?? new DownloadSettings(), time);
    }

    /// <summary>Gets one.</summary>
    /// <returns>Whether its file is there now.</returns>
    public async Task<bool> RunAsync(Dataset dataset, CancellationToken ct)
    {
        if (DatasetState.Verify(dataset, _folder).Kind is DatasetStateKind.Champions or DatasetStateKind.Published)
        {
            _out.WriteLine($"{dataset.Name} is there already.");
            return true;
        }

        if (dataset.Download is null)
        {
            _out.WriteLine(ByHand(dataset, _folder));
            return false;
        }

        if (!await _licences.AskAsync(dataset, ct))
        {
            _out.WriteLine($"{dataset.Name} was not downloaded: you did not agree to its licence.");
            return false;
        }

        return await DownloadAsync(dataset, dataset.Download, ct);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The steps for a set that its publisher gives only to people, or in another form than is read here.</summary>
    internal static string ByHand(Dataset dataset, string folder) =>
        $"""
        {dataset.Name} has to be fetched by hand ({dataset.Licence}):
          1. Open {dataset.Source} and follow what its publisher asks for.{(dataset.ByHand is { } how ? $" {how}" : "")}
          2. Save its rows as '{Path.Combine(folder, dataset.File)}' with these columns, named in the first line: {string.Join(", ", dataset.ColumnNames())}.
          3. 'moderation datasets verify' tells what it found.
        """;

    private async Task<bool> DownloadAsync(Dataset dataset, DatasetDownload download, CancellationToken ct)
    {
        Directory.CreateDirectory(_folder);
        ProgressLine? progress = null;
        var outcome = await _downloader.FetchAsync(
            _log.Complete(dataset.File, download), Path.Combine(_folder, dataset.File),
            (done, total) => (progress ??= new ProgressLine(_error, _time, dataset.Name, total)).Report(done, $"{done / 1e6:0.0} MB"), ct);
        if (!outcome.IsDone)
        {
            _error.WriteLine($"{dataset.Name}: {outcome.Fault}");
            return false;
        }

        _log.Note(dataset.File, new DownloadRecord(download.Address, outcome.Bytes, outcome.Sha256!, _time.GetUtcNow()));
        progress?.Done($"{outcome.Bytes / 1e6:0.0} MB");
        _out.WriteLine($"{dataset.Name} is in '{Path.Combine(_folder, dataset.File)}', SHA-256 {outcome.Sha256}.");
        return true;
    }
}
