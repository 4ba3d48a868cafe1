using System.Security.Cryptography;
using Moderation.Learning.Datasets;
using Moderation.Tests.Support;

namespace Moderation.Tests.Learning.Datasets;

public sealed class DownloaderTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31 / 7))];
    private static readonly string Hash = HashOf(Content);

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    private string Target => Path.Combine(_folder.Path, "set.csv");

    private string Part => Target + ".part";

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_file_with_the_stated_hash_is_put_in_place()
    {
        await using var server = await FileServer.StartAsync(Content);

        var outcome = await FetchAsync(server, Hash, Content.Length);

        Assert.True(outcome.IsDone, outcome.Fault);
        Assert.Equal(Hash, outcome.Sha256);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target));
        Assert.Equal(["set.csv"], Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_cut_connection_is_gone_on_with_where_it_ended()
    {
        await using var server = await FileServer.StartAsync(Content);
        server.CutAt = 100_000;

        var outcome = await FetchAsync(server, Hash, progress: done =>
        {
            if (done == 100_000)
            {
                server.Received.TrySetResult();
            }
        });

        Assert.True(outcome.IsDone, outcome.Fault);
        Assert.Equal(["", "bytes=100000-"], server.Requests);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task What_an_earlier_run_left_is_gone_on_with()
    {
        await using var server = await FileServer.StartAsync(Content);
        await File.WriteAllBytesAsync(Part, Content[..200_000]);

        var outcome = await FetchAsync(server, Hash);

        Assert.True(outcome.IsDone, outcome.Fault);
        Assert.Equal(["bytes=200000-"], server.Requests);
    }

    [Fact]
    public async Task A_server_that_knows_no_ranges_sends_all_of_it_again()
    {
        await using var server = await FileServer.StartAsync(Content);
        server.KnowsRanges = false;
        await File.WriteAllBytesAsync(Part, Content[..200_000]);

        var outcome = await FetchAsync(server, Hash);

        Assert.True(outcome.IsDone, outcome.Fault);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task A_file_that_changed_at_the_server_is_begun_anew()
    {
        await using var server = await FileServer.StartAsync(Content);
        await File.WriteAllBytesAsync(Part, new byte[200_000]);
        await File.WriteAllTextAsync(Part + ".version", "\"older\"");

        var outcome = await FetchAsync(server, null);

        Assert.True(outcome.IsDone, outcome.Fault);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task Without_hash_or_version_nothing_can_be_gone_on_with()
    {
        await using var server = await FileServer.StartAsync(Content);
        await File.WriteAllBytesAsync(Part, new byte[200_000]);

        await FetchAsync(server, null);

        Assert.Equal([""], server.Requests);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task A_damaged_part_is_thrown_away_and_the_file_fetched_once_more()
    {
        await using var server = await FileServer.StartAsync(Content);
        await File.WriteAllBytesAsync(Part, new byte[200_000]);

        var outcome = await FetchAsync(server, Hash);

        Assert.True(outcome.IsDone, outcome.Fault);
        Assert.Equal(["bytes=200000-", ""], server.Requests);
    }

    [Fact]
    public async Task A_part_that_is_whole_already_needs_no_byte_more()
    {
        await using var server = await FileServer.StartAsync(Content);
        await File.WriteAllBytesAsync(Part, Content);

        Assert.True((await FetchAsync(server, Hash)).IsDone);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task A_file_with_another_hash_is_not_kept_and_leaves_the_older_one_as_it_was()
    {
        await using var server = await FileServer.StartAsync(Content);
        await File.WriteAllTextAsync(Target, "older");

        var outcome = await FetchAsync(server, new string('0', 64));

        Assert.Contains(Hash, outcome.Fault, StringComparison.Ordinal);
        Assert.Equal("older", await File.ReadAllTextAsync(Target));
        Assert.False(File.Exists(Part));
    }

    [Fact]
    public async Task A_file_of_another_size_is_not_kept()
    {
        await using var server = await FileServer.StartAsync(Content);

        Assert.Contains("300000 bytes instead of 299999", (await FetchAsync(server, null, 299_999)).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_gone_is_not_tried_again()
    {
        await using var server = await FileServer.StartAsync(Content);
        server.Refusals.Enqueue(404);

        var outcome = await FetchAsync(server, Hash);

        Assert.Contains("answers 404", outcome.Fault, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_busy_server_is_tried_again()
    {
        await using var server = await FileServer.StartAsync(Content);
        server.Refusals.Enqueue(503);
        server.Refusals.Enqueue(429);

        Assert.True((await FetchAsync(server, Hash)).IsDone);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_stays_busy_is_given_up_on()
    {
        await using var server = await FileServer.StartAsync(Content);
        for (var i = 0; i < 10; i++)
        {
            server.Refusals.Enqueue(503);
        }

        var outcome = await FetchAsync(server, Hash);

        Assert.Contains("Run it again later", outcome.Fault, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_web_page_is_not_taken_for_the_file()
    {
        await using var server = await FileServer.StartAsync(Content);
        server.ContentType = "text/html; charset=utf-8";

        Assert.Contains("web page", (await FetchAsync(server, null)).Fault, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task Plain_http_is_refused_where_others_could_listen()
    {
        var outcome = await Downloader().FetchAsync(new DatasetDownload(new Uri("http://example.org/set.csv")), Target, (_, _) => { }, default);

        Assert.Contains("https", outcome.Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, null, 1)]
    [InlineData(4, null, 8)]
    [InlineData(1, 30, 30)]
    [InlineData(40, 3600, 60)]
    public void Waits_double_and_follow_the_server_up_to_a_minute(int failed, int? asked, int seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds), new DownloadSettings().WaitAfter(failed, asked is { } value ? TimeSpan.FromSeconds(value) : null));

    internal static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private Downloader Downloader() =>
        new(_http, new DownloadSettings { Attempts = 3, FirstWait = TimeSpan.FromMilliseconds(1), Silence = TimeSpan.FromSeconds(20) }, TimeProvider.System);

    private Task<DownloadOutcome> FetchAsync(FileServer server, string? hash, long? bytes = null, Action<long>? progress = null) =>
        Downloader().FetchAsync(new DatasetDownload(server.Address, bytes, hash), Target, (done, _) => progress?.Invoke(done), CancellationToken.None);
}
