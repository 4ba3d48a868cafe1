using System.Text;
using Moderation.Comments;
using Moderation.Labels;

namespace Moderation.Tests.Comments;

public sealed class SectionReaderTests
{
    private static readonly SectionReader Reader = new(Taxonomy.Default);

    [Fact]
    public void A_whole_section_is_read_with_its_raters()
    {
        var (section, problem) = Only("""{"section":"s","title":"T","comments":[{"id":"a","text":"x","annotations":[{"rater":"r","labels":{"slur":0,"toxicity":0.5}}]},{"id":"b","parent":"a","text":"y"}]}""");

        Assert.Null(problem);
        Assert.Equal("T", section!.Comments[1].Comment.Title);
        Assert.Equal(("a", "x"), (section.Comments[1].Comment.ParentId, section.Comments[1].Comment.ParentText));
        Assert.Equal(0.5f, section.Comments[0].Annotations[0].Labels["toxicity"]);
        Assert.False(section.Comments[0].Annotations[0].Labels.ContainsKey("insult"));
    }

    [Fact]
    public void A_line_may_hold_a_single_comment()
    {
        var (section, _) = Only("""{"section":"s","id":7,"text":"x"}""");

        Assert.Equal("7", Assert.Single(section!.Comments).Comment.Id);
    }

    [Theory]
    [InlineData("""{"section":"s","comments":[{"id":"a","text":"x","annotations":[{"rater":"r","labels":{"rudeness":1}}]}]}""", "comments[0].annotations[0].labels.rudeness", "no such label")]
    [InlineData("""{"section":"s","comments":[{"id":"a","text":"x"},{"id":"a","text":"y"}]}""", "comments[1].id", "twice")]
    [InlineData("""{"section":"s","comments":[{"id":"a","parent":"a","text":"x"}]}""", "comments[0].parent", "itself")]
    [InlineData("""{"section":"s","comments":[{"text":"x"}]}""", "comments[0].id", "missing")]
    [InlineData("""{"comments":[]}""", "section", "missing")]
    [InlineData("""{"section":"s","comments":[{"id":"a","text":"x","time":"yesterday"}]}""", "comments[0].time", "not a time")]
    [InlineData("""{"section":"s","comments":[{"id":"a","text":"x","annotations":[{"rater":"r","labels":{"slur":2}}]}]}""", "comments[0].annotations[0].labels.slur", "0 to 1")]
    [InlineData("""{"section":"s","id":"a","text":["x"]}""", "text", "not a string")]
    [InlineData("""[1,2]""", null, "not a JSON object")]
    [InlineData("""{"section":"s","com""", null, "not valid JSON")]
    [InlineData("""{"section":"s","id":"a","text":"\ud83d"}""", null, "surrogate")]
    public void A_fault_names_its_field_and_its_cure(string line, string? field, string what)
    {
        var (section, problem) = Only(line);

        Assert.Null(section);
        Assert.Equal((field, 1), (problem!.Field, problem.Line));
        Assert.Contains(what, problem.What, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Cure);
    }

    [Fact]
    public void A_bad_line_costs_only_itself()
    {
        byte[] bytes = [.. "{\"section\":\"s\",\"id\":\"1\",\"text\":\"x\"}\n"u8, 0xFF, 0xFE, (byte)'\n', .. "\n{\"section\":\"s\",\"id\":\"2\",\"text\":\"y\"}"u8];

        var read = Reader.Read(new MemoryStream(bytes), "f.jsonl", "site").ToList();

        Assert.Equal([1, 0, 1], read.Select(item => item.Section?.Comments.Count ?? 0));
        Assert.Equal(2, read[1].Problem!.Line);
        Assert.Contains("UTF-8", read[1].Problem!.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_and_deep_nesting_are_survived()
    {
        var deep = new string('[', 5000);

        var read = Reader.Read(Stream("\uFEFF{\"section\":\"s\",\"id\":\"1\",\"text\":\"x\"}\n" + deep), "f", "site").ToList();

        Assert.NotNull(read[0].Section);
        Assert.Contains("not valid JSON", read[1].Problem!.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_longer_than_the_limit_is_one_problem_and_the_next_line_is_read()
    {
        var lines = Utf8Lines.Read(Stream(new string('x', 300_000) + "\nshort"), 100_000).Select(line => line.Length).ToList();

        Assert.Equal([100_000, 5], lines);
    }

    [Fact]
    public void Every_section_written_for_this_project_is_valid_and_unique()
    {
        var files = Directory.GetFiles(Support.Repository.PathOf("training-data", "sections"), "*.jsonl");
        var read = files.SelectMany(file => Reader.ReadFile(file, "site")).ToList();

        Assert.Empty(read.Where(item => item.Problem is not null).Select(item => item.Problem!.ToString()));
        Assert.Equal(read.Count, read.Select(item => item.Section!.Id).Distinct().Count());
        Assert.All(read, item => Assert.All(item.Section!.Comments, comment => Assert.NotEmpty(comment.Annotations)));
    }

    private static (CommentSection? Section, ReadProblem? Problem) Only(string line) => Assert.Single(Reader.Read(Stream(line), "f.jsonl", "site"));

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
