using Moderation.Labels;
using Moderation.Learning.Datasets;
using Moderation.Learning.Networks;
using Moderation.Scoring;
using Moderation.Scoring.Networks;

namespace Moderation.Learning.Adapting;

/// <summary>
/// Teaches a trained network what moderators judged, where the data it learnt from is not at hand. To train on would make it forget
/// that data; so the network stays as it is, and beside it each judged label gets a sum over the comment's features, words and
/// phrases the network did not know among them, that moves the label's raw score. Comments of this project hold it in place: there
/// the model is to say what it said before.
/// </summary>
public static class Adaptation
{
    /// <summary>What a reader of the card should know, a sentence each.</summary>
    public static IReadOnlyList<string> Notes { get; } =
    [
        "Adapted: the network of the model it comes from is unchanged; for each judged label a sum over features moves the raw score.",
        "It learnt from moderators' judgements but for the threads kept for measuring; comments of this project held it in place.",
    ];

    /// <summary>Reads the judgements and this project's own comments; the public data sets are not needed.</summary>
    public static Corpus ReadCorpus(TrainingSettings training, AdaptationSettings settings)
    {
        var corpus = new Corpus();
        corpus.AddOwn(training.TrainingDataFolder, settings.SentencesPerFunction, settings.Seed, training.Annotations);
        return corpus;
    }

    /// <summary>Adapts a model.</summary>
    /// <param name="model">A model that was trained, not itself adapted: errors would add up, and what was taken back would stay.</param>
    /// <param name="corpus">Judgements, and the comments that hold it in place. Nothing of a test part is learnt from.</param>
    /// <param name="settings">The recipe.</param>
    /// <param name="thresholds">The probability from which a label is held; one half for labels that are not named.</param>
    public static NetworkModel Run(NetworkModel model, Corpus corpus, AdaptationSettings settings, IReadOnlyDictionary<string, float> thresholds)
    {
        Example[] judged = [.. corpus.Examples.Where(example => example.Dataset == Corpus.Annotations && example.Part != Part.Test)];
        Example[] anchors = [.. corpus.Examples.Where(example => example.Dataset != Corpus.Annotations && example.Part == Part.Train)];
        var found = Vocabulary.From(judged, new NetworkSettings { FeatureMinimum = settings.FeatureMinimum }, []);
        var vocabulary = new Vocabulary([.. model.FeatureKeys, .. found.FeatureKeys.Except(model.FeatureKeys)], model.WordKeys);
        var room = SiteHeads.Add(model, vocabulary.FeatureKeys);

        Example[] all = [.. judged, .. anchors];
        var raw = ExampleScores.Of(room, [.. InPlace(model, judged), .. anchors.Select(anchor => anchor.Comment)], Raw);
        var rows = vocabulary.Rows(all);
        var counts = Array.ConvertAll(rows, row => CountsOf(room, row));
        var sums = new SiteSum[LabelNames.All.Count];
        Parallel.For(0, sums.Length, label =>
        {
            var curve = model.Combiner.Curves[label];
            sums[label] = SiteSum.Fit(
                [.. rows.Select((row, i) => new SiteRow(row.Features, counts[i], raw[i][label], Target(i, label))).Where(row => !float.IsNaN(row.Target))],
                rows.Take(judged.Length).Count(row => !float.IsNaN(row.Example.Heads[label])), vocabulary.FeatureKeys.Length, curve,
                thresholds.GetValueOrDefault(LabelNames.All[label], 0.5f), settings);

            // Judgements have an output a label, in the order of the labels. A judged comment is to become what it was judged, any other to stay what it is.
            float Target(int i, int label) => i < judged.Length ? all[i].Heads[label] : curve.Probability(raw[i][label]);
        });
        return SiteHeads.Fill(room, sums);
    }

    /// <summary>Judged comments, each as one of its site: as it will be scored there, so that nothing is learnt of them that the place explains.</summary>
    private static CommentText[] InPlace(NetworkModel model, Example[] judged)
    {
        using var classifier = new NetworkClassifier("", model);
        var priors = DomainPrior.ByPlace(classifier, judged, example => example.Place, example => example.Comment);
        return Array.ConvertAll(judged, example => example.Comment with { Prior = priors[example.Place] });
    }

    private static float[] CountsOf(NetworkModel model, TrainingRow row)
    {
        var (counts, column) = (new float[row.Features.Length], model.Shape.SentenceColumn);
        FeatureCounts.Of(row, feature => model.Features.At(feature, column), counts);
        return counts;
    }

    private static float[] Raw(NetworkScorer scorer, CommentText comment)
    {
        var raw = new float[LabelNames.All.Count];
        scorer.Score(comment, raw);
        return raw;
    }
}
