using Moderation.Tests.Support;

namespace Moderation.Tests.Service.Importers;

public sealed class DisqusImporterTests
{
    [Fact]
    public void Threads_are_sections_and_posts_are_comments_as_a_reader_sees_them()
    {
        var read = Exports.Read(Exports.PathOf("disqus.xml"));

        Assert.Equal(["100", "101", "108"], read.Ids());
        var (first, answer) = (read[0].Comment!.Comment, read[1].Comment!.Comment);
        Assert.Equal("It leaves at eight,\ndoesn't it? 5 < 8 & I <3 it.\nSee the table", first.Text);
        Assert.Equal(("lakeside", "10", "annlee", "The ferry & the bridge"), (first.Site, first.Section, first.Author, first.Title));
        Assert.Equal(new DateTimeOffset(2024, 3, 1, 9, 30, 0, TimeSpan.Zero), first.WrittenAt);
        Assert.Equal(("100", "Bo", "No, at nine.  is no end."), (answer.ParentId, answer.Author, answer.Text));
        Assert.Equal("https://lakeside.example/ferry?a=1&b=2", read[0].Section!.Url);
        Assert.All(read.Where(imported => imported.Comment is not null), imported => Assert.Empty(imported.Comment!.Annotations));
    }

    [Fact]
    public void What_was_taken_down_or_has_nothing_to_read_is_left_out_and_said() =>
        Assert.Equal(["spam", "deleted", "deleted", "without text"], Exports.Read(Exports.PathOf("disqus.xml")).LeftOut());

    [Fact]
    public void A_broken_record_costs_only_itself_and_is_named_by_its_line()
    {
        var problems = Exports.Read(Exports.PathOf("disqus.xml")).Problems();

        Assert.Equal(2, problems.Count);
        Assert.StartsWith("disqus.xml:76: post: The <post> that begins on line 75 is not well-formed XML (", problems[0], StringComparison.Ordinal);
        Assert.Equal("disqus.xml:79: thread: The <post> has no thread. Add it, or leave the record out.", problems[1]);
    }

    [Fact]
    public void No_address_and_no_mail_of_anybody_comes_along() =>
        Assert.DoesNotContain(Exports.Read(Exports.PathOf("disqus.xml")), imported =>
            $"{imported.Comment?.Comment}{imported.Section}".Contains("192.0.2.1", StringComparison.Ordinal) || $"{imported.Comment?.Comment}".Contains("ann@", StringComparison.Ordinal));

    [Fact]
    public void A_post_whose_thread_is_not_in_the_file_is_taken_without_a_title_and_a_time_that_is_none_stays_unknown()
    {
        var last = Exports.Read(Exports.PathOf("disqus.xml"))[^1];

        Assert.Equal(("12", null, null), (last.Comment!.Comment.Section, last.Comment.Comment.Title, last.Comment.Comment.WrittenAt));
        Assert.Null(last.Section);
    }

    [Fact]
    public void A_packed_export_reads_like_the_unpacked_one()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("disqus.xml.gz"), Exports.Packed(Exports.TextOf("disqus.xml")));

        Assert.Equal(Exports.Read(Exports.PathOf("disqus.xml")).Select(imported => imported.Comment?.Comment.Text), Exports.Read(folder.File("disqus.xml.gz")).Select(imported => imported.Comment?.Comment.Text));
    }
}
