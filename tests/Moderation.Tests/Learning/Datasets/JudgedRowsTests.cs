using Moderation.Labels;
using Moderation.Learning.Datasets;
using Moderation.Tests.Support;

namespace Moderation.Tests.Learning.Datasets;

public sealed class JudgedRowsTests : IDisposable
{
    private const string Text = "What a spineless clown this mayor is";
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_row_is_found_by_its_set_and_its_text_alone()
    {
        var judged = Load($"forum\t{JudgedRows.KeyOf(Text)}\tHTi");
        Assert.Equal([0, 1, 0, 1, 0, 0, 0.5f, 0], judged.Find("forum", Text)!);
        Assert.Null(judged.Find("forum", Text + "!"));
        Assert.Null(judged.Find("another", Text));
    }

    [Fact]
    public void A_harmless_row_is_a_judgement_too()
    {
        var judged = Load($"forum\t{JudgedRows.KeyOf(Text)}\t-");
        Assert.Equal(new float[LabelNames.All.Count], judged.Find("forum", Text)!);
    }

    [Theory]
    [InlineData("forum\tabc")]
    [InlineData("forum\tabc\tQ")]
    [InlineData("forum\tabc\t")]
    public void A_line_of_another_form_is_refused_with_its_place(string line)
    {
        var refused = Assert.Throws<InvalidDataException>(() => Load($"forum\tabc\t-\n{line}"));
        Assert.Contains("line 2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_folder_nothing_was_judged() => Assert.Equal(0, JudgedRows.Load(Path.Combine(folder.Path, "none")).Count);

    [Fact]
    public void A_judged_row_stays_in_its_part_and_its_kind_of_text_and_takes_no_derived_labels()
    {
        File.WriteAllText(Path.Combine(folder.Path, "forum.csv"), $"text,toxic\n{Text},0\nThanks for the soup,0\n");
        File.WriteAllText(Path.Combine(folder.Path, "datasets.json"), """
            {"datasets": [{"name": "forum", "title": "A forum", "licence": "CC0-1.0", "source": "example.org", "file": "forum.csv", "bytes": 1, "sha256": "00",
              "columns": {"text": "text", "group": "text"}, "heads": [{"label": "toxicity", "value": "toxic"}]}]}
            """);
        var corpus = new Corpus();
        corpus.AddDatasets(DatasetList.Read(Path.Combine(folder.Path, "datasets.json")), folder.Path, Load($"forum\t{JudgedRows.KeyOf(Text)}\tHTI"));

        var judged = Assert.Single(corpus.Examples, example => example.Dataset == Corpus.Judged);
        var row = Assert.Single(corpus.Examples, example => example.Dataset == "forum" && example.Text == Text);
        Assert.Equal((row.Part, row.Domain), (judged.Part, judged.Domain));
        Assert.Equal(0, row.Truth(corpus.HeadLabels, LabelSet.Full.IndexOf(LabelNames.Toxicity)));
        Assert.Equal(1, judged.Truth(corpus.HeadLabels, LabelSet.Full.IndexOf(LabelNames.Harassment)));
        Assert.All(row.Labels, label => Assert.True(float.IsNaN(label)));
    }

    public void Dispose() => folder.Dispose();

    private JudgedRows Load(string lines)
    {
        var place = Directory.CreateDirectory(Path.Combine(folder.Path, "judgements")).FullName;
        File.WriteAllText(Path.Combine(place, "rows.tsv"), lines + "\n");
        return JudgedRows.Load(place);
    }
}
