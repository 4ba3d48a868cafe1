using Moderation.Evaluation;
using Moderation.Labels;
using Moderation.Models;

namespace Moderation.Tests.Evaluation;

public sealed class PromotionGateTests
{
    private static readonly (double, double) Same = (0.95, 0.95);

    [Fact]
    public void A_model_that_is_better_overall_may_replace_the_champion() =>
        Assert.Empty(Reasons(Figure("all", "roc-auc", 0.91, 0.90)));

    [Fact]
    public void A_model_that_is_better_in_nothing_is_refused() =>
        Assert.Contains("better in nothing", Assert.Single(Reasons(Figure("all", "roc-auc", 0.90, 0.90))), StringComparison.Ordinal);

    [Theory]
    [InlineData("all", "roc-auc", 0.895, 0.900)]
    [InlineData("gab", "roc-auc", 0.85, 0.90)]
    [InlineData("all", "ece", 0.05, 0.02)]
    [InlineData("all", "unscored", 1, 0)]
    [InlineData("function:counter-quote", "accuracy", 0.60, 0.90)]
    public void What_gets_worse_is_named(string slice, string measure, double now, double then)
    {
        var reasons = Reasons(Figure(slice, measure, now, then), Figure("jigsaw", "roc-auc", 0.99, 0.90));

        Assert.Contains(reasons, reason => reason.Contains(slice, StringComparison.Ordinal) && reason.Contains(measure, StringComparison.Ordinal));
    }

    [Fact]
    public void Many_small_losses_over_the_suite_add_up()
    {
        var losses = Enumerable.Range(0, 5).Select(i => Figure($"function:f{i}", "accuracy", 0.85, 0.90)).ToArray();

        Assert.Contains(Reasons([.. losses, Figure("all", "roc-auc", 0.91, 0.90)]), reason => reason.Contains("functional suite", StringComparison.Ordinal));
    }

    [Fact]
    public void A_less_fair_model_is_refused() =>
        Assert.Contains(Reasons((0.93, 0.95), Figure("all", "roc-auc", 0.91, 0.90)), reason => reason.Contains("bias", StringComparison.Ordinal));

    [Fact]
    public void Small_slices_and_undefined_figures_refuse_nobody() =>
        Assert.Empty(Reasons(Figure("tiny", "roc-auc", 0.5, 0.9, rows: 20), Figure("gab", "roc-auc", double.NaN, 0.9), Figure("all", "roc-auc", 0.91, 0.90)));

    [Theory]
    [InlineData(0.88, 0.94, true)]
    [InlineData(0.86, 0.94, false)]
    public void Where_positives_are_few_what_chance_takes_refuses_nobody(double now, double then, bool allowed)
    {
        CardFigure[] threat = [.. Figure("gab", "roc-auc", now, then).Select(figure => figure with { Low = then - 0.14, High = 1 })];

        Assert.Equal(allowed, Reasons(threat, Figure("all", "roc-auc", 0.91, 0.90)).Count == 0);
    }

    private static IReadOnlyList<string> Reasons(params CardFigure[][] pairs) => Reasons(Same, pairs);

    private static IReadOnlyList<string> Reasons((double, double) bias, params CardFigure[][] pairs) =>
        PromotionGate.Reasons([.. pairs.SelectMany(pair => pair)], "new", "old", bias);

    private static CardFigure[] Figure(string slice, string measure, double now, double then, int rows = 1000) =>
    [
        new("new", slice, LabelNames.HateSpeech, measure, now, double.NaN, double.NaN, rows),
        new("old", slice, LabelNames.HateSpeech, measure, then, double.NaN, double.NaN, rows),
    ];
}
