using Moderation.Service.Hosting;

namespace Moderation.Tests.Service.Hosting;

public sealed class TableCellTests
{
    [Theory]
    [InlineData("=HYPERLINK(\"http://example.org\")", "'=HYPERLINK(\"http://example.org\")")]
    [InlineData("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0")]
    [InlineData("-1+2", "'-1+2")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("-17", "-17")]
    [InlineData("+4.5e3", "+4.5e3")]
    [InlineData("comment=7", "comment=7")]
    [InlineData("", "")]
    public void What_a_spreadsheet_would_run_is_text(string id, string cell) => Assert.Equal(cell, TableCell.Of(id));
}
