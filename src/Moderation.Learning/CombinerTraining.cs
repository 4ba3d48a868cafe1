using Moderation.Labels;
using Moderation.Learning.Datasets;
using Moderation.Scoring;
using Moderation.Scoring.Networks;

namespace Moderation.Learning;

/// <summary>Learns how a network's outputs become probabilities, on answers it gave before it had learnt from the comment.</summary>
internal static class CombinerTraining
{
    private const float L2 = 1;

    /// <summary>From so many rows on a data set counts no more: else the largest would speak for all.</summary>
    private const double Saturation = 4000;

    /// <summary>Makes a data set's own share of positives nearly free of the pull to zero.</summary>
    private const float OwnShare = 3;

    /// <summary>How much more the sections count for the curves: they alone were judged by this taxonomy, under whole articles.</summary>
    private const float OwnJudgement = 4;

    /// <summary>Fits the combiner of a network: its sums on all honest answers, its curves on the calibration part alone.</summary>
    /// <param name="model">The network.</param>
    /// <param name="foreseen">Training comments with the outputs they had before they were learnt from.</param>
    /// <param name="calibration">The calibration part.</param>
    public static Combiner Fit(NetworkModel model, IReadOnlyList<(Example Example, float[] Outputs)> foreseen, IReadOnlyList<Example> calibration)
    {
        var late = Answers(model, calibration);
        var early = foreseen.Select(answer => (answer.Example, Inputs(model.Shape, answer.Outputs))).ToArray();
        (Example Example, float[] Inputs)[] all = [.. early, .. late];
        var (weights, curves) = (new float[LabelNames.All.Count][], new CalibrationCurve[LabelNames.All.Count]);
        Parallel.For(0, weights.Length, label => weights[label] = Sum(model.Shape, all, label));
        var combiner = new Combiner(model.Shape, weights, curves);
        var counts = CountWeights(late);
        for (var label = 0; label < curves.Length; label++)
        {
            curves[label] = Calibration.Fit(Known(model.Shape, late, label).Select(row => (
                combiner.Raw(label, row.Inputs), row.Truth,
                counts[row.Example.Dataset] * (row.Example.Dataset == Corpus.Authored ? OwnJudgement : 1))));
        }

        return combiner;
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

    private static float[] Sum(NetworkShape shape, (Example Example, float[] Inputs)[] answers, int label)
    {
        var counts = CountWeights(answers);
        var datasets = counts.Keys.Order(StringComparer.Ordinal).ToList();
        var width = Combiner.InputCount(shape);
        var rows = Known(shape, answers, label)
            .Select(row => (WithOwnShare(row.Inputs, datasets.IndexOf(row.Example.Dataset), datasets.Count), row.Truth, counts[row.Example.Dataset]))
            .ToList();

        // The shares are learnt so that they explain the differences between data sets, and then left out: what remains
        // ranks comments within a data set, whatever share of positives its makers had drawn.
        var learnt = CombinerTrainer.Fit(rows, width + datasets.Count, L2);
        return [.. learnt.AsSpan(0, width), learnt[^1]];
    }

    private static IEnumerable<(Example Example, float[] Inputs, float Truth)> Known(NetworkShape shape, (Example Example, float[] Inputs)[] answers, int label) =>
        answers.Select(answer => (answer.Example, answer.Inputs, Truth: Truth(shape, answer.Example, label))).Where(row => !float.IsNaN(row.Truth));

    private static Dictionary<string, float> CountWeights((Example Example, float[] Inputs)[] answers) =>
        answers.CountBy(answer => answer.Example.Dataset).ToDictionary(set => set.Key, set => (float)Math.Min(1, Saturation / set.Value));

    private static float[] WithOwnShare(float[] inputs, int dataset, int datasets)
    {
        var all = new float[inputs.Length + datasets];
        inputs.CopyTo(all, 0);
        all[inputs.Length + dataset] = OwnShare;
        return all;
    }

    private static float[] Inputs(NetworkShape shape, ReadOnlySpan<float> outputs)
    {
        var inputs = new float[Combiner.InputCount(shape)];
        Combiner.Inputs(shape, outputs, inputs);
        return inputs;
    }

    private static (Example Example, float[] Inputs)[] Answers(NetworkModel model, IReadOnlyList<Example> examples)
    {
        var answers = new (Example Example, float[] Inputs)[examples.Count];
        var cache = new WordCache(model);
        Parallel.For(0, Environment.ProcessorCount, worker =>
        {
            var scorer = new NetworkScorer(model, cache);
            for (var i = worker; i < answers.Length; i += Environment.ProcessorCount)
            {
                var comment = new CommentText(examples[i].Text, examples[i].Parent, examples[i].Title);
                answers[i] = (examples[i], Inputs(model.Shape, scorer.Logits(comment)));
            }
        });
        return answers;
    }
}
