using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Moderation.Benchmarks.Speed;

/// <summary>ML.NET's own text featurizer with a linear model for one label: what a service gets that follows its tutorials.</summary>
internal static class StockPath
{
    private sealed class Row
    {
        public string Text { get; set; } = "";

        public bool Label { get; set; }
    }

    private sealed class Answer
    {
        [ColumnName("Probability")]
        public float Probability { get; set; }
    }

    /// <summary>Median microseconds of one prediction of a 200-character text, and rows a second of a batch on one thread.</summary>
    public static (double One, double Batch) Measure(IReadOnlyList<Sample> samples, string[] texts)
    {
        var ml = new MLContext(seed: 7);
        var rows = ml.Data.LoadFromEnumerable(samples.Select(sample => new Row { Text = sample.Text, Label = sample.IsToxic }));
        var pipeline = ml.Transforms.Text.FeaturizeText("Features", nameof(Row.Text))
            .Append(ml.BinaryClassification.Trainers.SdcaLogisticRegression(new() { MaximumNumberOfIterations = 3, NumberOfThreads = 1 }));
        var model = pipeline.Fit(rows);
        using var engine = ml.Model.CreatePredictionEngine<Row, Answer>(model);
        var one = Latency.Of(texts, text => engine.Predict(new Row { Text = text }).Probability, 5_000);
        var clock = Stopwatch.StartNew();
        var count = ml.Data.CreateEnumerable<Answer>(model.Transform(rows), reuseRowObject: true).Count();
        return (one.Median, count / clock.Elapsed.TotalSeconds);
    }
}
