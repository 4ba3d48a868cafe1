using Moderation.Labels;
using Moderation.Learning.Datasets;
using Moderation.Learning.Networks;
using Moderation.Scoring;
using Moderation.Scoring.Networks;

namespace Moderation.Learning;

/// <summary>Learns how a network's outputs become probabilities, on answers it gave before it had learnt from the comment.</summary>
internal static class CombinerTraining
{
    /// <summary>Pull of the weights to those that were learnt with the network.</summary>
    private const float L2 = 20;

    /// <summary>Makes the plain mixture nearly free of the pull.</summary>
    private const float MixturePart = 5;

    /// <summary>From so many rows on a data set counts no more: else the largest would speak for all.</summary>
    private const double Saturation = 1500;

    /// <summary>Makes a data set's own share of positives nearly free of the pull to zero.</summary>
    private const float OwnShare = 2;

    /// <summary>So many foreseen answers of a data set are used.</summary>
    private const int ForeseenMost = 15_000;

    /// <summary>
    /// How much more comments with Perspective's scores count in the sums. They say of each comment how bad, where other sets say yes or
    /// no: the order among harmless ones comes from them, and costs the others nothing.
    /// </summary>
    private const float OfScores = 12;

    /// <summary>How much more comments that were judged by this taxonomy count for the curves of the harms.</summary>
    private const float OwnJudgement = 4;

    /// <summary>
    /// How much more a harm of our own counts than a harmless comment, in the curves of the harms: to miss one costs more than to look
    /// at one, so one half is where review begins. The curves of the attributes do not lean.
    /// </summary>
    private const float HarmMissed = 2.4f;

    /// <summary>How much more comments drawn at their natural rate count for the curves of the attributes.</summary>
    private const float Natural = 12;

    /// <summary>Fits the combiner of a network: its sums on all honest answers, its curves on the calibration part alone.</summary>
    /// <param name="model">The network.</param>
    /// <param name="mixture">For each label the weights that were learnt with the network.</param>
    /// <param name="asked">Which kinds of text speak of which label.</param>
    /// <param name="foreseen">Training comments with the outputs they had before they were learnt from.</param>
    /// <param name="calibration">The calibration part.</param>
    public static Combiner Fit(NetworkModel model, float[][] mixture, bool[] asked, IReadOnlyList<(Example Example, float[] Outputs)> foreseen, IReadOnlyList<Example> calibration)
    {
        var late = Answers(model.Shape, calibration.Zip(ExampleScores.Of(model, [.. calibration.Select(example => example.Comment)], (scorer, comment) => scorer.Logits(comment).ToArray())));
        // A template's other sentences were learnt from before: only templates held back say how new ones fare.
        // A row that was judged anew stands in training twice, and may be answered after its twin was learnt from. To leave both out
        // was worse: too few toxic comments of the largest set remained.
        var early = Answers(model.Shape, foreseen.Where(answer => answer.Example.Dataset != Corpus.Templates)
            .GroupBy(answer => answer.Example.Dataset).SelectMany(set => set.Take(ForeseenMost)));
        Answer[] all = [.. early, .. late];
        var (weights, curves) = (new float[LabelNames.All.Count][], new CalibrationCurve[LabelNames.All.Count]);
        Parallel.For(0, weights.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, label =>
            weights[label] = Sum(model.Shape, mixture[label], asked.AsSpan(label * Combiner.Sources, Combiner.Sources).ToArray(), all, label));
        var combiner = new Combiner(model.Shape, weights, curves);
        for (var label = 0; label < curves.Length; label++)
        {
            curves[label] = Curve(label, calibration, [.. Known(model.Shape, late, label).Select(row => (row.Answer.Example, combiner.Raw(label, row.Answer.Heads, row.Answer.Sources), row.Truth))]);
        }

        return combiner;
    }

    /// <summary>Fits the curve of a label.</summary>
    /// <param name="label">Place of the label.</param>
    /// <param name="calibration">The calibration part.</param>
    /// <param name="known">Its comments that know the label, with raw score and truth.</param>
    public static CalibrationCurve Curve(int label, IReadOnlyList<Example> calibration, IReadOnlyList<(Example Example, float Raw, float Truth)> known)
    {
        var counts = CountWeights(calibration);
        return Calibration.Fit(known.Select(row => (row.Raw, row.Truth, counts[row.Example.Dataset] * Lean(label, row.Example, row.Truth))));
    }

