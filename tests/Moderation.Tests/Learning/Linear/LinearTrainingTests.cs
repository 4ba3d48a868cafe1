using Microsoft.ML;
using Microsoft.ML.Data;
using Moderation.Labels;
using Moderation.Learning.Datasets;
using Moderation.Learning.Linear;
using Moderation.Learning.Networks;
using Moderation.Models;
using Moderation.Scoring;
using Moderation.Scoring.Linear;
using Moderation.Scoring.Networks;
using Moderation.Tests.Support;

namespace Moderation.Tests.Learning.Linear;

public sealed class LinearTrainingTests
{
    private static readonly int Insult = LabelSet.Full.IndexOf(LabelNames.Insult);
    private static readonly Example[] Examples = [.. Enumerable.Range(0, 400).Select(Some)];

    [Fact]
    public void Serving_agrees_with_ML_NETs_own_prediction()
    {
        var vocabulary = Vocabulary.From(Examples, new NetworkSettings { FeatureMinimum = 3 }, []);
        var width = vocabulary.FeatureKeys.Length;
        var rows = Array.ConvertAll(vocabulary.Rows(Examples), row => (Features: SdcaTrainer.Vector(row.Features, width), Truth: row.Example.Labels[Insult], Weight: 1f));
        var ml = new MLContext(seed: 7);
        var learnt = SdcaTrainer.Fit(ml, rows, width);
        var engine = ml.Model.CreatePredictionEngine<SdcaTrainer.Input, Prediction>(learnt, inputSchemaDefinition: SdcaTrainer.Schema(width));
        var scorer = new LinearScorer(Model(vocabulary, learnt.Model.SubModel));
        var raw = new float[LabelNames.All.Count];
        for (var i = 0; i < Examples.Length; i++)
        {
            scorer.Score(new CommentText(Examples[i].Text), raw);
            var theirs = engine.Predict(new SdcaTrainer.Input { Features = rows[i].Features });
            Assert.Equal(theirs.Probability, CalibrationCurve.Identity.Probability(raw[Insult]), 1e-5f);
            Assert.Equal(Examples[i].Labels[Insult] > 0.5f, theirs.Probability > 0.5f);
        }
    }

    [Fact]
    public void Two_trainings_of_the_same_rows_agree_to_the_last_digit()
    {
        var vocabulary = Vocabulary.From(Examples, new NetworkSettings { FeatureMinimum = 3 }, []);
        var width = vocabulary.FeatureKeys.Length;
        var rows = Array.ConvertAll(vocabulary.Rows(Examples), row => (SdcaTrainer.Vector(row.Features, width), row.Example.Labels[Insult], 1f));

        var (one, two) = (SdcaTrainer.Fit(new MLContext(7), rows, width).Model.SubModel, SdcaTrainer.Fit(new MLContext(7), rows, width).Model.SubModel);

        Assert.Equal(one.Weights, two.Weights);
        Assert.Equal(one.Bias, two.Bias);
    }

    [Fact]
    public void A_feature_that_stands_twice_counts_twice()
    {
        var vector = SdcaTrainer.Vector([5, 2, 5, 1], width: 8);

        Assert.Equal([1, 2, 5], vector.GetIndices().ToArray());
        Assert.Equal([0.5f, 0.5f, 1f], vector.GetValues().ToArray());
    }

    [Fact]
    public void A_linear_model_comes_back_from_its_file_as_it_was_and_is_known_for_what_it_is()
    {
        using var folder = new TemporaryFolder();
        var vocabulary = Vocabulary.From(Examples, new NetworkSettings { FeatureMinimum = 3 }, []);
        var weights = Enumerable.Range(0, vocabulary.FeatureKeys.Length * LabelNames.All.Count).Select(i => (i % 13) / 10f).ToArray();
        var model = new LinearModel(vocabulary.FeatureKeys, weights, new float[LabelNames.All.Count], [.. LabelNames.All.Select(_ => CalibrationCurve.Identity)]);
        LinearFile.Write(folder.File("model.zip"), model);

        var read = Assert.IsType<LinearClassifier>(ModelLoader.Open(folder.File("model.zip"), Card()));

        using var before = new LinearClassifier("some", model);
        Assert.Equal(before.Assess(new CommentText(Examples[0].Text)).Probabilities, read.Assess(new CommentText(Examples[0].Text)).Probabilities);
        Assert.Throws<ModelRefusedException>(() => NetworkFile.Read(folder.File("model.zip")));
        read.Dispose();
    }

    private static LinearModel Model(Vocabulary vocabulary, Microsoft.ML.Trainers.LinearBinaryModelParameters learnt)
    {
        var labels = LabelNames.All.Count;
        var (weights, biases) = (new float[vocabulary.FeatureKeys.Length * labels], new float[labels]);
        biases[Insult] = learnt.Bias;
        for (var i = 0; i < learnt.Weights.Count; i++)
        {
            weights[(i * labels) + Insult] = learnt.Weights[i];
        }

        return new LinearModel(vocabulary.FeatureKeys, weights, biases, [.. LabelNames.All.Select(_ => CalibrationCurve.Identity)]);
    }

    private static ModelCard Card() => new()
    {
        Id = "some", TrainedAt = DateTimeOffset.UnixEpoch, Trainer = "linear", Seed = 1, Labels = LabelNames.All, NormalizerVersion = Moderation.Text.Normalizer.Version,
        FeatureVersion = Moderation.Features.FeatureExtractor.Version, LexiconSha256 = "", ModelSha256 = "", Thresholds = new Dictionary<string, float>(), Datasets = [], Splits = "",
    };

    private static Example Some(int i)
    {
        string[] places = ["river", "market", "station", "harbour", "library"], things = ["bread", "music", "weather", "garden", "window"];
        var labels = Example.NothingKnown();
        labels[Insult] = i % 2;
        var text = $"{(i % 2 == 1 ? "You idiot" : "Thank you")}, the {things[i % 5]} at the {places[i / 5 % 5]} is {i}.";
        return new Example(text, "", "", "some", $"{i}", 0, 0, [], labels);
    }

    private sealed class Prediction
    {
        [ColumnName("Probability")]
        public float Probability { get; set; }
    }
}
