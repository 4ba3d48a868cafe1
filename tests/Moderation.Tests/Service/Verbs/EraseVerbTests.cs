using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Service.Verbs;
using Moderation.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service.Verbs;

public sealed class EraseVerbTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task All_comments_of_an_author_go_and_those_of_others_stay()
    {
        await ImportAsync(
            """{"site":"s","section":"a","id":"1","text":"one","author":"joe"}""", """{"site":"s","section":"b","id":"2","text":"two","author":"joe"}""",
            """{"site":"s","section":"a","id":"3","text":"three","author":"ann"}""", """{"site":"t","section":"a","id":"1","text":"four","author":"joe"}""");

        Assert.Equal((ExitCode.Ok, "2 comments would be erased.", ""), await RunAsync("erase", "--site", "s", "--author", "joe", "--dry-run"));
        Assert.Equal(4, (await KeptAsync()).Count);
        Assert.Equal((ExitCode.Ok, "2 comments erased (2 revisions).", ""), await RunAsync("erase", "--site", "s", "--author", "joe", "--by", "kim"));

        Assert.Equal(["four", "three"], await KeptAsync());
        Assert.Equal((ExitCode.Failed, ""), await FaultOfAsync("There are no comments of this author", "erase", "--site", "s", "--author", "joe"));
    }

    [Fact]
    public async Task One_comment_goes_and_its_section_is_asked_for_where_several_have_the_id()
    {
        await ImportAsync("""{"site":"s","section":"a","id":"1","text":"one"}""", """{"site":"s","section":"b","id":"1","text":"two"}""");

        Assert.Equal((ExitCode.Failed, ""), await FaultOfAsync("There is a comment '1' in 2 sections. Name one with --section: a, b.", "erase", "--site", "s", "--comment", "1"));
        Assert.Equal((ExitCode.Failed, ""), await FaultOfAsync("There is no comment '2' of the site 's'.", "erase", "--site", "s", "--comment", "2"));
        Assert.Equal((ExitCode.Usage, ""), await FaultOfAsync("Name what to erase", "erase", "--site", "s"));
        Assert.Equal((ExitCode.Ok, "1 comments erased (1 revisions).", ""), await RunAsync("erase", "--site", "s", "--comment", "1", "--section", "a"));
        Assert.Equal(["two"], await KeptAsync());
    }

    public void Dispose() => folder.Dispose();

    private async Task ImportAsync(params string[] lines)
    {
        var file = Path.Combine(folder.Path, "comments.jsonl");
        await File.WriteAllLinesAsync(file, lines);
        Assert.Equal(ExitCode.Ok, (await RunAsync("import", file)).Code);
    }

    private async Task<List<string>> KeptAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddStore(new StoreOptions { DataFolder = folder.Path });
        await using var provider = services.BuildServiceProvider();
        await using var db = await provider.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync();
        return await db.Comments.Where(row => row.Text != null).Select(row => row.Text!).OrderBy(text => text).ToListAsync();
    }

    private async Task<(int Code, string Out)> FaultOfAsync(string fault, params string[] line)
    {
        var (code, output, error) = await RunAsync(line);
        Assert.StartsWith(fault, error, StringComparison.Ordinal);
        return (code, output);
    }

    private async Task<(int Code, string Out, string Error)> RunAsync(params string[] line)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync(
            [.. line, "--data", folder.Path, "--models", Repository.PathOf("models")], output, error, CancellationToken.None);
        return (code, output.ToString().Trim(), error.ToString().Trim());
    }
}
