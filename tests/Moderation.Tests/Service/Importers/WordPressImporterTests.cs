namespace Moderation.Tests.Service.Importers;

public sealed class WordPressImporterTests
{
    [Fact]
    public void Posts_are_sections_by_their_address_and_comments_are_read_as_they_are_shown()
    {
        var read = Exports.Read(Exports.PathOf("wordpress.xml"));

        Assert.Equal(["21", "22", "28"], read.Ids());
        var (first, answer) = (read[0].Comment!.Comment, read[1].Comment!.Comment);
        Assert.Equal("Six is early.\n\nAnd cold & dark.", first.Text);
        Assert.Equal(("https://lakeside.example/bath/", "Cem", "The bath opens", null), (first.Section, first.Author, first.Title, first.ParentId));
        Assert.Equal(new DateTimeOffset(2024, 5, 2, 8, 15, 0, TimeSpan.Zero), first.WrittenAt);
        Assert.Equal(("21", null), (answer.ParentId, answer.WrittenAt));
        Assert.Equal(("8", "A draft"), (read[^1].Comment!.Comment.Section, read[^1].Comment!.Comment.Title));
    }

    [Fact]
    public void Spam_the_bin_and_what_is_no_comment_are_left_out_and_said() =>
        Assert.Equal(["pingback", "spam", "deleted", "trackback"], Exports.Read(Exports.PathOf("wordpress.xml")).LeftOut());

    [Fact]
    public void A_comment_without_its_text_is_named() =>
        Assert.Equal(["wordpress.xml:65: wp:comment_content: The <wp:comment> has no wp:comment_content. Add it, or leave the record out."], Exports.Read(Exports.PathOf("wordpress.xml")).Problems());

    [Fact]
    public void An_approval_is_no_judgement_since_most_are_given_by_themselves() =>
        Assert.All(Exports.Read(Exports.PathOf("wordpress.xml")).Where(imported => imported.Comment is not null), imported => Assert.Empty(imported.Comment!.Annotations));
}
