using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Moderation.Scoring.Networks;

namespace Moderation.Learning;

/// <summary>
/// Learns each label's sum over a network's outputs with ML.NET's L-BFGS logistic regression, on comments the network was not
/// trained on. A soft truth becomes two weighted rows, one of each side.
/// </summary>
internal static class CombinerTrainer
{
    /// <summary>One comment for one label.</summary>
    public sealed class Input
    {
        /// <summary>The combiner's inputs.</summary>
        public float[] Features { get; set; } = [];

        /// <summary>Side.</summary>
        public bool Label { get; set; }

        /// <summary>Weight.</summary>
        public float Weight { get; set; }
    }

    /// <summary>Learns one label.</summary>
    /// <param name="rows">Inputs, truth and weight of each comment; gone through anew in each of about a hundred passes, since ML.NET keeps none of them.</param>
    /// <param name="width">How many inputs there are.</param>
    /// <param name="l2">Pull to zero.</param>
    /// <returns>A weight for each input, then the bias.</returns>
    public static float[] Fit(IEnumerable<(float[] Inputs, float Truth, float Weight)> rows, int width, float l2)
    {
        var model = Fit(new MLContext(seed: 1), rows, width, l2).Model.SubModel;
        return [.. model.Weights, model.Bias];
    }

    /// <summary>The same as ML.NET's own model, which predicts by itself.</summary>
    public static BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>> Fit(
        MLContext ml, IEnumerable<(float[] Inputs, float Truth, float Weight)> rows, int width, float l2)
    {
        var trainer = ml.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            ExampleWeightColumnName = nameof(Input.Weight), L1Regularization = 0, L2Regularization = l2, NumberOfThreads = 1,
            MaximumNumberOfIterations = 100, OptimizationTolerance = 1e-6f, HistorySize = 20,
        });
        return trainer.Fit(ml.Data.LoadFromEnumerable(rows.SelectMany(Sides), Schema(width)));
    }

    /// <summary>The schema of inputs of a width, which ML.NET must know before it sees a row.</summary>
    public static SchemaDefinition Schema(int width)
    {
        var schema = SchemaDefinition.Create(typeof(Input));
        schema[nameof(Input.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return schema;
    }

    private static IEnumerable<Input> Sides((float[] Inputs, float Truth, float Weight) row)
    {
        if (row.Truth > 0)
        {
            yield return new Input { Features = row.Inputs, Label = true, Weight = row.Weight * row.Truth };
        }

        if (row.Truth < 1)
        {
            yield return new Input { Features = row.Inputs, Label = false, Weight = row.Weight * (1 - row.Truth) };
        }
    }
}
