using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Labels;
using Moderation.Service.Importers;
using Moderation.Service.Wires.Perspective;
using Moderation.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service.Importers;

public sealed class CoralImporterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_newest_revision_of_each_comment_is_taken_with_its_story()
    {
        var read = Exports.Read(Exports.PathOf("comments.json"));

        Assert.Equal(["c1", "c6", "c7"], read.Ids());
        var first = read[0].Comment!.Comment;
        Assert.Equal("First, & glad.\nReally.", first.Text);
        Assert.Equal(("https://lakeside.example/fair", "u1", "The fair", null), (first.Section, first.Author, first.Title, first.ParentId));
        Assert.Equal(new DateTimeOffset(2024, 6, 1, 10, 2, 0, 250, TimeSpan.Zero), first.WrittenAt);
        Assert.Equal(new DateTimeOffset(2024, 6, 1, 12, 0, 0, TimeSpan.Zero), read.Single(imported => imported.Comment?.Comment.Id == "c6").Comment!.Comment.WrittenAt);
        Assert.All(read.Where(imported => imported.Comment is not null), imported => Assert.Empty(imported.Comment!.Annotations));
    }

    [Fact]
    public void What_was_rejected_or_deleted_is_left_out_and_a_broken_line_costs_only_itself()
    {
        var read = Exports.Read(Exports.PathOf("comments.json"));

        Assert.Equal(["rejected", "rejected", "deleted", "without text"], read.LeftOut());
        var problems = read.Problems();
        Assert.StartsWith("comments.json:5: The line is not valid JSON (", problems[0], StringComparison.Ordinal);
        Assert.Equal("comments.json:9: The line is no comment of Coral's: it has no id, storyID or revisions. Export the collection 'comments', a document a line.", problems[1]);
        Assert.Equal(2, problems.Count);
    }

    [Fact]
    public void Decisions_become_judgements_only_where_they_say_something_of_a_label()
    {
        var read = Exports.Read(Exports.PathOf("comments.json"), decisions: true);

        var judged = read.Where(imported => imported.Comment?.Annotations is [_]).ToDictionary(imported => imported.Comment!.Comment.Id, imported => imported.Comment!.Annotations[0]);
        Assert.Equal(["c1", "c2"], judged.Keys);
        Assert.Equal(("m2", 0f, 3), (judged["c1"].Rater, judged["c1"].Labels.Values.Max(), judged["c1"].Labels.Count));
        Assert.Equal(new Dictionary<string, float> { [LabelNames.HateSpeech] = 1 }, judged["c2"].Labels);
        Assert.Equal(("c1", new DateTimeOffset(2024, 6, 1, 10, 5, 0, TimeSpan.Zero)), (read[1].Comment!.Comment.ParentId, read[1].Comment!.Comment.WrittenAt));
        // An advertisement is no abuse; an approval of another revision, and one by Coral itself, say nothing of this text.
        Assert.Equal(["rejected", "deleted", "without text"], read.LeftOut());
    }

    [Fact]
    public void Decisions_that_are_not_there_are_asked_for_with_the_place_where_they_are_looked_for()
    {
        var path = _folder.File("comments.jsonl", Exports.TextOf("comments.json"));

        Assert.Contains($"There is no '{_folder.File("commentModerationActions.jsonl")}'", Assert.Throws<InvalidDataException>(() => Exports.Read(path, decisions: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_stories_the_id_of_the_story_is_the_section() =>
        Assert.Equal(("story-1", null), (Exports.Read(_folder.File("comments.json", Exports.TextOf("comments.json")))[0] is { Comment.Comment: var first, Section: var section } ? (first.Section, section?.Title) : default));

    [Fact]
    public void A_broken_line_of_the_stories_is_named_and_the_comments_are_read()
    {
        _folder.File("stories.json", "nonsense\n" + Exports.TextOf("stories.json"));
        var read = Exports.Read(_folder.File("comments.json", Exports.TextOf("comments.json")));

        Assert.StartsWith("stories.json:1: ", read.Problems()[0], StringComparison.Ordinal);
        Assert.Equal("The fair", read.First(imported => imported.Comment is not null).Section!.Title);
    }

    [Fact]
    public void Shadow_reads_the_same_file_without_a_conversion()
    {
        var lines = 0;
        var scores = StoredScores.Read(Exports.PathOf("comments.json"), () => lines++).ToList();

        Assert.Equal(9, lines);
        Assert.Equal([("c1", "First, & glad.\nReally.", 0.04f), ("c2", "You are all vermin.", 0.91f)], scores.Select(score => (score.Id, score.Text, score.Scores["TOXICITY"])));
    }

    [Fact]
    public async Task A_moderators_feedback_over_the_wire_finds_the_comment_that_was_imported()
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier());
        var importing = new Importing(app.Services.GetRequiredService<CommentIntake>(), app.Services.GetRequiredService<Sites>());
        var path = Exports.PathOf("comments.json");
        var file = new ImportFile(path, "default", Taxonomy.Default, new Dictionary<string, string>(), Decisions: true);

        var report = await importing.RunAsync(ImporterList.For(path, null, "no-such-folder"), file, progress: null, CancellationToken.None);
        var again = await importing.RunAsync(ImporterList.For(path, null, "no-such-folder"), file, progress: null, CancellationToken.None);

        var identity = CommentIdentity.Of(new PerspectiveRequest { Text = "First, & glad.\nReally.", Entries = ["""{"url":"https://lakeside.example/fair?commentID=c1","Coral_comment_id":"c1"}"""] });
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync();
        Assert.Equal(1, await db.Comments.CountAsync(row => row.Section == identity.Section && row.CommentId == identity.Id));
        Assert.Equal(["m1", "m2"], await db.Annotations.OrderBy(row => row.Rater).Select(row => row.Rater).ToListAsync());
        Assert.Equal("4 new, 0 changed, 0 the same, 2 refused; 2 with judgements; left out: 1 deleted, 1 rejected, 1 without text", Moderation.Service.Verbs.ImportVerb.Sentence(report));
        Assert.Equal((0, 4), (again.Counts.New, again.Counts.Same));
    }
}
