using System.Text.RegularExpressions;
using Moderation.Learning.Datasets;
using Moderation.Service.Verbs;
using Moderation.Tests.Learning.Datasets;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service.Verbs;

public sealed partial class DatasetsVerbTests : IDisposable
{
    private static readonly byte[] Content = "text,bad\nhello,0\n"u8.ToArray();
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    private string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_set_is_downloaded_noted_and_verified_as_what_its_publisher_sends()
    {
        await using var server = await FileServer.StartAsync(Content);
        Write($$"""{ "address": "{{server.Address}}" }""");

        Assert.Equal(ExitCode.Ok, await RunAsync("download", "small", "--accept-licences"));
        Assert.Equal(ExitCode.Ok, await RunAsync("verify"));

        Assert.Contains("small                    published", _out.ToString(), StringComparison.Ordinal);
        Assert.Contains("Licence: MIT", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, await RunAsync("download", "--all", "--accept-licences"));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_publisher_without_a_stated_hash_is_held_to_what_he_sent_first()
    {
        await using var server = await FileServer.StartAsync(Content);
        Write($$"""{ "address": "{{server.Address}}" }""");
        await RunAsync("download", "small", "--accept-licences");
        File.Delete(Path.Combine(Data, "small.csv"));
        server.Content = "text,bad\nanother,1\n"u8.ToArray();

        Assert.Equal(ExitCode.Partly, await RunAsync("download", "small", "--accept-licences"));
        Assert.Contains("was not kept", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_changed_after_its_download_is_named()
    {
        await using var server = await FileServer.StartAsync(Content);
        Write($$"""{ "address": "{{server.Address}}" }""");
        await RunAsync("download", "small", "--accept-licences");
        await File.AppendAllTextAsync(Path.Combine(Data, "small.csv"), "more,1\n");

        Assert.Equal(ExitCode.Failed, await RunAsync("verify"));
        Assert.Contains("different", _out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_without_an_address_comes_with_the_steps_and_its_columns()
    {
        Write("null");

        Assert.Equal(ExitCode.Partly, await RunAsync("download", "small", "--accept-licences"));
        Assert.Contains("fetched by hand", _out.ToString(), StringComparison.Ordinal);
        Assert.Contains("text, id, bad, raters", _out.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y", true)]
    [InlineData("Yes", true)]
    [InlineData("n", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public async Task Only_a_yes_agrees_to_a_licence(string? answer, bool agrees)
    {
        Write("null");
        var set = DatasetList.Read(Path.Combine(_folder.Path, "datasets.json")).Datasets[0];

        Assert.Equal(agrees, await new LicenceQuestion(new StringReader(answer is null ? "" : answer + "\n"), _out).AskAsync(set, default));
        Assert.Contains("MIT", _out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_licence_agreed_to_once_is_not_asked_about_again()
    {
        Write("null");
        var set = DatasetList.Read(Path.Combine(_folder.Path, "datasets.json")).Datasets[0];
        var question = new LicenceQuestion(new StringReader("y\n"), _out);

        Assert.True(await question.AskAsync(set, default));
        Assert.True(await question.AskAsync(set with { Name = "other" }, default));
        Assert.False(await question.AskAsync(set with { Licence = "other" }, default));
    }

    [Fact]
    public async Task A_set_that_is_not_in_the_list_is_a_fault_of_usage()
    {
        Write("null");

        Assert.Equal(ExitCode.Usage, await RunAsync("download", "nothing", "--accept-licences"));
        Assert.Equal(ExitCode.Usage, await RunAsync("download"));
    }

    [Fact]
    public void Every_shipped_set_says_where_it_comes_from_and_how_it_is_read()
    {
        foreach (var set in DatasetList.Read(Repository.PathOf("training-data", "datasets.json")).Datasets)
        {
            Assert.StartsWith("https://", set.Source, StringComparison.Ordinal);
            Assert.NotEmpty(set.Licence);
            Assert.Contains(set.Columns.Text, set.ColumnNames());
            // Either its file can be fetched, from an address that keeps its content, or the entry says how to make it.
            Assert.True(set.Download is null ? set.ByHand?.Length > 0 : set.ByHand is null, set.Name);
            Assert.True(set.Download is null || (set.Download.Address.Scheme == Uri.UriSchemeHttps && PinnedTo().IsMatch(set.Download.Address.AbsolutePath)), set.Name);
        }
    }

    [GeneratedRegex("/[0-9a-f]{40}/")]
    private static partial Regex PinnedTo();

    private Task<int> RunAsync(params string[] args) =>
        CommandLine.RunAsync(["datasets", .. args, "--folder", Data, "--training-data", _folder.Path], _out, _error, CancellationToken.None);

    private void Write(string download) => _folder.File("datasets.json", $$"""
        {
          "datasets": [
            {
              "name": "small", "title": "A small set", "licence": "MIT", "source": "https://example.org/small", "file": "small.csv",
              "bytes": 5, "sha256": "00", "columns": { "text": "text", "group": "id" },
              "heads": [{ "label": "toxicity", "value": "bad / raters" }], "download": {{download}}
            }
          ]
        }
        """);
}
