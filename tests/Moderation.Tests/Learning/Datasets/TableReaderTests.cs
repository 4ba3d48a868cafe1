using Moderation.Learning.Datasets;
using Moderation.Tests.Support;

namespace Moderation.Tests.Learning.Datasets;

public sealed class TableReaderTests
{
    [Fact]
    public void A_first_column_without_a_name_is_the_id()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("pandas.csv", ",count,tweet\n7,3,\"a, b\"\n9,3,c\n");

        Assert.Equal(["7 a, b", "9 c"], TableReader.Rows(path).Select(row => $"{row("id")} {row("tweet")}"));
        Assert.Throws<InvalidDataException>(() => TableReader.Rows(path).First()("author"));
    }

    [Theory]
    [InlineData(@"one\ntwo", "one\ntwo")]
    [InlineData(@"C:\\new", @"C:\new")]
    [InlineData(@"\\\t\"" \x \", "\\\t\" \\x \\")]
    public void Escapes_are_read_from_left_to_right(string written, string read)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("rows.tsv", "id\ttext\n1\t" + written + "\n");

        Assert.Equal(read, TableReader.Rows(path).Single()("text"));
    }

    [Fact]
    public void A_row_that_is_cut_off_is_said_to_lack_its_column()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("rows.tsv", "id\ttext\n1\n");

        Assert.Contains("'text'", Assert.Throws<InvalidDataException>(() => TableReader.Rows(path).Single()("text")).Message);
    }

    [Fact]
    public void A_line_that_is_no_JSON_is_named()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("rows.jsonl", "{\"text\":\"a\"}\nnot so\n");

        Assert.Contains("line 2", Assert.Throws<InvalidDataException>(() => TableReader.Rows(path).Count()).Message);
    }
}
