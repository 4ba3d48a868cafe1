using Moderation.Labels;
using Moderation.Learning.Datasets;
using Moderation.Scoring;
using Moderation.Scoring.Networks;

namespace Moderation.Learning;

/// <summary>Learns how a network's outputs become probabilities, on comments it has not seen, through the very code that serves.</summary>
internal static class CombinerTraining
{
    private const float L2 = 1;

    /// <summary>From so many rows on a data set counts no more: else the largest would speak for all.</summary>
    private const double Saturation = 800;

    /// <summary>Makes a data set's own share of positives nearly free of the pull to zero.</summary>
    private const float OwnShare = 3;

    /// <summary>How much more the sections count for the curves: they alone were judged by this taxonomy, under whole articles.</summary>
    private const float OwnJudgement = 4;

    /// <summary>Fits the combiner of a network.</summary>
    public static Combiner Fit(NetworkModel model, IReadOnlyList<Example> examples)
    {
        var inputs = Inputs(model, examples);
        var width = Combiner.InputCount(model.Shape);
        var weightOf = examples.CountBy(example => example.Dataset).ToDictionary(set => set.Key, set => (float)Math.Min(1, Saturation / set.Value));
        var datasets = weightOf.Keys.Order(StringComparer.Ordinal).ToList();
        var authored = Math.Max(0, datasets.IndexOf(Corpus.Authored));
        var (weights, curves) = (new float[LabelNames.All.Count][], new CalibrationCurve[LabelNames.All.Count]);
        for (var label = 0; label < weights.Length; label++)
        {
            var rows = new List<(float[] Inputs, float Truth, float Weight)>();
            for (var i = 0; i < examples.Count; i++)
            {
                var truth = Truth(model.Shape, examples[i], label);
                if (!float.IsNaN(truth))
                {
                    rows.Add((WithOwnShare(inputs[i], datasets.IndexOf(examples[i].Dataset), datasets.Count), truth, weightOf[examples[i].Dataset]));
                }
            }

            // The shares are learnt so that they explain the differences between data sets, and then left out: what remains
            // ranks comments within a data set, whatever share of positives its makers had drawn.
            var learnt = CombinerTrainer.Fit(rows, width + datasets.Count, L2);
            weights[label] = [.. learnt.AsSpan(0, width), learnt[^1]];
            var combiner = new Combiner(model.Shape, weights, curves);
            curves[label] = Calibration.Fit(rows.Select(row => (
                combiner.Raw(label, row.Inputs.AsSpan(0, width)), row.Truth, row.Inputs[width + authored] > 0 ? row.Weight * OwnJudgement : row.Weight)));
        }

        return new Combiner(model.Shape, weights, curves);
    }

    /// <summary>What an example says of a label of the taxonomy: its data set's first head of that label, else what is implied.</summary>
    public static float Truth(NetworkShape shape, Example example, int label)
    {
        for (var i = 0; i < example.Heads.Length; i++)
        {
            if (shape.HeadLabels[example.FirstHead + i] == label && !float.IsNaN(example.Heads[i]))
            {
                return example.Heads[i];
            }
        }

        return example.Labels[label];
    }

    private static float[] WithOwnShare(float[] inputs, int dataset, int datasets)
    {
        var all = new float[inputs.Length + datasets];
        inputs.CopyTo(all, 0);
        all[inputs.Length + dataset] = OwnShare;
        return all;
    }

    private static float[][] Inputs(NetworkModel model, IReadOnlyList<Example> examples)
    {
        var inputs = new float[examples.Count][];
        var cache = new WordCache(model);
        Parallel.For(0, Environment.ProcessorCount, worker =>
        {
            var scorer = new NetworkScorer(model, cache);
            for (var i = worker; i < inputs.Length; i += Environment.ProcessorCount)
            {
                var logits = scorer.Logits(new CommentText(examples[i].Text, examples[i].Parent, examples[i].Title));
                inputs[i] = new float[Combiner.InputCount(model.Shape)];
                Combiner.Inputs(model.Shape, logits, inputs[i]);
            }
        });
        return inputs;
    }
}
