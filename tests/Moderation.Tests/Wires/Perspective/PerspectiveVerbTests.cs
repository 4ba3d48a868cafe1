using Moderation.Learning;
using Moderation.Service.Verbs;
using Moderation.Service.Wires.Perspective;
using Moderation.Tests.Support;

namespace Moderation.Tests.Wires.Perspective;

/// <summary>The verbs over the shipped champion, as an owner runs them.</summary>
public sealed class PerspectiveVerbTests
{
    private static async Task<(int Code, string Out, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }

    [Fact]
    public async Task Scores_are_compared_and_a_scale_is_fitted_and_used()
    {
        using var folder = new TemporaryFolder();
        var champion = Champion(folder);
        string[] texts = ["Thank you, that helped a lot.", "You are an idiot.", "The recipe needs more salt.", "Shut up, you stupid moron!"];
        var scores = folder.File("scores.csv", "id,text,TOXICITY,FLIRTATION\n" + string.Concat(Enumerable.Range(0, 120).Select(i =>
            $"{i},\"{texts[i % 4]} ({i})\",{(i % 2 == 0 ? 0.05 : 0.9)},0.5\n")) + "120,,0.5,0.5\n");

        folder.File($"models/{champion}/perspective.json", "damaged");
        var scale = await RunAsync("perspective-scale", "--input", scores, "--models", folder.File("models"));
        Assert.True(scale.Code == ExitCode.Ok, scale.Error);
        Assert.Contains("TOXICITY", scale.Out, StringComparison.Ordinal);
        Assert.Equal(["TOXICITY"], ScaleFile.Read(folder.File("models"), champion)!.Attributes.Keys);

        var report = folder.File("report");
        var shadow = await RunAsync("shadow", "--input", scores, "--output", report, "--threshold", "0.8", "--models", folder.File("models"));
        Assert.True(shadow.Code == ExitCode.Partly, shadow.Error);
        Assert.Contains("to hold the same 50.0 % of comments", shadow.Out, StringComparison.Ordinal);
        Assert.Contains("120 of 121 lines", await File.ReadAllTextAsync(report + ".md"), StringComparison.Ordinal);
        Assert.DoesNotContain("idiot", await File.ReadAllTextAsync(report + ".csv"), StringComparison.Ordinal);
        Assert.Equal(121, (await File.ReadAllLinesAsync(report + ".csv")).Length);
    }

    [Fact]
    public async Task An_attribute_of_which_the_scores_say_nothing_keeps_its_scale()
    {
        using var folder = new TemporaryFolder();
        var champion = Champion(folder, "perspective.json");
        var before = ScaleFile.Read(folder.File("models"), champion)!.Attributes;
        var scores = folder.File("scores.csv", "text,TOXICITY\n" + string.Concat(Enumerable.Range(0, 120).Select(i => $"You are number {i}.,0.{i:000}\n")));

        var scale = await RunAsync("perspective-scale", "--input", scores, "--models", folder.File("models"));

        Assert.True(scale.Code == ExitCode.Ok, scale.Error);
        var after = ScaleFile.Read(folder.File("models"), champion)!.Attributes;
        Assert.Equal(120, after["TOXICITY"].Rows);
        Assert.Equal(before.Keys, after.Keys);
        Assert.Equal(before["INSULT"].Points, after["INSULT"].Points);
    }

    [Theory]
    [InlineData("scores")]
    [InlineData("scores.md")]
    public async Task A_report_does_not_take_the_place_of_what_it_reports_on(string name)
    {
        using var folder = new TemporaryFolder();
        var scores = folder.File("scores.csv", "text,TOXICITY\na fine day,0.1\n");

        var (code, _, error) = await RunAsync("shadow", "--input", scores, "--output", folder.File(name), "--models", Repository.PathOf("models"));

        Assert.Equal((ExitCode.Failed, "text,TOXICITY\na fine day,0.1\n"), (code, await File.ReadAllTextAsync(scores)));
        Assert.Contains("another name with --output", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_without_scores_is_refused_with_its_cure()
    {
        using var folder = new TemporaryFolder();
        var (code, _, error) = await RunAsync("shadow", "--input", folder.File("s.jsonl", "{\"text\":\"x\"}\n"), "--models", Repository.PathOf("models"));
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("docs/leaving-perspective.md", error, StringComparison.Ordinal);
    }

    private static string Champion(TemporaryFolder folder, params string[] more)
    {
        var champion = new ModelShelf(Repository.PathOf("models"), (_, _) => throw new InvalidOperationException()).Champion()!.Model;
        foreach (var file in new[] { "champion.json", $"{champion}/card.json", $"{champion}/model.zip" }.Concat(more.Select(file => $"{champion}/{file}")))
        {
            File.Copy(Repository.PathOf("models", file), folder.File($"models/{file}"));
        }

        return champion;
    }
}
