using Moderation.Service.Hosting;
using Moderation.Service.Verbs;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service;

public sealed class TrainingFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_program_started_from_elsewhere_finds_the_training_data_of_its_own_copy()
    {
        _folder.File(Path.Combine("copy", "words-of-our-own", "datasets.json"), "{}");
        var program = Path.Combine(_folder.Path, "copy", "src", "bin");

        Assert.Equal(Path.Combine(_folder.Path, "copy", "words-of-our-own"), TrainingFolder.Find("words-of-our-own", program));
        Assert.Equal("of-no-copy", TrainingFolder.Find("of-no-copy", program));
    }

    [Fact]
    public async Task Lines_of_a_public_set_that_is_not_recognised_are_refused_with_the_setting_that_cures_it()
    {
        var file = _folder.File("some-set.jsonl", "{\"comment\":\"Fine.\"}\n");
        var error = new StringWriter();

        var code = await CommandLine.RunAsync(["import", file, "--dry-run", "--data", _folder.Path, "--training-data", _folder.Path], new StringWriter(), error, CancellationToken.None);

        Assert.Equal(ExitCode.Partly, code);
        Assert.Contains($"there is no '{Path.Combine(_folder.Path, "datasets.json")}'", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("--training-data or Moderation:TrainingData", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verb_that_needs_the_list_of_sets_names_the_option_that_leads_to_it()
    {
        var error = new StringWriter();

        var code = await CommandLine.RunAsync(["datasets", "list", "--training-data", _folder.Path], new StringWriter(), error, CancellationToken.None);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("--training-data", error.ToString(), StringComparison.Ordinal);
    }
}