    private static float Lean(int label, Example example, float truth)
    {
        if (label >= LabelNames.Harms.Count)
        {
            return example.Dataset.StartsWith("wikipedia-context", StringComparison.Ordinal) ? Natural : 1;
        }

        var own = example.Dataset is Corpus.Authored or Corpus.Templates;
        return (own && truth >= 0.5f ? HarmMissed : 1) * (example.Dataset is Corpus.Authored or Corpus.Judged ? OwnJudgement : 1);
    }

    /// <summary>
    /// What the combiner sees of each comment. Every second one is read as one of a place of its kind, the others alone: it will be asked
    /// both ways.
    /// </summary>
    private static Answer[] Answers(NetworkShape shape, IEnumerable<(Example Example, float[] Outputs)> answers)
    {
        DomainPrior[] places = [.. Enumerable.Range(0, shape.Domains.Count).Select(domain => DomainPrior.Of(shape.Domains, domain))];
        return [.. answers.Select((answer, i) =>
        {
            var prepared = new Answer(answer.Example, new float[shape.Heads.Count + 1], new float[Combiner.Sources]);
            Combiner.Prepare(shape, answer.Outputs, prepared.Heads, prepared.Sources);
            if (i % 2 == 0)
            {
                places[answer.Example.Domain].Apply(shape.Domains, prepared.Sources);
            }

            return prepared;
        })];
    }

    private static float[] Sum(NetworkShape shape, float[] mixture, bool[] asked, Answer[] answers, int label)
    {
        var counts = CountWeights(answers.Select(answer => answer.Example));
        if (counts.TryGetValue(Corpus.PerspectiveScores, out var usual))
        {
            counts[Corpus.PerspectiveScores] = usual * OfScores;
        }

        var datasets = counts.Keys.Order(StringComparer.Ordinal).ToList();
        var width = Combiner.InputCount(shape);
        // Made anew for each pass: kept, the rows of two labels are two gigabytes. It takes a minute of processor time.
        var rows = Known(shape, answers, label)
            .Select(row => (Row(shape, asked, mixture, row.Answer, datasets.IndexOf(row.Answer.Example.Dataset), datasets.Count), row.Truth, counts[row.Answer.Example.Dataset]));

        // The shares are learnt so that they explain the differences between data sets, and then left out: what remains
        // ranks comments within a data set, whatever share of positives its makers had drawn.
        var learnt = CombinerTrainer.Fit(rows, width + 1 + datasets.Count, L2);
        var weights = learnt.AsSpan(0, width).ToArray();
        for (var i = 0; i < width; i++)
        {
            weights[i] += MixturePart * learnt[width] * mixture[i];
        }

        return [.. weights, learnt[^1]];
    }

    /// <summary>
    /// The products of outputs and sources, the sources alike where the label was never asked about; then what the mixture makes of them,
    /// and the data set's own share.
    /// </summary>
    private static float[] Row(NetworkShape shape, bool[] asked, float[] mixture, Answer answer, int dataset, int datasets)
    {
        var (heads, sources, tied) = (answer.Heads, answer.Sources, new float[Combiner.Sources]);
        Mixture.Tie(shape, asked, sources, tied, mean: true);
        var width = Combiner.InputCount(shape);
        var row = new float[width + 1 + datasets];
        Combiner.Inputs(heads, tied, row);
        var mixed = 0f;
        for (var i = 0; i < width; i++)
        {
            mixed += heads[i / Combiner.Sources] * sources[i % Combiner.Sources] * mixture[i];
        }

        row[width] = mixed * MixturePart;
        row[width + 1 + dataset] = OwnShare;
        return row;
    }

    private static IEnumerable<(Answer Answer, float Truth)> Known(NetworkShape shape, Answer[] answers, int label) =>
        answers.Select(answer => (answer, Truth: answer.Example.Truth(shape.HeadLabels, label))).Where(row => !float.IsNaN(row.Truth));

    private static Dictionary<string, float> CountWeights(IEnumerable<Example> examples) =>
        examples.CountBy(example => example.Dataset).ToDictionary(set => set.Key, set => (float)Math.Min(1, Saturation / set.Value));

    /// <summary>An answer as <see cref="Combiner.Prepare"/> gives it.</summary>
    private sealed record Answer(Example Example, float[] Heads, float[] Sources);
}
