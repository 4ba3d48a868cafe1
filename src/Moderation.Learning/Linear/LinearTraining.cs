using Microsoft.ML;
using Moderation.Labels;
using Moderation.Learning.Datasets;
using Moderation.Learning.Networks;
using Moderation.Scoring;
using Moderation.Scoring.Linear;
using Moderation.Scoring.Networks;

namespace Moderation.Learning.Linear;

/// <summary>
/// The baseline: for each label a linear model, learnt by ML.NET alone over the features that the network reads too, on what all data
/// sets say of the label as if they meant the same. What the network is better by is what its other parts are worth.
/// </summary>
internal static class LinearTraining
{
    /// <summary>A feature must stand in so many training rows. Straight sums bear rarer ones than the network's table has room for.</summary>
    private const int FeatureMinimum = 5;

    /// <summary>What a reader of the card should know, a sentence each.</summary>
    public static IReadOnlyList<string> Notes { get; } =
    [
        "A baseline: a linear model a label, learnt by ML.NET's SDCA over words, letter groups, neighbours and roles; no word vectors, no convolution, no hidden layer.",
        "What the data sets say of a label is pooled as if they all meant the same; a row trains only the labels its raters were asked about.",
        "It names no stretches of text and gives no reasons.",
        "Curves are fitted on the calibration part as the network's are; thresholds are one half.",
        DerivedLabels.Rule,
    ];

    /// <summary>Trains a model on a corpus.</summary>
    public static LinearModel Run(Corpus corpus, TrainingSettings settings)
    {
        Example[] train = [.. corpus.Examples.Where(example => example.Part == Part.Train)];
        var vocabulary = Vocabulary.From(train, settings.Network with { FeatureMinimum = FeatureMinimum }, []);
        var (width, labels) = (vocabulary.FeatureKeys.Length, LabelNames.All.Count);
        settings.Report($"{train.Length:N0} comments to learn from, {width:N0} features");
        var rows = Array.ConvertAll(vocabulary.Rows(train), row => (row.Example, Features: SdcaTrainer.Vector(row.Features, width)));
        var model = new LinearModel(vocabulary.FeatureKeys, new float[width * labels], new float[labels], [.. LabelNames.All.Select(_ => CalibrationCurve.Identity)]);
        for (var label = 0; label < labels; label++)
        {
            var known = rows.Select(row => (row.Features, Truth: row.Example.Truth(corpus.HeadLabels, label), Training.WeightOf(row.Example)))
                .Where(row => !float.IsNaN(row.Truth)).ToArray();
            if (known.Any(row => row.Truth > 0) && known.Any(row => row.Truth < 1))
            {
                Fill(model, label, SdcaTrainer.Fit(new MLContext(settings.Network.Seed), known, width).Model.SubModel);
            }

            settings.Progress((label + 1.0) / labels);
        }

        return model with { Curves = Curves(corpus, model) };
    }

    private static void Fill(LinearModel model, int label, Microsoft.ML.Trainers.LinearBinaryModelParameters learnt)
    {
        model.Biases[label] = learnt.Bias;
        for (var feature = 0; feature < learnt.Weights.Count; feature++)
        {
            model.Weights[(feature * model.Biases.Length) + label] = learnt.Weights[feature];
        }
    }

    private static CalibrationCurve[] Curves(Corpus corpus, LinearModel model)
    {
        Example[] calibration = [.. corpus.Examples.Where(example => example.Part == Part.Calibration)];
        var raw = new float[calibration.Length][];
        Parallel.For(0, raw.Length, () => new LinearScorer(model), (i, _, scorer) =>
        {
            scorer.Score(calibration[i].Comment, raw[i] = new float[model.Biases.Length]);
            return scorer;
        }, _ => { });
        return
        [
            .. Enumerable.Range(0, model.Biases.Length).Select(label => CombinerTraining.Curve(label, calibration,
                [.. calibration.Zip(raw, (example, own) => (example, own[label], example.Truth(corpus.HeadLabels, label))).Where(row => !float.IsNaN(row.Item3))])),
        ];
    }
}
