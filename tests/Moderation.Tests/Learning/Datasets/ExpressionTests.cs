using Moderation.Learning.Datasets;

namespace Moderation.Tests.Learning.Datasets;

public sealed class ExpressionTests
{
    private static readonly Dictionary<string, string> Row = new()
    {
        ["n_insult"] = "2", ["n_annotators"] = "4", ["class"] = "not_hate", ["TOXICITY@6"] = "0.25", ["empty"] = "",
    };

    [Theory]
    [InlineData("n_insult / n_annotators", 0.5f)]
    [InlineData("1 - n_insult / n_annotators", 0.5f)]
    [InlineData("class != 'not_hate'", 0)]
    [InlineData("class == 'not_hate' or n_insult == 3", 1)]
    [InlineData("class == 'not_hate' and n_insult == 3", 0)]
    [InlineData("[TOXICITY@6] * 2", 0.5f)]
    [InlineData("((class == 'not_hate') + (n_insult == 2)) / 4", 0.5f)]
    [InlineData("n_insult >= 2", 1)]
    public void A_formula_gives_its_number(string formula, float expected) =>
        Assert.Equal(expected, Expression.Parse(formula).Evaluate(column => Row[column]));

    [Fact]
    public void An_empty_column_is_unknown_not_zero() =>
        Assert.True(float.IsNaN(Expression.Parse("empty").Evaluate(column => Row[column])));

    [Theory]
    [InlineData("n_insult /")]
    [InlineData("(n_insult")]
    [InlineData("class == 'open")]
    [InlineData("n_insult n_annotators")]
    public void A_broken_formula_names_its_fault_and_cure(string formula) =>
        Assert.Contains("datasets.json", Assert.Throws<FormatException>(() => Expression.Parse(formula)).Message, StringComparison.Ordinal);
}
