using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Moderation.Features;

namespace Moderation.Learning.Linear;

/// <summary>Learns one label with ML.NET's stochastic dual coordinate ascent. A soft truth becomes two weighted rows, one of each side.</summary>
internal static class SdcaTrainer
{
    /// <summary>Pull to zero. Of 1e-4, 3e-5 and ML.NET's own choice the best on the calibration part; 1e-5 does not converge within ten minutes.</summary>
    private const float L2 = 3e-5f;

    /// <summary>One comment for one label.</summary>
    public sealed class Input
    {
        /// <summary>How often each known feature stands in the comment, scaled.</summary>
        public VBuffer<float> Features { get; set; }

        /// <summary>Side.</summary>
        public bool Label { get; set; }

        /// <summary>Weight.</summary>
        public float Weight { get; set; } = 1;
    }

    /// <summary>Learns a label.</summary>
    /// <param name="ml">Its seed decides the order of rows.</param>
    /// <param name="rows">Features as <see cref="Vector"/> gives them, truth and weight of each comment.</param>
    /// <param name="width">How many features there are.</param>
    public static BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>> Fit(
        MLContext ml, IEnumerable<(VBuffer<float> Features, float Truth, float Weight)> rows, int width)
    {
        var trainer = ml.BinaryClassification.Trainers.SdcaLogisticRegression(new SdcaLogisticRegressionBinaryTrainer.Options
        {
            ExampleWeightColumnName = nameof(Input.Weight),
            // More threads would race for the weights, and no two trainings would agree.
            NumberOfThreads = 1,
            MaximumNumberOfIterations = 20,
            L1Regularization = 0,
            L2Regularization = L2,
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

    /// <summary>A comment's features in the form of ML.NET: places ascending, each with how often it stands, scaled.</summary>
    /// <param name="features">Places, in any order, some more than once.</param>
    /// <param name="width">How many features there are.</param>
    public static VBuffer<float> Vector(int[] features, int width)
    {
        var sorted = features.Order().ToArray();
        var (places, values, scale) = (new List<int>(sorted.Length), new List<float>(sorted.Length), FeatureScale.Of(features.Length));
        foreach (var place in sorted)
        {
            if (places.Count > 0 && places[^1] == place)
            {
                values[^1] += scale;
                continue;
            }

            places.Add(place);
            values.Add(scale);
        }

        return new VBuffer<float>(width, places.Count, [.. values], [.. places]);
    }

    private static IEnumerable<Input> Sides((VBuffer<float> Features, float Truth, float Weight) row)
    {
        if (row.Truth > 0)
        {
            yield return new Input { Features = row.Features, Label = true, Weight = row.Weight * row.Truth };
        }

        if (row.Truth < 1)
        {
            yield return new Input { Features = row.Features, Label = false, Weight = row.Weight * (1 - row.Truth) };
        }
    }
}
