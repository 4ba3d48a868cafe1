using Microsoft.Extensions.Configuration;
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
    public async Task A_verb_that_does_not_hear_that_it_is_to_stop_is_left_behind()
    {
        using var stop = new CancellationTokenSource();
        var deaf = CommandLine.Sub("wait", "Waits for input that never comes.", [], (_, _) => new TaskCompletionSource<int>().Task);
        var error = new StringWriter();
        var running = deaf.Parse([]).InvokeAsync(new() { Error = error, ProcessTerminationTimeout = null }, stop.Token);
        await stop.CancelAsync();

        Assert.Equal(ExitCode.Cancelled, await running.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.StartsWith("Stopped;", error.ToString(), StringComparison.Ordinal);
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

    [Theory]
    [InlineData("--help", "moderation [command] [options]")]
    [InlineData("keys create --help", "moderation keys create [options]")]
    [InlineData("-h", "moderation [command] [options]")]
    public async Task Help_names_the_program_as_the_manual_does(string line, string usage)
    {
        var output = new StringWriter();

        Assert.Equal(ExitCode.Ok, await CommandLine.RunAsync(line.Split(' '), output, new StringWriter(), CancellationToken.None));
        Assert.Contains(usage, output.ToString(), StringComparison.Ordinal);
        Assert.Contains("--data", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keys revoke 7", "Cannot parse argument '7' for command 'revoke' as an id.", "See 'moderation keys revoke --help'.")]
    [InlineData("shadow --input x --threshold much", "Cannot parse argument 'much' for option '--threshold' as a number.", "See 'moderation shadow --help'.")]
    [InlineData("users invite ann --role boss", "Cannot parse argument 'boss' for option '--role'.", "See 'moderation users invite --help'.")]
    public async Task What_is_mistyped_is_told_without_a_type_and_with_the_help_that_there_is(string line, string fault, string help)
    {
        var (code, error) = await RunAsync(line.Split(' '));

        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith(fault, error, StringComparison.Ordinal);
        Assert.EndsWith(help, error.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--url http://localhost:5080", "'--url' is no option.")]
    [InlineData("run now", "'now' is no option.")]
    [InlineData("--Moderation:PollSeconds 5 --roels review", "'--roels' is no option.")]
    public async Task A_mistyped_option_of_the_service_is_not_passed_over(string line, string fault)
    {
        var (code, error) = await RunAsync(line.Split(' '));

        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith(fault, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Moderation:PollSecond 5", "There is no setting Moderation:PollSecond. Did you mean Moderation:PollSeconds?")]
    [InlineData("--moderation:retraining:aftr 5", "There is no setting Moderation:Retraining:aftr. Did you mean Moderation:Retraining:After?")]
    [InlineData("--Moderation:PollSeconds five", "Moderation:PollSeconds is 'five', which it cannot be.")]
    [InlineData("--Moderation:PollSeconds=0", "Moderation:PollSeconds is 0. Choose 0.05 to 60.")]
    public async Task A_mistyped_setting_is_not_passed_over(string line, string fault)
    {
        var (code, error) = await RunAsync(line.Split(' '));

        Assert.Equal(ExitCode.Failed, code);
        Assert.StartsWith(fault, error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_file_of_settings_that_is_no_json_is_told_with_the_line()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "appsettings.local.json");
        File.WriteAllText(path, "{\n  \"Moderation\": { \"PollSeconds\": }\n}");

        var fault = Assert.Throws<InvalidDataException>(() => new ConfigurationBuilder().AddJsonFile(path).Build());
        Assert.StartsWith($"Failed to load configuration from file '{path}'. Line 2 of it is no JSON: ", KnownFaults.Explain(fault), StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_is_none_is_told_with_one_that_is() =>
        Assert.Equal("Invalid url: 'foo'. Give --urls such as http://localhost:5080.", KnownFaults.Explain(new FormatException("Invalid url: 'foo'")));

    [Fact]
    public void What_the_system_says_ends_before_the_cure_begins() =>
        Assert.Equal("Read-only file system: '/data/inbox'. Check that the path exists, can be written and is not in use.", KnownFaults.Explain(new IOException("Read-only file system : '/data/inbox'")));

    [Fact]
    public async Task A_threshold_beyond_one_is_no_threshold()
    {
        var (code, error) = await RunAsync("shadow", "--input", Repository.PathOf("README.md"), "--threshold", "8", "--models", Repository.PathOf("models"));

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("--threshold is 8.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_there_already_gets_no_link_that_seems_to_give_other_rights()
    {
        using var folder = new TemporaryFolder();
        string[] data = ["--data", folder.Path];
        Assert.Equal(ExitCode.Ok, (await RunAsync(["users", "invite", "ann", .. data])).Code);

        var (code, error) = await RunAsync(["users", "invite", "ann", "--role", "owner", .. data]);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("ann is there already, as moderator of every site.", error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, (await RunAsync(["users", "invite", "ann", "--role", "moderator", .. data])).Code);
        Assert.Equal(ExitCode.Ok, (await RunAsync(["users", "invite", "ann", .. data])).Code);
    }

    [Fact]
    public async Task An_export_of_a_site_that_is_not_there_says_so()
    {
        using var folder = new TemporaryFolder();

        var (code, error) = await RunAsync("export", "--site", "nowhere", "--data", folder.Path);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("There is no site 'nowhere'.", error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Error)> RunAsync(params string[] args)
    {
        var error = new StringWriter();
        return (await CommandLine.RunAsync(args, new StringWriter(), error, CancellationToken.None), error.ToString());
    }
}
