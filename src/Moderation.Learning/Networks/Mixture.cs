using System.Runtime.Intrinsics;
using Moderation.Labels;
using Moderation.Learning.Datasets;
using Moderation.Scoring.Networks;

namespace Moderation.Learning.Networks;

/// <summary>
/// The last step of a network in training: each label's raw score is a sum over all outputs, weighed by the guess of where the text
/// comes from. It is learnt with the network, on every row that knows the label, so that the guess is made for the sake of the scores.
/// Each data set has a share of positives of its own beside the sum; left out afterwards, since it is no opinion about a text.
/// </summary>
internal static unsafe class Mixture
{
    /// <summary>Room for data sets.</summary>
    public const int Sources = 32;

    /// <summary>How many shares of positives there are: label × data set.</summary>
    public static int ShareCount => LabelNames.All.Count * Sources;

    /// <summary>How many weights there are: label × output × source.</summary>
    public static int Length(NetworkShape shape) => LabelNames.All.Count * Combiner.InputCount(shape);

    /// <summary>
    /// What one would do without learning: believe each source's own outputs for the label, and the pooled one for a source that has none.
    /// </summary>
    public static float[] Plain(NetworkShape shape)
    {
        const float PooledShift = 2f / 3;
        var width = Combiner.InputCount(shape);
        var mixture = new float[Length(shape)];
        for (var label = 0; label < LabelNames.All.Count; label++)
        {
            var own = mixture.AsSpan(label * width, width);
            for (var domain = 0; domain < shape.Domains.Count; domain++)
            {
                var heads = Enumerable.Range(0, shape.PooledStart).Where(head => shape.HeadLabels[head] == label && shape.HeadDomains[head] == domain
                    && !shape.Heads[head].Contains("perspective", StringComparison.Ordinal)).ToArray();
                foreach (var head in heads)
                {
                    own[(head * Combiner.Sources) + domain] = 1f / heads.Length;
                }

                if (heads.Length == 0)
                {
                    own[((shape.PooledStart + label) * Combiner.Sources) + domain] = 1;
                    own[(shape.Heads.Count * Combiner.Sources) + domain] = PooledShift;
                }
            }
        }

        return mixture;
    }

    /// <summary>
    /// Which kinds of text speak of which label: label × source. Where a label was never asked about, nothing can be learnt of it;
    /// such sources share their weights, learnt on the comments of the others that look like theirs.
    /// </summary>
    public static bool[] Asked(NetworkShape shape, IReadOnlyList<Example> examples)
    {
        var asked = new bool[LabelNames.All.Count * Combiner.Sources];
        // Rows judged anew are few for each kind of text, but many together: they teach what such kinds share.
        foreach (var example in examples.Where(example => example.Dataset != Corpus.Judged))
        {
            for (var label = 0; label < LabelNames.All.Count; label++)
            {
                asked[(label * Combiner.Sources) + example.Domain] |= !float.IsNaN(example.Truth(shape.HeadLabels, label));
            }
        }

        return asked;
    }

    /// <summary>Gives each source that a label was never asked in their sum, or their mean.</summary>
    public static void Tie(NetworkShape shape, ReadOnlySpan<bool> asked, ReadOnlySpan<float> sources, Span<float> tied, bool mean)
    {
        sources.CopyTo(tied);
        var (sum, count) = (0f, 0);
        for (var i = 0; i < shape.Domains.Count; i++)
        {
            sum += asked[i] ? 0 : sources[i];
            count += asked[i] ? 0 : 1;
        }

        for (var i = 0; i < shape.Domains.Count; i++)
        {
            tied[i] = asked[i] ? sources[i] : mean ? sum / count : sum;
        }
    }

    /// <summary>The raw score of a label, and what each source brings to it.</summary>
    /// <param name="weights">The label's weights.</param>
    /// <param name="heads">The outputs as <see cref="Combiner.Prepare"/> gives them.</param>
    /// <param name="sources">The guess, likewise.</param>
    /// <param name="bySource">Where the parts go.</param>
    public static float Score(float* weights, ReadOnlySpan<float> heads, float* sources, out Vector512<float> bySource)
    {
        bySource = Vector512<float>.Zero;
        for (var head = 0; head < heads.Length; head++)
        {
            bySource = Vector512.FusedMultiplyAdd(Vector512.Create(heads[head]), Vector512.Load(weights + (head * Combiner.Sources)), bySource);
        }

        return Vector512.Sum(bySource * Vector512.Load(sources));
    }
}
