using Moderation.Evaluation;

namespace Moderation.Tests.Evaluation;

public sealed class ThresholdChoiceTests
{
    private const float Unknown = float.NaN;
    private static readonly float[] Probabilities = [0.9f, 0.8f, 0.7f, 0.6f, 0.5f, 0.4f, 0.3f, 0.2f, 0.1f, 0.05f];
    private static readonly float[] Truth = [1, 1, 0, 1, 0, 0, 0, 0, 0, 0];

    [Fact]
    public void For_precision_the_loosest_threshold_that_keeps_it_is_chosen()
    {
        var choice = ThresholdChoice.Of("slur", ThresholdGoal.Precision, 0.75, Probabilities, Truth);

        Assert.Equal(0.6f, choice.Chosen!.Threshold);
        Assert.Equal((0.75, 1.0, 0.4), (choice.Chosen.Precision.Value, choice.Chosen.Recall.Value, choice.Chosen.Share.Value));
        Assert.True(choice.Chosen.Precision.Low < 0.75 && choice.Chosen.Precision.High > 0.75);
        Assert.Equal((10, 3), (choice.Rows, choice.Positives));
    }

    [Fact]
    public void For_recall_the_strictest_threshold_that_reaches_it_is_chosen() =>
        Assert.Equal(0.8f, ThresholdChoice.Of("slur", ThresholdGoal.Recall, 0.6, Probabilities, Truth).Chosen!.Threshold);

    [Fact]
    public void For_a_share_rows_nobody_has_judged_count_too()
    {
        float[] unjudged = [.. Truth.Select(_ => Unknown)];

        var choice = ThresholdChoice.Of("slur", ThresholdGoal.Share, 0.2, Probabilities, unjudged);

        Assert.Equal(0.8f, choice.Chosen!.Threshold);
        Assert.Equal(0.2, choice.Chosen.Share.Value);
        Assert.True(double.IsNaN(choice.Chosen.Precision.Value));
    }

    [Fact]
    public void Rows_that_do_not_know_the_label_say_nothing_of_precision()
    {
        float[] half = [1, Unknown, 0, Unknown, 0, 0, 0, 0, 0, 0];

        var choice = ThresholdChoice.Of("slur", ThresholdGoal.Recall, 1, Probabilities, half);

        Assert.Equal((8, 1), (choice.Rows, choice.Positives));
        Assert.Equal(0.9f, choice.Chosen!.Threshold);
    }

    [Fact]
    public void A_goal_out_of_reach_has_no_threshold_and_shows_the_range()
    {
        var choice = ThresholdChoice.Of("slur", ThresholdGoal.Precision, 0.9, Probabilities, [.. Truth.Select(_ => 0f)]);

        Assert.Null(choice.Chosen);
        Assert.NotEmpty(choice.Around);
    }

    [Fact]
    public void The_table_goes_from_strict_to_loose_around_the_chosen_one()
    {
        var choice = ThresholdChoice.Of("slur", ThresholdGoal.Precision, 0.75, Probabilities, Truth);

        Assert.Equal([0.8f, 0.7f, 0.6f, 0.4f, 0.2f], choice.Around.Select(point => point.Threshold));
    }

    [Fact]
    public void Without_rows_there_is_neither_threshold_nor_table()
    {
        var choice = ThresholdChoice.Of("slur", ThresholdGoal.Recall, 0.5, [], []);

        Assert.Null(choice.Chosen);
        Assert.Empty(choice.Around);
    }
}
