using Moderation.Evaluation;
using Moderation.Labels;
using Moderation.Learning.Datasets;
using Moderation.Learning.Spans;
using Moderation.Scoring;
using Moderation.Tests.Support;

namespace Moderation.Tests.Learning.Spans;

public sealed class SpanFiguresTests
{
    private static readonly Contestant WordList = new("word-list", new WordListClassifier(), new Dictionary<string, float>());

    [Fact]
    public void The_words_that_the_list_knows_are_the_stretches_it_names()
    {
        var span = Assert.Single(new WordListClassifier().Assess(new CommentText("What an idiot you are."), explain: true).Spans);

        Assert.Equal((8, 13, LabelNames.Insult), (span.Begin, span.End, span.Label));
    }

    [Fact]
    public void Both_readings_of_the_marks_are_measured_beside_each_other()
    {
        var dataset = SomeDataset(out var folder);
        using (folder)
        {
            Example[] examples =
            [
                new("What an idiot you are.", "", "", "some", "1", 0, 0, [], Example.NothingKnown()),
                new("A fine day.", "", "", "some", "2", 0, 0, [], Example.NothingKnown()),
            ];

            var figures = SpanFigures.Measure([WordList], MarkedComment.Read(dataset, folder.Path, examples), alone: false).ToList();

            // One of four readers marked the word: not half of all, but all of those who marked.
            Assert.Equal(0.5, Assert.Single(figures, figure => figure.Slice == $"some, {SpanFigures.OfAll}").Value);
            Assert.Equal(1, Assert.Single(figures, figure => figure.Slice == $"some, {SpanFigures.OfMarkers}").Value);
            Assert.All(figures, figure => Assert.Equal((EvaluationReport.SpanF1, 2), (figure.Measure, figure.Rows)));
        }
    }

    [Fact]
    public void A_mark_counts_by_the_share_of_those_who_marked_anything()
    {
        var dataset = SomeDataset(out var folder);
        using (folder)
        {
            File.AppendAllText(folder.File("marks.csv"), "1,8,insult,0,4\n");

            var comment = Assert.Single(MarkedComment.Read(dataset, folder.Path, [new("What an idiot you are.", "", "", "some", "1", 0, 0, [], Example.NothingKnown())]));

            Assert.Equal((0.5f, 0f, 0.5f), (comment.Shares[0], comment.Shares[5], comment.Shares[8]));
        }
    }

    private static Dataset SomeDataset(out TemporaryFolder folder)
    {
        folder = new TemporaryFolder();
        File.WriteAllText(folder.File("some.csv"), "id,text,readers\n1,What an idiot you are.,4\n2,A fine day.,4\n");
        File.WriteAllText(folder.File("marks.csv"), "comment_id,annotation,type,start,end\n1,7,insult,8,13\n");
        return new Dataset("some", "Some", "CC0", "", "some.csv", 0, "", new DatasetColumns("text", "id"), [], Spans: new DatasetSpans("marks.csv", "", "readers"));
    }
}
