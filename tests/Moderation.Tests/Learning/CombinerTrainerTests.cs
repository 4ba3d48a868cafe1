using Microsoft.ML;
using Microsoft.ML.Data;
using Moderation.Labels;
using Moderation.Learning;
using Moderation.Scoring.Networks;
using Moderation.Tests.Scoring;

namespace Moderation.Tests.Learning;

public sealed class CombinerTrainerTests
{
    private static readonly int Width = Combiner.InputCount(SomeNetwork.Shape);

    [Fact]
    public void Serving_agrees_with_ML_NETs_own_prediction()
    {
        var ml = new MLContext(seed: 1);
        var rows = Rows();
        var model = CombinerTrainer.Fit(ml, rows, Width, l2: 0.1f);
        var engine = ml.Model.CreatePredictionEngine<CombinerTrainer.Input, Prediction>(model, inputSchemaDefinition: CombinerTrainer.Schema(Width));
        var weights = CombinerTrainer.Fit(rows, Width, l2: 0.1f);
        var combiner = new Combiner(SomeNetwork.Shape, [.. LabelNames.All.Select(_ => weights)], [.. LabelNames.All.Select(_ => CalibrationCurve.Identity)]);
        foreach (var row in rows.Take(200))
        {
            var raw = combiner.Raw(0, row.Inputs);
            Assert.Equal(engine.Predict(new CombinerTrainer.Input { Features = row.Inputs }).Probability, combiner.Curves[0].Probability(raw), 1e-5f);
        }
    }

    [Fact]
    public void It_learns_what_decides()
    {
        var weights = CombinerTrainer.Fit(Rows(), Width, l2: 0.1f);
        Assert.True(weights[2] > 1, $"the deciding input has {weights[2]}");
        Assert.InRange(weights[5], -0.5f, 0.5f);
    }

    private static List<(float[] Inputs, float Truth, float Weight)> Rows()
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, 800).Select(_ =>
        {
            float[] inputs = [.. Enumerable.Range(0, Width).Select(_ => ((float)random.NextDouble() * 4) - 2)];
            return (inputs, random.NextDouble() < 1 / (1 + Math.Exp(-3 * inputs[2])) ? 1f : 0f, 1f);
        })];
    }

    private sealed class Prediction
    {
        [ColumnName("Probability")]
        public float Probability { get; set; }
    }
}
