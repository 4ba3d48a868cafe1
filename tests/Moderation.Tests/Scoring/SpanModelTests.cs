using Moderation.Scoring;
using Moderation.Scoring.Networks;

namespace Moderation.Tests.Scoring;

public sealed class SpanModelTests
{
    private const int Behind = 5;
    private const int Most = 6;

    [Fact]
    public void A_word_is_read_beside_the_worst_of_its_comment()
    {
        var alone = Inputs(-2f, 0.5f);
        var beside = Inputs(-2f, 0.5f, 3f);

        Assert.Equal((0f, 0.5f), (alone[1][Behind], alone[1][Most]));
        Assert.Equal((-2.5f, 3f), (beside[1][Behind], beside[1][Most]));
    }

    [Fact]
    public void A_comment_without_words_has_no_inputs() => Assert.Empty(Inputs());

    [Fact]
    public void A_model_that_was_never_taught_reports_no_word() =>
        Assert.All(Inputs(5f, 9f), inputs => Assert.False(SpanModel.Silent.Sum(inputs) >= SpanModel.Silent.Threshold));

    [Fact]
    public void An_older_model_whose_words_had_other_inputs_can_still_be_gone_back_to()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "model.zip");
        var model = SomeNetwork.Over("what a day");
        NetworkFile.Write(path, model with { Spans = new SpanModel([1, 2, 3], 0) });

        var read = NetworkFile.Read(path);

        using NetworkClassifier before = new("some", model), after = new("some", read);
        Assert.Equal(SpanModel.Silent, read.Spans);
        Assert.Equal(before.Assess(new CommentText("what a day")).Probabilities, after.Assess(new CommentText("what a day"), explain: true).Probabilities);
    }

    private static float[][] Inputs(params float[] own)
    {
        var inputs = new float[own.Length * SpanModel.Scored];
        SpanModel.Read(own, inputs, SpanModel.Scored);
        return [.. inputs.Chunk(SpanModel.Scored)];
    }
}
