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
        var learnt = rows.ConvertAll(row => (row.Inputs, row.Truth, 1f));
        var model = CombinerTrainer.Fit(ml, learnt, Width, l2: 0.1f);
        var engine = ml.Model.CreatePredictionEngine<CombinerTrainer.Input, Prediction>(model, inputSchemaDefinition: CombinerTrainer.Schema(Width));
        var weights = CombinerTrainer.Fit(learnt, Width, l2: 0.1f);
        var combiner = new Combiner(SomeNetwork.Shape, [.. LabelNames.All.Select(_ => weights)], [.. LabelNames.All.Select(_ => CalibrationCurve.Identity)]);
        foreach (var row in rows.Take(200))
        {
            var raw = combiner.Raw(0, row.Heads, row.Sources);
            Assert.Equal(engine.Predict(new CombinerTrainer.Input { Features = row.Inputs }).Probability, combiner.Curves[0].Probability(raw), 1e-5f);
        }
    }

    [Fact]
    public void It_learns_what_decides()
    {
        var weights = CombinerTrainer.Fit(Rows().ConvertAll(row => (row.Inputs, row.Truth, 1f)), Width, l2: 0.1f);
        var strongest = Array.IndexOf(weights, weights[..^1].Max());
        Assert.Equal(2, strongest / Combiner.Sources);
    }

    private static List<(float[] Heads, float[] Sources, float[] Inputs, float Truth)> Rows()
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, 1500).Select(_ =>
        {
            float[] logits = [.. Enumerable.Range(0, SomeNetwork.Shape.Logits).Select(_ => ((float)random.NextDouble() * 4) - 2)];
            var (heads, sources) = (new float[SomeNetwork.Shape.Heads.Count + 1], new float[Combiner.Sources]);
            Combiner.Prepare(SomeNetwork.Shape, logits, heads, sources);
            var truth = random.NextDouble() < 1 / (1 + Math.Exp(-3 * heads[2])) ? 1f : 0f;
            var inputs = new float[Width];
            Combiner.Inputs(heads, sources, inputs);
            return (heads, sources, inputs, truth);
        })];
    }

    private sealed class Prediction
    {
        [ColumnName("Probability")]
        public float Probability { get; set; }
    }
}
