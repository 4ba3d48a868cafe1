using Moderation.Service.Verbs;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service.Verbs;

public sealed class CommandLineTests
{
    [Fact]
    public async Task A_verb_that_is_stopped_says_so_in_a_sentence_and_not_with_a_stack_trace()
    {
        using var folder = new TemporaryFolder();
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        var error = new StringWriter();

        var code = await CommandLine.RunAsync(
            ["datasets", "verify", "--training-data", Repository.PathOf("training-data"), "--folder", folder.Path], new StringWriter(), error, stopped.Token);

        Assert.Equal(ExitCode.Cancelled, code);
        Assert.Equal($"Stopped; nothing is half-written.{Environment.NewLine}", error.ToString());
    }

    [Fact]
    public async Task Only_a_recipe_with_parts_is_taken_apart()
    {
        using var folder = new TemporaryFolder();
        var error = new StringWriter();

        var code = await CommandLine.RunAsync(["train", "--trainer", "linear", "--ablate", "--data", folder.Path], new StringWriter(), error, CancellationToken.None);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("'linear' has no parts", error.ToString(), StringComparison.Ordinal);
    }
}
