using System.Text;
using System.Text.Json;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Service.Screening;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service;

public sealed class LinePipelineTests
{
    private static readonly Moderator Moderator = new(new FixedClassifier(("vile", LabelNames.HateSpeech, 0.8125f)));

    private static readonly Policy Policy = new() { Version = "p", Review = new Dictionary<string, float> { [LabelNames.HateSpeech] = 0.5f } };

    [Fact]
    public async Task Each_line_is_answered_in_order_with_all_its_fields()
    {
        var (lines, count) = await RunAsync("{\"id\":\"a\",\"text\":\"vile\"}\n{\"id\":7,\"text\":\"fine\",\"section\":\"s\",\"extra\":{\"x\":[1]}}\n", spans: true);

        Assert.Equal(new LineCount(2, 0), count);
        Assert.Equal(["id", "model", "scores", "verdict", "rules", "spans"], lines[0].EnumerateObject().Select(field => field.Name));
        Assert.Equal(LabelNames.All, lines[0].GetProperty("scores").EnumerateObject().Select(field => field.Name));
        Assert.Equal(0.8125f, lines[0].GetProperty("scores").GetProperty("hate_speech").GetSingle());
        Assert.Equal("review-harm:hate_speech", lines[0].GetProperty("rules")[0].GetString());
        Assert.Equal((0, 4), (lines[0].GetProperty("spans")[0].GetProperty("begin").GetInt32(), lines[0].GetProperty("spans")[0].GetProperty("end").GetInt32()));
        Assert.Equal(7, lines[1].GetProperty("id").GetInt32());
        Assert.Equal("approve", lines[1].GetProperty("verdict").GetString());
    }

    [Theory]
    [InlineData("nonsense", null)]
    [InlineData("{\"text\":\"x\"}", null)]
    [InlineData("{\"id\":\"a\"}", "a")]
    [InlineData("{\"id\":\"a\",\"text\":3}", "a")]
    [InlineData("{\"id\":\"a\",\"text\":\"x\"", "a")]
    [InlineData("{\"id\":\"a\",\"text\":\"x\"} trailing", "a")]
    [InlineData("{\"id\":{},\"text\":\"x\"}", null)]
    [InlineData("[]", null)]
    public async Task A_line_that_cannot_be_read_becomes_an_error_and_costs_nothing_else(string bad, string? id)
    {
        var (lines, count) = await RunAsync($"{{\"id\":\"1\",\"text\":\"x\"}}\n{bad}\n{{\"id\":\"3\",\"text\":\"x\"}}");

        Assert.Equal(new LineCount(3, 1), count);
        Assert.Equal(2, lines[1].GetProperty("line").GetInt32());
        Assert.NotEmpty(lines[1].GetProperty("error").GetString()!);
        Assert.Equal(id, lines[1].TryGetProperty("id", out var given) ? given.GetString() : null);
        Assert.Equal("3", lines[2].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Deep_nesting_and_invalid_utf8_are_errors_of_their_line()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes($"{{\"id\":\"1\",\"x\":{new string('[', 10_000)}\n"), .. "{\"id\":\"2\",\"text\":\""u8, 0xC3, 0x28, .. "\"}\n{\"id\":\"3\",\"text\":\"x\"}"u8];

        var (lines, count) = await RunAsync(bytes);

        Assert.Equal(new LineCount(3, 2), count);
        Assert.Contains("UTF-8", lines[1].GetProperty("error").GetString()!, StringComparison.Ordinal);
        Assert.Equal("approve", lines[2].GetProperty("verdict").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\\u0000")]
    [InlineData("\\ud83d cut emoji")]
    [InlineData("\\u202e\\u2066right to left")]
    [InlineData("\\n\\r\\t\\\\ \\\"quoted\\\"")]
    public async Task Odd_texts_are_scored_like_any_other(string text)
    {
        var (lines, count) = await RunAsync($"{{\"id\":\"1\",\"text\":\"{text}\"}}");

        Assert.Equal(0, count.Errors);
        Assert.Equal("approve", lines[0].GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task What_cannot_be_scored_says_so_and_goes_to_review()
    {
        var (lines, _) = await RunAsync("{\"id\":\"1\",\"text\":\"UNSCORABLE\"}");

        Assert.Equal("review", lines[0].GetProperty("verdict").GetString());
        Assert.Empty(lines[0].GetProperty("scores").EnumerateObject());
        Assert.NotEmpty(lines[0].GetProperty("unscored").GetString()!);
    }

    [Fact]
    public async Task A_large_file_keeps_its_order_across_chunks_and_workers()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 20_000; i++)
        {
            text.Append($"{{\"id\":{i},\"text\":\"{new string('x', i % 200)}\"}}\n");
        }

        text.Append($"{{\"id\":20000,\"text\":\"{new string('y', 1_000_000)}\"}}");
        var (lines, count) = await RunAsync(text.ToString());

        Assert.Equal(new LineCount(20_001, 0), count);
        Assert.Equal(Enumerable.Range(0, 20_001), lines.Select(line => line.GetProperty("id").GetInt32()));
    }

    [Theory]
    [InlineData(0f, "0.0000000")]
    [InlineData(1f, "1")]
    [InlineData(0.25f, "0.2500000")]
    [InlineData(0.0000123f, "0.0000123")]
    public async Task Probabilities_are_written_exactly(float probability, string written)
    {
        var moderator = new Moderator(new FixedClassifier(("vile", LabelNames.HateSpeech, probability)));
        using var output = new MemoryStream();
        await new LinePipeline(() => new LineScorer(moderator, Policy, spans: false), 1).RunAsync(
            new MemoryStream("{\"id\":1,\"text\":\"vile\"}"u8.ToArray()), output, null, CancellationToken.None);

        Assert.Contains($"\"hate_speech\":{written},", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_that_fails_is_not_taken_for_the_end_of_the_file()
    {
        await Assert.ThrowsAsync<IOException>(() => new LinePipeline(() => new LineScorer(Moderator, Policy, false), 2)
            .RunAsync(new BrokenStream(), Stream.Null, null, CancellationToken.None));
    }

    private static Task<(List<JsonElement> Lines, LineCount Count)> RunAsync(string input, bool spans = false) => RunAsync(Encoding.UTF8.GetBytes(input), spans);

    private static async Task<(List<JsonElement> Lines, LineCount Count)> RunAsync(byte[] input, bool spans = false)
    {
        using var output = new MemoryStream();
        var count = await new LinePipeline(() => new LineScorer(Moderator, Policy, spans), 2).RunAsync(new MemoryStream(input), output, null, CancellationToken.None);
        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return ([.. lines.Select(line => JsonDocument.Parse(line).RootElement)], count);
    }

    /// <summary>A disk that fails after the first read.</summary>
    private sealed class BrokenStream : MemoryStream
    {
        private bool _read;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_read)
            {
                throw new IOException("The device is broken.");
            }

            _read = true;
            "{\"id\":1,"u8.CopyTo(buffer.Span);
            return ValueTask.FromResult(8);
        }
    }
}
