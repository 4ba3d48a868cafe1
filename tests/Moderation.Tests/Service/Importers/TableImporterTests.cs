using Moderation.Labels;
using Moderation.Service.Importers;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service.Importers;

public sealed class TableImporterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("table.csv", "id,text,thread_id,insult\n7,\"One, two\",ferry,0.5\n")]
    [InlineData("table.csv", "id;text;thread_id;insult\n7;One, two;ferry;0.5\n")]
    [InlineData("table.tsv", "id\ttext\tthread_id\tinsult\n7\tOne, two\tferry\t0.5\n")]
    public void Columns_are_found_by_their_usual_names_whatever_parts_them(string name, string table)
    {
        var comment = Assert.Single(Read(name, table)).Comment!;

        Assert.Equal(("7", "One, two", "ferry", "town"), (comment.Comment.Id, comment.Comment.Text, comment.Comment.Section, comment.Comment.Site));
        Assert.Equal(0.5f, Assert.Single(comment.Annotations).Labels["insult"]);
    }

    [Fact]
    public void A_column_can_be_named_and_an_empty_cell_leaves_a_label_unknown()
    {
        var comment = Assert.Single(Read("table.csv", "body_raw,bad,slur\nHello,1,\n", ("text", "body_raw"), ("toxicity", "bad"))).Comment!;

        Assert.Equal(("Hello", "table"), (comment.Comment.Text, comment.Comment.Section));
        Assert.Equal(["toxicity"], Assert.Single(comment.Annotations).Labels.Keys);
    }

    [Theory]
    [InlineData("say \"hello\" there", "say \"hello\" there")]
    [InlineData("he is 6\" tall", "he is 6\" tall")]
    [InlineData("\"he said \"\"no, thanks\"\"\"", "he said \"no, thanks\"")]
    [InlineData("\"two\nlines\"", "two\nlines")]
    public void Quotes_are_read_as_they_are_meant(string field, string text) =>
        Assert.Equal(text, Assert.Single(Read("table.csv", $"id,text\n1,{field}")).Comment?.Comment.Text);

    [Theory]
    [InlineData("id,text\n1,\"hello\nnever closed", "A quote is not closed")]
    [InlineData("id,text\n1,\n", "It is empty.")]
    [InlineData("id,text,insult\n1,hello,often\n", "'often' is not a number")]
    [InlineData("id,words\n1,hello\n", "No column holds the text")]
    [InlineData("", "The table is empty.")]
    public void What_cannot_be_taken_is_named_and_never_taken_in_part(string table, string reason)
    {
        var imported = Assert.Single(Read("table.csv", table));

        Assert.Null(imported.Comment);
        Assert.Contains(reason, imported.Problem!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_is_not_there_is_an_error_with_those_that_are() =>
        Assert.Contains("the header has id, text", Assert.Throws<InvalidDataException>(() => Read("table.csv", "id,text\n1,x\n", ("text", "body"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Perspectives_scores_are_no_judgements_unless_a_column_is_named()
    {
        const string table = "text,INSULT,TOXICITY\nHello,0.9,0.8\n";

        Assert.Empty(Assert.Single(Read("table.csv", table)).Comment!.Annotations);
        Assert.Equal(["insult"], Assert.Single(Assert.Single(Read("table.csv", table, ("insult", "INSULT"))).Comment!.Annotations).Labels.Keys);
    }

    [Fact]
    public void A_row_at_fault_is_named_by_the_line_where_it_begins() =>
        Assert.Equal(3, Read("table.csv", "id,text\n1,fine\n2,\"never closed\n3,more\n4,more\n")[^1].Problem!.Line);

    [Theory]
    [InlineData("{\"id\":\"1\",\"text\":\"x\"}", "table")]
    [InlineData("{\"id\":\"1\",\"text\":\"x\",\"section\":\"own\"}", "own")]
    public void A_line_without_a_section_stands_in_the_one_of_its_file(string line, string section) =>
        Assert.Equal(section, Assert.Single(Read("table.jsonl", line)).Comment!.Comment.Section);

    [Fact]
    public void A_folder_and_a_file_that_is_not_there_are_told_apart_from_unknown_formats()
    {
        Assert.Contains("is a folder", Assert.Throws<InvalidDataException>(() => ImporterList.For(_folder.Path, null, "no-such-folder")).Message, StringComparison.Ordinal);
        Assert.Contains("There is no file", Assert.Throws<FileNotFoundException>(() => ImporterList.For(Path.Combine(_folder.Path, "gone"), null, "no-such-folder")).Message, StringComparison.Ordinal);
    }

    private List<Imported> Read(string name, string table, params (string Field, string Column)[] columns)
    {
        var path = _folder.File(name, table);
        var file = new ImportFile(path, "town", Taxonomy.Default, columns.ToDictionary(pair => pair.Field, pair => pair.Column));
        return [.. ImporterList.For(path, null, "no-such-folder").Read(file)];
    }
}
