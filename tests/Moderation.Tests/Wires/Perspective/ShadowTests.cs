using Moderation.Labels;
using Moderation.Scoring;
using Moderation.Service.Wires.Perspective;
using Moderation.Tests.Support;

namespace Moderation.Tests.Wires.Perspective;

public sealed class ShadowTests
{
    private static (List<StoredScore> Scores, int Lines) Read(string name, string content)
    {
        using var folder = new TemporaryFolder();
        var lines = 0;
        var scores = StoredScores.Read(folder.File(name, content), () => lines++).ToList();
        return (scores, lines);
    }

    [Fact]
    public void A_table_is_read_with_the_newest_version_of_each_attribute()
    {
        var (scores, lines) = Read("s.csv", "id,comment_text,TOXICITY@5,TOXICITY@6,INSULT,NICENESS\n7,\"two\nlines\",0.1,0.2,,1\n8,,0.5,0.5,0.5,1\n9,x,,,,1\n");
        Assert.Equal(3, lines);
        var only = Assert.Single(scores);
        Assert.Equal(("7", "two\nlines"), (only.Id, only.Text));
        Assert.Equal(new Dictionary<string, float> { ["TOXICITY"] = 0.2f }, only.Scores);
    }

    [Theory]
    [InlineData("id;text;TOXICITY\r\n7;well, well;0,1\r\n")]
    [InlineData("id,text,TOXICITY\n7,\"well, well\",\"0,1\"\n")]
    [InlineData("id,text,TOXICITY\n7,\"well, well\",0.1")]
    public void A_spreadsheets_semicolons_and_decimal_commas_are_read(string table)
    {
        var only = Assert.Single(Read("s.csv", table).Scores);
        Assert.Equal(("7", "well, well", 0.1f), (only.Id, only.Text, only.Scores["TOXICITY"]));
    }

    [Theory]
    [InlineData("""{"id":"7","text":"x","scores":{"TOXICITY":0.5}}""")]
    [InlineData("""{"id":7,"text":"x","TOXICITY":0.5}""")]
    [InlineData("""{"id":"7","comment":{"text":"x"},"attributeScores":{"TOXICITY":{"summaryScore":{"value":0.5,"type":"PROBABILITY"}}}}""")]
    [InlineData("""{"id":"7","revisions":[{"body":"<div>old</div>","metadata":{"perspective":{"model":"TOXICITY","score":0.1}}},{"body":"<div>x</div>","metadata":{"perspective":{"model":"TOXICITY","score":{"$numberDouble":"0.5"}}}},{"body":"newest, never scored"}]}""")]
    public void JSON_lines_are_read_in_each_shape(string line)
    {
        var only = Assert.Single(Read("s.jsonl", line + "\n\n").Scores);
        Assert.Equal(("7", "x", 0.5f), (only.Id, only.Text, only.Scores["TOXICITY"]));
    }

    [Fact]
    public void Corals_HTML_becomes_the_text_that_Coral_had_scored() =>
        Assert.Equal("a & b\nc < d", Read("s.json", """{"id":"1","revisions":[{"body":"<p>a &amp; <b>b</b></p>c &lt; d","metadata":{"perspective":{"model":"TOXICITY","score":0}}}]}""").Scores[0].Text);

    [Theory]
    [InlineData("s.csv", "id,text\n1,x\n")]
    [InlineData("s.csv", "id,TOXICITY\n1,0.5\n")]
    [InlineData("s.csv", "")]
    [InlineData("s.jsonl", "id,text\n")]
    public void An_export_without_texts_or_scores_is_refused_with_its_cure(string name, string content) =>
        Assert.Throws<InvalidDataException>(() => Read(name, content));

    [Fact]
    public void The_new_threshold_holds_as_many_comments_as_the_old_one()
    {
        // Ours is half of theirs: 0.8 becomes 0.4.
        var comparison = new ShadowComparison(new Halving(), PerspectiveScale.Probability);
        for (var i = 0; i < 100; i++)
        {
            comparison.Add(new StoredScore($"{i}", $"{i}", new Dictionary<string, float> { ["TOXICITY"] = i / 100f, ["SPAM"] = 1 }));
        }

        var toxicity = Assert.Single(comparison.Compare([0.8f, 0.2f]));
        Assert.Equal(("TOXICITY", 1, 100), (toxicity.Name, Math.Round(toxicity.Spearman, 6), toxicity.Scores.Count));
        Assert.Equal((0.8f, 19, 0.4f, 0, 19), (toxicity.Thresholds[0].Stored, toxicity.Thresholds[0].HeldThen, toxicity.Thresholds[0].Scaled, toxicity.Thresholds[0].HeldAsIs, toxicity.Thresholds[0].Both));
        Assert.Equal((79, 0.1f, 59), (toxicity.Thresholds[1].HeldThen, toxicity.Thresholds[1].Scaled, toxicity.Thresholds[1].HeldAsIs));

        var report = ShadowReport.Markdown("s.csv", "halving", 100, 100, 0, [toxicity]);
        Assert.Contains("| 0.80 | 19 (19.0 %) | 0.400* | 0.4000* | 0 (0.0 %) | 100.0 % |", report, StringComparison.Ordinal);
        Assert.Contains("| 0.20 | 79 (79.0 %) | 0.100 | 0.1000 | 59 (59.0 %) | 100.0 % |", report, StringComparison.Ordinal);
        Assert.Equal("TOXICITY: set 0.10 where 0.20 stood, to hold the same 79.0 % of comments; left as it is, it holds 59.0 %.", ShadowReport.Advice(toxicity, toxicity.Thresholds[1]));
        Assert.Equal(
            "TOXICITY: set 0.40 where 0.80 stood, to hold the same 19.0 % of comments; left as it is, it holds 0.0 %. Only 19 held comments speak for it: compare a longer export before you rely on it.",
            ShadowReport.Advice(toxicity, toxicity.Thresholds[0]));
    }

