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
}
