using CsCheck;
using Moderation.Evaluation;

namespace Moderation.Tests.Evaluation;

public sealed class MeasuresTests
{
    [Fact]
    public void A_perfect_order_has_an_area_of_one_and_a_reversed_one_of_zero()
    {
        Assert.Equal(1, Measures.RocAuc([0.1f, 0.2f, 0.8f, 0.9f], [false, false, true, true]).Value);
        Assert.Equal(0, Measures.RocAuc([0.9f, 0.8f, 0.2f, 0.1f], [false, false, true, true]).Value);
    }

    [Fact]
    public void Ties_count_half() =>
        Assert.Equal(0.5, Measures.RocAuc([0.5f, 0.5f, 0.5f, 0.5f], [false, true, false, true]).Value);

    [Fact]
    public void The_area_agrees_with_counting_all_pairs() =>
        Gen.Select(Gen.Int[0, 9], Gen.Bool).Array[2, 40].Sample(rows =>
        {
            var scores = Array.ConvertAll(rows, row => row.Item1 / 10f);
            var positive = Array.ConvertAll(rows, row => row.Item2);
            var pairs = (from p in rows where p.Item2 from n in rows where !n.Item2
                         select p.Item1 > n.Item1 ? 1 : p.Item1 == n.Item1 ? 0.5 : 0).ToList();
            var area = Measures.RocAuc(scores, positive);
            return pairs.Count == 0
                ? double.IsNaN(area.Value)
                : Math.Abs(area.Value - pairs.Average()) < 1e-9 && area.Low <= area.Value && area.Value <= area.High;
        });

    [Fact]
    public void A_score_that_is_no_number_is_refused_instead_of_ranked()
    {
        float[] scores = [0.1f, float.NaN, 0.2f];
        bool[] positive = [true, true, false];
        Assert.Throws<ArgumentException>(() => Measures.RocAuc(scores, positive));
        Assert.Throws<ArgumentException>(() => Measures.AveragePrecision(scores, positive));
        Assert.Throws<ArgumentException>(() => Plots.Roc("", scores, positive));
        Assert.Throws<ArgumentException>(() => Thresholds.Choose(ThresholdGoal.Share, 0.5, scores, positive));
    }

    [Fact]
    public void A_figure_without_positives_is_undefined()
    {
        Assert.True(double.IsNaN(Measures.RocAuc([0.1f, 0.2f], [false, false]).Value));
        Assert.True(double.IsNaN(Measures.AveragePrecision([0.1f], [false])));
        Assert.True(double.IsNaN(Measures.Share(0, 0).Value));
        Assert.True(double.IsNaN(new Counts(0, 0, 5, 0).Precision));
    }

    [Fact]
    public void Average_precision_follows_its_definition() =>
        // Positives at ranks 1 and 3: (1/1 + 2/3) / 2.
        Assert.Equal(5.0 / 6, Measures.AveragePrecision([0.9f, 0.8f, 0.7f], [true, false, true]), 9);

    [Fact]
    public void A_model_that_says_what_is_true_has_no_calibration_error()
    {
        float[] said = [0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f];

        Assert.Equal(0, Measures.ExpectedCalibrationError(said, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 6);
        Assert.Equal(0.9, Measures.ExpectedCalibrationError(said, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]), 6);
    }

    [Fact]
    public void Wilsons_interval_is_the_published_one()
    {
        // Newcombe (Statistics in Medicine 17, 1998), table I: 81 of 263 gives 0.2553 to 0.3662.
        var share = Measures.Share(81, 263);

        Assert.Equal((0.2553, 0.3662), (Math.Round(share.Low, 4), Math.Round(share.High, 4)));
    }

    [Fact]
    public void Rank_correlation_sees_order_and_not_size()
    {
        Assert.Equal(1, Measures.Spearman([1, 2, 3], [10, 200, 3000]), 9);
        Assert.Equal(-1, Measures.Spearman([1, 2, 3], [3, 2, 1]), 9);
    }

    [Theory]
    [InlineData(ThresholdGoal.Precision, 1.0, 0.8f)]
    [InlineData(ThresholdGoal.Precision, 0.7, 0.5f)]
    [InlineData(ThresholdGoal.Recall, 0.6, 0.8f)]
    [InlineData(ThresholdGoal.Recall, 1.0, 0.5f)]
    [InlineData(ThresholdGoal.Share, 0.4, 0.8f)]
    public void A_threshold_keeps_its_promise(ThresholdGoal goal, double target, float threshold) =>
        Assert.Equal(threshold, Thresholds.Choose(goal, target, [0.9f, 0.8f, 0.6f, 0.5f, 0.1f], [true, true, false, true, false]));

    [Fact]
    public void A_promise_that_cannot_be_kept_gives_no_threshold() =>
        Assert.Null(Thresholds.Choose(ThresholdGoal.Precision, 0.9, [0.9f, 0.1f], [false, true]));

    [Fact]
    public void A_name_that_raises_the_score_shows_in_its_group()
    {
        float[] scores = [0.9f, 0.1f, 0.95f, 0.92f];
        bool[] positive = [true, false, true, false];
        string?[] groups = [null, null, "x", "x"];

        var bias = Assert.Single(IdentityBias.ByGroup(scores, positive, groups));

        Assert.Equal((1, 0), (bias.Subgroup, bias.BackgroundPositiveSubgroupNegative));
        Assert.Equal(1, bias.BackgroundNegativeSubgroupPositive);
    }

    [Fact]
    public void The_interval_of_a_mean_shrinks_with_the_root_of_the_rows()
    {
        double[] few = [0, 1, 0, 1], many = [.. Enumerable.Repeat(few, 25).SelectMany(values => values)];

        var (wide, narrow) = (Measures.Mean(few), Measures.Mean(many));

        Assert.Equal(0.5, narrow.Value, 9);
        Assert.Equal(0.5 - (1.959964 * 0.5 / Math.Sqrt(99)), narrow.Low, 4);
        Assert.True(wide.High - wide.Low > 4 * (narrow.High - narrow.Low));
        Assert.True(double.IsNaN(Measures.Mean([]).Value));
    }
}