    [Fact]
    public void A_threshold_that_held_nothing_gets_no_successor()
    {
        var comparison = new ShadowComparison(new Halving(), PerspectiveScale.Probability);
        for (var i = 0; i < 100; i++)
        {
            comparison.Add(new StoredScore($"{i}", $"{i}", new Dictionary<string, float> { ["TOXICITY"] = i / 200f }));
        }

        var toxicity = Assert.Single(comparison.Compare([0.8f]));
        Assert.Equal(
            "TOXICITY: none of these 100 comments was above 0.80, so they do not say what to set in its place. Compare an export with comments that were held.",
            ShadowReport.Advice(toxicity, toxicity.Thresholds[0]));
        Assert.Contains("| 0.80 | 0 (0.0 %) | - | - | 0 (0.0 %) | - |", ShadowReport.Markdown("s.csv", "halving", 100, 100, 0, [toxicity]), StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_is_one_place_and_is_read_once()
    {
        var reads = 0;
        IEnumerable<StoredScore> Export()
        {
            for (var i = 0; i < 20_000; i++)
            {
                reads++;
                yield return new StoredScore($"{i}", i % 10 == 0 ? "quiet" : "loud!", new Dictionary<string, float>());
            }
        }

        var comments = StoredScores.OfOnePlace(Export(), new TwoKinds()).ToList();

        Assert.Equal(Enumerable.Range(0, 20_000), comments.Select(one => int.Parse(one.Comment.Id)));
        Assert.Equal(20_000, reads);
        Assert.InRange(Assert.Single(comments.Select(one => one.Prior).Distinct())!.Shares[TwoKinds.Shout], 0.75f, 1);
        Assert.All(StoredScores.OfOnePlace(Export().Take(7), new TwoKinds()), one => Assert.Null(one.Prior));
    }

    [Fact]
    public void A_comment_is_compared_as_it_would_be_read_on_its_site()
    {
        var comparison = new ShadowComparison(new TwoKinds(), PerspectiveScale.Probability);
        var prior = new DomainPrior(new Dictionary<string, float> { [TwoKinds.Letter] = 0.1f, [TwoKinds.Shout] = 0.9f }, 100);
        comparison.Add(new StoredScore("1", "quiet", new Dictionary<string, float> { ["IDENTITY_ATTACK"] = 0.5f }), prior);
        comparison.Add(new StoredScore("2", "quiet", new Dictionary<string, float> { ["IDENTITY_ATTACK"] = 0.5f }));

        var scores = Assert.Single(comparison.Compare([])).Scores;
        Assert.Equal(0.692f, scores[0].Probability, 0.001f);
        Assert.Equal(0.2f, scores[1].Probability, 0.001f);
    }

    [Fact]
    public async Task The_table_has_a_row_a_comment_and_no_text()
    {
        using var stream = new MemoryStream();
        await ShadowReport.WriteCsvAsync(stream, [new ShadowAttribute("TOXICITY", [new ShadowScore("a,\"b", 0.5f, 0.25f, 0.125f), new ShadowScore("=1+1", 1, 1, 1)], 1, 0, [])]);
        Assert.Equal("id,attribute,perspective,ours,probability\n\"a,\"\"b\",TOXICITY,0.5,0.25,0.125\n'=1+1,TOXICITY,1,1,1\n", System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <summary>Scores a number as half of its hundredth.</summary>
    private sealed class Halving : IClassifier
    {
        public string Model => "halving";

        public LabelSet Labels { get; } = new([LabelNames.Toxicity]);

        public Assessment Assess(in CommentText text, bool explain = false) =>
            new() { Model = Model, Labels = Labels, Probabilities = [float.Parse(text.Text) / 200] };

        public bool TryScore(in CommentText text, Span<float> probabilities)
        {
            probabilities[0] = float.Parse(text.Text) / 200;
            return true;
        }
    }
}
