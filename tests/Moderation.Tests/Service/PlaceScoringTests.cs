using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Service.Screening;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service;

/// <summary>What <c>score</c> makes of a file whose comments are those of one place.</summary>
public sealed class PlaceScoringTests
{
    private static readonly Moderator Moderator = new(new TwoKinds());
    private static readonly Policy Policy = new() { Version = "p", Review = new Dictionary<string, float> { [LabelNames.HateSpeech] = 0.5f } };

    [Fact]
    public async Task The_comments_of_a_file_are_read_as_such_of_one_place()
    {
        var scores = Scores(await LinesAsync(Encoding.UTF8.GetBytes(Lines([.. Enumerable.Repeat("loud!", 99), "quiet"]))));

        Assert.All(scores.Take(99), score => Assert.InRange(score, 0.9f, 1));
        Assert.InRange(scores[99], 0.5f, 0.9f);
    }

    [Theory]
    [InlineData(7, false)]
    [InlineData(99, true)]
    public async Task Few_comments_are_each_read_alone_and_many_where_that_is_wanted(int comments, bool alone)
    {
        var scores = Scores(await LinesAsync(Encoding.UTF8.GetBytes(Lines([.. Enumerable.Repeat("loud!", comments - 1), "quiet"])), alone));

        Assert.All(scores.SkipLast(1), score => Assert.Equal(0.8f, score, 0.00001f));
        Assert.Equal(0.2f, scores[^1], 0.00001f);
    }

    [Fact]
    public async Task Lines_that_cannot_be_read_say_nothing_of_the_place()
    {
        var bad = string.Concat(Enumerable.Repeat("nonsense\n{\"id\":1}\n{\"text\":\"loud!\"}\n\n", 50));
        var scores = Scores(await LinesAsync(Encoding.UTF8.GetBytes(bad + Lines([.. Enumerable.Repeat("quiet", 7)]))));

        Assert.Equal(7, scores.Count);
        Assert.All(scores, score => Assert.Equal(0.2f, score, 0.00001f));
    }

    [Fact]
    public async Task A_place_that_changes_in_the_middle_of_a_large_file_is_read_as_it_is_there()
    {
        var scores = Scores(await LinesAsync(Encoding.UTF8.GetBytes(Lines([.. Enumerable.Repeat("quiet", 60_000), .. Enumerable.Repeat("loud!", 60_000)]))));

        Assert.All((int[])[0, 30_000, 90_000, 119_999], i => Assert.True(i < 60_000 ? scores[i] < 0.1f : scores[i] > 0.9f));
    }

    [Fact]
    public async Task A_pipe_and_a_file_and_any_number_of_workers_give_the_same_bytes()
    {
        var random = new Random(5);
        var bytes = Encoding.UTF8.GetBytes(Lines([.. Enumerable.Range(0, 100_000).Select(i => random.Next(100_000) < i ? "loud!" : "quiet")]));

        var file = await LinesAsync(bytes);

        Assert.True(Scores(file).Distinct().Count() > 4, "Each chunk has a place of its own.");
        Assert.Equal(file, await LinesAsync(bytes, workers: 1));
        Assert.Equal(file, await LinesAsync(bytes, workers: 3));
        Assert.Equal(file, await RunAsync(new DribblingStream(bytes, 1), alone: false, workers: 2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_table_gives_the_answers_that_lines_give(bool alone)
    {
        string[] texts = [.. Enumerable.Range(0, 1_500).Select(i => i % 5 == 0 ? "quiet, \"really\"" : "loud!")];
        var table = new StringBuilder("id,text\r\n");
        for (var i = 0; i < texts.Length; i++)
        {
            table.Append(CultureInfo.InvariantCulture, $"{i},\"{texts[i].Replace("\"", "\"\"", StringComparison.Ordinal)}\"\r\n");
        }

        var (rows, count) = await TableAsync(table.Append(",no id\r\n").ToString(), alone);
        var lines = Scores(await LinesAsync(Encoding.UTF8.GetBytes(Lines(texts) + "nonsense\n"), alone));

        Assert.Equal(new LineCount(1_501, 1), count);
        Assert.Equal(lines.Select(score => MathF.Round(score, 6)), rows.SkipLast(1).Select(row => MathF.Round(float.Parse(row, CultureInfo.InvariantCulture), 6)));
    }

    [Fact]
    public async Task A_large_table_is_read_in_blocks_and_keeps_its_order()
    {
        var (rows, count) = await TableAsync("id,text\n" + string.Concat(Enumerable.Range(0, 13_000).Select(i => $"{i},{(i < 5_000 ? "quiet" : "loud!")}\n")), alone: false);

        Assert.Equal(new LineCount(13_000, 0), count);
        float[] scores = [.. rows.Select(row => float.Parse(row, CultureInfo.InvariantCulture))];
        Assert.True(scores[0] < 0.1f && scores[12_999] > 0.9f);
        Assert.True(scores[4_999] < scores[5_000]);
    }

    private static string Lines(string[] texts)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < texts.Length; i++)
        {
            lines.Append(CultureInfo.InvariantCulture, $"{{\"id\":{i},\"text\":{JsonSerializer.Serialize(texts[i])}}}\n");
        }

        return lines.ToString();
    }

    private static Task<byte[]> LinesAsync(byte[] input, bool alone = false, int workers = 2) => RunAsync(new MemoryStream(input), alone, workers);

    private static async Task<byte[]> RunAsync(Stream input, bool alone, int workers)
    {
        using var output = new MemoryStream();
        await new LinePipeline(() => new LineScorer(Moderator, Policy, spans: false, alone), workers).RunAsync(input, output, null, CancellationToken.None);
        return output.ToArray();
    }

    /// <summary>The probability of hate of each line that could be read.</summary>
    private static List<float> Scores(byte[] output) =>
        [.. Encoding.UTF8.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty("scores", out _)).Select(line => line.GetProperty("scores").GetProperty("hate_speech").GetSingle())];

    private static async Task<(List<string> Rows, LineCount Count)> TableAsync(string table, bool alone)
    {
        using var output = new MemoryStream();
        var count = await new CsvScoring(Moderator, Policy, spans: false, alone).RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(table)), output, CancellationToken.None);
        using var reader = new CsvReader(new StringReader(Encoding.UTF8.GetString(output.ToArray())), CultureInfo.InvariantCulture);
        var rows = new List<string>();
        reader.Read();
        reader.ReadHeader();
        while (reader.Read())
        {
            rows.Add(reader.GetField("hate_speech")!);
        }

        return (rows, count);
    }
}
