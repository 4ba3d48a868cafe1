using Moderation.Service.Importers;
using Moderation.Service.Verbs;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service.Importers;

public sealed class ImporterListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_format_is_in_the_manual_with_what_it_reads_and_what_its_decisions_say()
    {
        Assert.All(ImporterList.All, importer => Assert.NotEqual("", importer.Reads.Trim()));
        ApprovedTable.Check(Repository.PathOf("docs", "importing.md"), "formats",
        [
            "| format | reads | judgements with `--decisions` |", "|---|---|---|",
            .. ImporterList.All.Select(importer => $"| `{importer.Name}` | {importer.Reads} | {importer.Decisions} |"),
        ]);
    }

    [Theory]
    [InlineData("a.xml", "<?xml version='1.0'?>\n<!-- rss -->\n<disqus xmlns='x'>", "disqus")]
    [InlineData("a.XML", "\uFEFF<rss version='2.0'>", "wordpress")]
    [InlineData("a.json", "{\"id\":\"1\",\"storyID\":\"s\",\"revisions\":[]}\n", "coral")]
    [InlineData("a.jsonl", "{\"id\":\"1\",\"storyID\":\"s\",\"revisions\":[]}\n", "coral")]
    [InlineData("a.jsonl", "{\"id\":\"1\",\"section\":\"s\",\"text\":\"\"}\n", "sections")]
    [InlineData("a.jsonl", "", "sections")]
    [InlineData("a.csv", "<disqus>", "csv")]
    public void A_file_is_recognised_by_its_name_and_its_beginning(string name, string content, string format) =>
        Assert.Equal(format, ImporterList.For(_folder.File(name, content), null, "no-such-folder").Name);

    [Theory]
    [InlineData("a.xml", "<feed>")]
    [InlineData("a.xml", "")]
    [InlineData("a.xml.gz", "<disqus>")]
    [InlineData("a.json", "[{\"id\":\"1\",\"storyID\":\"s\",\"revisions\":[]}]")]
    public void What_is_recognised_by_neither_is_refused_with_the_formats(string name, string content) =>
        Assert.Contains("Choose one with --format: disqus, wordpress, coral", Assert.Throws<InvalidDataException>(() => ImporterList.For(_folder.File(name, content), null, "no-such-folder")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_dry_run_says_what_would_be_left_out()
    {
        var error = await RunAsync(ExitCode.Partly, Exports.PathOf("wordpress.xml"), "--dry-run");

        Assert.Contains("3 comments could be taken, 1 not; left out: 1 deleted, 1 pingback, 1 spam, 1 trackback; nothing was written", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decisions_are_refused_where_the_format_has_none_that_say_anything() =>
        Assert.Contains("disqus.xml' is read as disqus, which has no decisions that say anything of a label. Leave --decisions out.", await RunAsync(ExitCode.Failed, Exports.PathOf("disqus.xml"), "--decisions"), StringComparison.Ordinal);

    private async Task<string> RunAsync(int code, params string[] line)
    {
        await using var error = new StringWriter();
        Assert.Equal(code, await CommandLine.RunAsync(["import", .. line, "--data", _folder.Path], TextWriter.Null, error, CancellationToken.None));
        return error.ToString();
    }
}
