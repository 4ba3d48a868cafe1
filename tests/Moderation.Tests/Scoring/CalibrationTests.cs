using CsCheck;
using Moderation.Learning;
using Moderation.Scoring.Networks;

namespace Moderation.Tests.Scoring;

public sealed class CalibrationTests
{
    [Fact]
    public void Probabilities_never_fall_as_scores_rise() =>
        Gen.Select(Gen.Float[-8, 8], Gen.Float[0, 1]).Array[1, 200].Sample(rows =>
        {
            var curve = Calibration.Fit(rows.Select(row => (row.Item1, row.Item2, 1f)));
            var probabilities = Enumerable.Range(-200, 400).Select(step => curve.Probability(step / 10f)).ToArray();
            return probabilities.Zip(probabilities.Skip(1), (low, high) => low <= high).All(ordered => ordered)
                && probabilities.All(probability => probability is >= 0 and <= 1);
        });

    [Fact]
    public void A_probability_means_the_share_of_positives_with_that_score()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 20_000).Select(_ =>
        {
            var raw = ((float)random.NextDouble() * 8) - 4;
            // The truth behind the scores: half as steep as the scores claim, and rarer.
            return (raw, random.NextDouble() < 1 / (1 + Math.Exp(-((raw / 2) - 1))) ? 1f : 0f, 1f);
        }).ToArray();
        var curve = Calibration.Fit(rows);
        foreach (var raw in (float[])[-3, -1, 0, 1, 3])
        {
            Assert.InRange(curve.Probability(raw) - (1 / (1 + Math.Exp(-((raw / 2) - 1)))), -0.03, 0.03);
        }
    }

    [Fact]
    public void No_rows_leave_scores_as_they_are() => Assert.Equal(0.5f, Calibration.Fit([]).Probability(0));

    [Fact]
    public void A_curve_is_straight_between_its_knots()
    {
        var curve = new CalibrationCurve([0, 2], [-1, 1]);
        Assert.Equal(0.5f, curve.Probability(1), 1e-6f);
        Assert.Equal(curve.Probability(0), curve.Probability(-100));
        Assert.Equal(curve.Probability(2), curve.Probability(100));
    }
}
