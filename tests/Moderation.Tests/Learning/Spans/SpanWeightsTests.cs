using Moderation.Learning.Datasets;
using Moderation.Learning.Spans;
using Moderation.Scoring.Networks;

namespace Moderation.Tests.Learning.Spans;

public sealed class SpanWeightsTests
{
    [Fact]
    public void What_is_worst_in_its_comment_is_reported_and_the_same_word_beside_a_worse_one_is_not()
    {
        SpanRow[] rows = [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0
            ? Row("you silly man", "    #####    ", -3f, 0f, -3f)
            : Row("you silly pig", "          ###", -3f, 0f, 3f))];

        var model = SpanWeights.Fit(rows);

        Assert.Equal([false, true, false], Reported(model, rows[0]));
        Assert.Equal([false, false, true], Reported(model, rows[1]));
    }

    [Fact]
    public void Words_of_one_score_are_told_apart_by_their_vectors()
    {
        SpanRow[] rows = [.. Enumerable.Range(0, 50).Select(_ => WithVectors(Row("my silly aunt", "   #####     ", 0f, 0f, 0f), 0.1f, 2f, 0.2f))];

        var model = SpanWeights.Fit(rows);

        Assert.Equal([false, true, false], [.. Enumerable.Range(0, 3).Select(word => model.Sum(rows[0].Of(word)) >= model.Threshold)]);
    }

    [Fact]
    public void The_same_comments_give_the_same_weights()
    {
        SpanRow[] rows = [Row("you silly man", "    #####    ", -3f, 0f, -3f), Row("you fool", "    ####", -2f, 2f)];

        Assert.Equal(SpanWeights.Fit(rows).Weights, SpanWeights.Fit(rows).Weights);
    }

    private static SpanRow Row(string text, string marks, params float[] own)
    {
        var inputs = new float[own.Length * SpanModel.Scored];
        SpanModel.Read(own, inputs, SpanModel.Scored);
        var comment = new MarkedComment(new Example(text, "", "", "some", "1", 0, 0, [], Example.NothingKnown()), [.. marks.Select(mark => mark == '#')]);
        return new SpanRow(comment, Words(text), inputs);
    }

    private static SpanRow WithVectors(SpanRow row, params float[] vectors) =>
        row with { Inputs = [.. vectors.SelectMany((vector, word) => row.Of(word).ToArray().Append(vector))] };

    private static (int Begin, int End)[] Words(string text)
    {
        var begin = 0;
        return [.. text.Split(' ').Select(word => (Begin: begin, End: begin += word.Length + 1)).Select(word => (word.Begin, word.End - 1))];
    }

    private static bool[] Reported(SpanModel model, SpanRow row) =>
        [.. row.Inputs.Chunk(SpanModel.Scored).Select(inputs => model.Sum(inputs) >= model.Threshold)];
}
