using Moderation.Models;
using Moderation.Service.Wires.Perspective;
using Moderation.Tests.Support;

namespace Moderation.Tests.Wires.Perspective;

public sealed class ScaleTests
{
    [Fact]
    public void Between_the_points_of_a_table_it_is_linear_and_beyond_them_flat()
    {
        var table = new ScaleTable([(0.1f, 0.2f), (0.5f, 0.8f), (0.9f, 0.9f)]);
        Assert.Equal(0.2f, table.Map(0));
        Assert.Equal(0.5f, table.Map(0.3f), 5);
        Assert.Equal(0.8f, table.Map(0.5f));
        Assert.Equal(0.9f, table.Map(1));
    }

    [Fact]
    public void The_way_back_leads_to_the_lowest_probability_that_reaches_a_score()
    {
        var table = new ScaleTable([(0, 0), (0.2f, 0.6f), (0.4f, 0.6f), (1, 1)]);
        Assert.Equal(0.1f, table.Back(0.3f), 5);
        Assert.Equal(0.2f, table.Back(0.6f), 5);
        Assert.Equal(0.7f, table.Back(0.8f), 5);
    }

    [Fact]
    public void A_table_that_falls_is_refused() =>
        Assert.Throws<InvalidDataException>(() => new ScaleTable([(0, 0.5f), (0.5f, 0.4f)]));

    [Fact]
    public void A_fitted_table_keeps_the_share_of_comments_above_any_threshold()
    {
        var random = new Random(7);
        var pairs = Enumerable.Range(0, 2000).Select(_ =>
        {
            var ours = (float)Math.Pow(random.NextDouble(), 4);
            return (Ours: ours, Theirs: Math.Clamp(MathF.Sqrt(MathF.Sqrt(ours)) + ((float)random.NextDouble() - 0.5f) * 0.1f, 0, 1));
        }).ToList();
        var entry = ScaleFit.Fit(pairs);
        var table = entry.Table();

        Assert.True(entry.MeanErrorAfter < entry.MeanErrorBefore / 4);
        Assert.InRange(entry.Spearman, 0.9, 1);
        foreach (var threshold in new[] { 0.3f, 0.5f, 0.7f, 0.8f, 0.9f })
        {
            var before = pairs.Count(pair => pair.Theirs >= threshold);
            var after = pairs.Count(pair => table.Map(pair.Ours) >= threshold);
            Assert.InRange(after, before - 60, before + 60);
        }
    }

    [Fact]
    public void Probabilities_that_are_all_alike_still_make_a_table()
    {
        var pairs = Enumerable.Range(0, 200).Select(i => (i < 150 ? 0 : 0.02f, i / 200f)).ToList();
        var table = ScaleFit.Fit(pairs).Table();
        Assert.Equal(0, table.Map(0));
        Assert.Equal(1, table.Map(1));
    }

    [Fact]
    public void A_scale_is_written_beside_its_model_and_read_back()
    {
        using var folder = new TemporaryFolder();
        folder.File("m1/card.json", "{}");
        var file = new ScaleFile
        {
            Model = "m1", Source = "scores.csv", SourceSha256 = "00",
            Attributes = new() { ["TOXICITY"] = new ScaleEntry(100, 0.8, 0.2, 0.1, [[0, 0], [0.5f, 0.75f], [1, 1]]) },
        };
        file.Save(folder.Path);
        var scale = ScaleFile.Load(folder.Path, "m1")!;

        Assert.Equal(0.75f, scale.Map(PerspectiveAttributes.Find("TOXICITY@6")!, 0.5f));
        Assert.Equal(0.75f, scale.Map(PerspectiveAttributes.Find("TOXICITY_EXPERIMENTAL")!, 0.5f));
        Assert.Equal(0.5f, scale.Map(PerspectiveAttributes.Find("INSULT")!, 0.5f));
        Assert.Null(ScaleFile.Load(folder.Path, "m2"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"model":"m1","source":"s","sourceSha256":"0","attributes":{"TOXICITY":{"rows":1,"spearman":1,"meanErrorBefore":0,"meanErrorAfter":0,"points":[[0,1],[1,0]]}}}""")]
    [InlineData("""{"model":"other","source":"s","sourceSha256":"0","attributes":{}}""")]
    public void A_damaged_scale_or_one_of_another_model_is_refused(string content)
    {
        using var folder = new TemporaryFolder();
        folder.File("m1/perspective.json", content);
        Assert.Contains("perspective-scale", Assert.Throws<ModelRefusedException>(() => ScaleFile.Load(folder.Path, "m1")).Message, StringComparison.Ordinal);
    }
}
