using Moderation.Service.Wires.Perspective;
using Moderation.Store;

namespace Moderation.Tests.Wires.Perspective;

public sealed class CommentIdentityTests
{
    private const string Note = """{"url":"https://news.example/a/1?page=2&commentID=c9","reply_to_id_Coral_comment_id":"c8","Coral_comment_id":"c9"}""";

    [Fact]
    public void Coral_names_comment_parent_and_story()
    {
        var identity = CommentIdentity.Of(new PerspectiveRequest { Text = "x", Entries = [Note], ClientToken = "comment:c9", CommunityId = "Coral:https://news.example" });
        Assert.Equal(new CommentIdentity("https://news.example/a/1?page=2", "c9", "c8", IsCoral: true), identity);
    }

    [Theory]
    [InlineData("comment:53922", "53922")]
    [InlineData("comment-53922", "53922")]
    public void A_client_token_can_name_the_comment(string token, string id) =>
        Assert.Equal(new CommentIdentity("/forum/movies", id), CommentIdentity.Of(new PerspectiveRequest { Text = "x", ClientToken = token, CommunityId = "/forum/movies" }));

    [Theory]
    [InlineData(null)]
    [InlineData("OSMod_request77")]
    [InlineData("comment:")]
    public void Without_an_id_the_text_names_the_comment(string? token)
    {
        var identity = CommentIdentity.Of(new PerspectiveRequest { Text = "x", ClientToken = token });
        var alone = CommentIdentity.ByTextAlone("x");
        Assert.Equal((alone.Section, alone.Id), (identity.Section, identity.Id));
        Assert.NotEqual(CommentIdentity.ByTextAlone("y").Id, identity.Id);
        Assert.Equal(StorableText.Hash("x"), identity.TextHash);
    }

    [Fact]
    public void Ids_that_no_store_takes_become_hashes()
    {
        var identity = CommentIdentity.Of(new PerspectiveRequest { Text = "x", ClientToken = "comment:" + new string('9', 300), CommunityId = "a\0b" });
        Assert.StartsWith("hash-", identity.Id, StringComparison.Ordinal);
        Assert.StartsWith("hash-", identity.Section, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"Coral_comment_id\": broken")]
    [InlineData("{\"Coral_comment_id\": 5}")]
    [InlineData("I quote: Coral_comment_id")]
    [InlineData("{\"Coral_comment_id\": \"\\ud800\"}")]
    public void A_text_that_only_looks_like_Corals_note_is_a_text(string entry) => Assert.False(CommentIdentity.IsCoralNote(entry));
}
