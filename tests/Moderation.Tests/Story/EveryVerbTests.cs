using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Policies;
using Moderation.Service.Verbs;
using Moderation.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Story;

/// <summary>One walk through every verb on a tiny corpus: from an empty folder to a model that learnt from a moderator.</summary>
public sealed class EveryVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task From_labelled_comment_sections_to_a_model_that_learnt_from_a_moderator()
    {
        var training = TinyTrainingData();

        // A first model, from sections alone, put in force.
        var first = Model(await RunAsync(ExitCode.Ok, "train", "--training-data", training));
        await RunAsync(ExitCode.Ok, "promote", first, "--training-data", training);
        Assert.Contains($"champion  {first}", await RunAsync(ExitCode.Ok, "models"), StringComparison.Ordinal);

        // Scoring a file: every line answered, the bad one named.
        var input = _folder.File("in.jsonl", "{\"id\":\"1\",\"text\":\"Lovely article, thank you.\"}\nnonsense\n");
        await RunAsync(ExitCode.Partly, "score", "--input", input, "--output", _folder.File("out.jsonl"), "--spans");
        var lines = File.ReadAllLines(_folder.File("out.jsonl"));
        Assert.Equal(first, JsonDocument.Parse(lines[0]).RootElement.GetProperty("model").GetString());
        Assert.Equal(2, JsonDocument.Parse(lines[1]).RootElement.GetProperty("line").GetInt32());

        // Comments into the store, a person's judgement, and out again as training data.
        await RunAsync(ExitCode.Ok, "migrate");
        var comments = _folder.File("new.jsonl", "{\"section\":\"s\",\"id\":\"1\",\"text\":\"You people are vermin.\"}\n{\"section\":\"s\",\"id\":\"2\",\"text\":\"Nice.\"}\n");
        await RunAsync(ExitCode.Ok, "import", comments);
        Assert.Contains("0 new, 0 changed, 2 the same", await RunAsync(ExitCode.Ok, "import", comments), StringComparison.Ordinal);
        Assert.StartsWith("mod_", await RunAsync(ExitCode.Ok, "keys", "create", "--site", "default", "--name", "story"), StringComparison.Ordinal);
        Assert.Contains("/sign-in?token=", await RunAsync(ExitCode.Ok, "users", "invite", "ada", "--role", "moderator"), StringComparison.Ordinal);
        await RunAsync(ExitCode.Ok, "users", "change", "ada", "--role", "owner", "--site", "default");
        Assert.Contains("ada  owner  default  invited", await RunAsync(ExitCode.Ok, "users", "list"), StringComparison.Ordinal);
        await RunAsync(ExitCode.Ok, "users", "disable", "ada");
        await RunAsync(ExitCode.Ok, "users", "change", "ada", "--every-site");
        Assert.Contains("ada  owner  every site  shut out", await RunAsync(ExitCode.Ok, "users", "list"), StringComparison.Ordinal);
        await RunAsync(ExitCode.Ok, "users", "enable", "ada");
        await JudgeAsync();
        var judged = _folder.File("judged.jsonl");
        await RunAsync(ExitCode.Ok, "export", "--output", judged);
        Assert.Single(File.ReadAllLines(judged));

        // A second model that learnt from it, measured beside the first, and the gate's answer.
        var second = Model(await RunAsync(ExitCode.Ok, "train", "--training-data", training, "--annotations", judged, "--seed", "5"));
        var table = await RunAsync(ExitCode.Ok, "evaluate", "--model", second, first, "--training-data", training, "--output", _folder.File("report"));
        Assert.Contains("authored toxicity", table, StringComparison.Ordinal);
        Assert.All([first, second], id => Assert.Contains($" {id} ", table, StringComparison.Ordinal));
        Assert.True(File.Exists(_folder.File(Path.Combine("report", "toxicity.svg"))));
        var refused = await RunAsync(null, "promote", second, "--training-data", training);
        Assert.True(refused.Contains("is champion", StringComparison.Ordinal) || refused.Contains("is refused", StringComparison.Ordinal), refused);

        // The same way in one step: one judgement is too little to be better for, and that is on record.
        Assert.Contains("No run is due", await RunAsync(ExitCode.Ok, "retrain", "--dry-run"), StringComparison.Ordinal);
        Assert.Contains("1 of 500", await RunAsync(ExitCode.Ok, "retrain", "--when-due"), StringComparison.Ordinal);
        Assert.Contains("stays champion", await RunAsync(ExitCode.Refused, "retrain", "--training-data", training), StringComparison.Ordinal);
        Assert.Contains("better in nothing", await RunAsync(ExitCode.Ok, "models"), StringComparison.Ordinal);

        // In force by a person's word, and back.
        await RunAsync(ExitCode.Ok, "promote", second, "--force", "--by", "story");
        Assert.Contains($"{first} is champion again", await RunAsync(ExitCode.Ok, "rollback"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_data_and_seed_give_the_same_model()
    {
        var training = TinyTrainingData();

        var one = Model(await RunAsync(ExitCode.Ok, "train", "--training-data", training));
        Directory.Move(_folder.File(Path.Combine("models", one)), _folder.File("kept"));
        var two = Model(await RunAsync(ExitCode.Ok, "train", "--training-data", training));

        Assert.Equal(File.ReadAllBytes(_folder.File(Path.Combine("kept", "model.zip"))), File.ReadAllBytes(_folder.File(Path.Combine("models", two, "model.zip"))));
    }

    [Theory]
    [InlineData("score")]
    [InlineData("promote", "no-such-model")]
    [InlineData("import", "no-such-file.jsonl")]
    [InlineData("import", "unknown.format")]
    [InlineData("rollback")]
    [InlineData("keys", "create", "--site", "a/b", "--name", "blog")]
    [InlineData("users", "change", "nobody")]
    [InlineData("retrain")]
    [InlineData("run", "--Moderation:PollSeconds", "0")]
    public async Task What_cannot_be_done_is_said_in_a_sentence_without_a_stack_trace(params string[] arguments)
    {
        var said = await RunAsync(ExitCode.Failed, arguments);

        Assert.NotEmpty(said);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_said_to_be_taken()
    {
        Model(await RunAsync(ExitCode.Ok, "train", "--training-data", TinyTrainingData()));
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();

        var said = await RunAsync(ExitCode.Failed, "run", "--urls", $"http://{taken.LocalEndpoint}", "--Serilog:MinimumLevel", "Fatal");

        Assert.Contains("already in use. Stop the program that listens there", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("score", "--format", "xml")]
    [InlineData("train", "--seed", "seven")]
    public async Task Wrong_usage_names_the_help(params string[] arguments) =>
        Assert.Contains("--help", await RunAsync(ExitCode.Usage, arguments), StringComparison.Ordinal);

    [Fact]
    public async Task A_damaged_model_is_refused_with_its_reason()
    {
        var id = Model(await RunAsync(ExitCode.Ok, "train", "--training-data", TinyTrainingData()));
        await RunAsync(ExitCode.Ok, "promote", id);
        var file = _folder.File(Path.Combine("models", id, "model.zip"));
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 0xFF;
        File.WriteAllBytes(file, bytes);

        Assert.Contains("damaged", await RunAsync(ExitCode.Failed, "score", "--input", _folder.File("in.jsonl", "{}")), StringComparison.Ordinal);
    }

    private string TinyTrainingData()
    {
        var source = Repository.PathOf("training-data");
        var target = Directory.CreateDirectory(_folder.File("training")).FullName;
        foreach (var file in new[] { "datasets.json", "word-vectors.bin" })
        {
            File.Copy(Path.Combine(source, file), Path.Combine(target, file), overwrite: true);
        }

        foreach (var (folder, count) in new[] { ("sections", 30), ("functional-suite", 2) })
        {
            Directory.CreateDirectory(Path.Combine(target, folder));
            foreach (var file in Directory.GetFiles(Path.Combine(source, folder), "*.jsonl").Order(StringComparer.Ordinal).Take(count))
            {
                File.Copy(file, Path.Combine(target, folder, Path.GetFileName(file)), overwrite: true);
            }
        }

        return target;
    }

    private async Task JudgeAsync()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddStore(new StoreOptions { DataFolder = _folder.File("data") });
        await using var provider = services.BuildServiceProvider();
        await using var db = await provider.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<ModerationDb>>().CreateDbContextAsync();
        var key = db.Comments.Where(comment => comment.CommentId == "1").Select(comment => comment.Key).Single();
        await provider.GetRequiredService<ReviewClaims>().DecideAsync(
            key, new Judgement("ada", Verdict.Reject, "dehumanising") { Labels = new Dictionary<string, float> { ["hate_speech"] = 1, ["toxicity"] = 1 } });
    }

    private static string Model(string output) => output.Split('\n').Last(line => line.Contains(" is on the shelf", StringComparison.Ordinal)).Split(' ')[0];

    private async Task<string> RunAsync(int? expected, params string[] arguments)
    {
        _out.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        var code = await CommandLine.RunAsync(
            [.. arguments, "--data", _folder.File("data"), "--models", _folder.File("models")], _out, _error, CancellationToken.None);
        var said = $"{_out}{_error}";
        Assert.True(expected is null || code == expected, $"'{string.Join(' ', arguments)}' ended with {code}: {said}");
        return said;
    }
}
