using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Moderation.Service.Verbs;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service.Verbs;

/// <summary>The verb over the shipped champion, as people run it.</summary>
public sealed class ScoreVerbTests : IDisposable
{
    private static readonly string[] Texts =
    [
        "@user lmaooo u wild for that 😂😂", "RT @someone: monday again smh", "@user @user no cap that game was trash #fail", "ugh my bus is late AGAIN #monday",
        "@user lol ok boomer", "who tf ate my fries 😭", "cant believe she said that on tv #shook", "@user u r an idiot lmao",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_read_as_one_place_in_either_format_and_each_comment_alone_where_that_is_wanted()
    {
        var lines = _folder.File("in.jsonl", string.Concat(Enumerable.Range(0, 64).Select(i => JsonSerializer.Serialize(new { id = $"{i}", text = $"{Texts[i % 8]} {i}" }) + "\n")));
        var table = _folder.File("in.csv", "id,text\n" + string.Concat(Enumerable.Range(0, 64).Select(i => $"{i},\"{Texts[i % 8]} {i}\"\n")));

        var placed = await LinesAsync(lines, "placed.jsonl");
        var again = await LinesAsync(lines, "again.jsonl");
        var alone = await LinesAsync(lines, "alone.jsonl", "--alone");

        Assert.Equal(placed, again);
        Assert.Equal(64, placed.Count);
        Assert.True(placed.Zip(alone).Count(pair => MathF.Abs(pair.First - pair.Second) > 0.001f) > 32, "Sixty-four tweets say what the next one is.");
        Assert.Equal(placed.Select(score => MathF.Round(score, 5)), (await TableAsync(table, "placed.csv")).Select(score => MathF.Round(score, 5)));
        Assert.Equal(alone.Select(score => MathF.Round(score, 5)), (await TableAsync(table, "alone.csv", "--alone")).Select(score => MathF.Round(score, 5)));
    }

    private async Task<List<float>> LinesAsync(string input, string name, params string[] options) =>
        [.. (await RunAsync(input, name, options)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("scores").GetProperty("toxicity").GetSingle())];

    private async Task<List<float>> TableAsync(string input, string name, params string[] options)
    {
        using var reader = new CsvReader(new StringReader(await RunAsync(input, name, ["--format", "csv", .. options])), CultureInfo.InvariantCulture);
        var scores = new List<float>();
        reader.Read();
        reader.ReadHeader();
        while (reader.Read())
        {
            scores.Add(float.Parse(reader.GetField("toxicity")!, CultureInfo.InvariantCulture));
        }

        return scores;
    }

    private async Task<string> RunAsync(string input, string name, string[] options)
    {
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(
            ["score", "--input", input, "--output", _folder.File(name), "--models", Repository.PathOf("models"), .. options], TextWriter.Null, error, CancellationToken.None);
        Assert.True(code == ExitCode.Ok, error.ToString());
        return await File.ReadAllTextAsync(_folder.File(name));
    }
}
