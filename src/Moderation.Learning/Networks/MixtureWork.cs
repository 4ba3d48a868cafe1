using System.Runtime.Intrinsics;
using Moderation.Labels;
using Moderation.Scoring.Networks;

namespace Moderation.Learning.Networks;

/// <summary>One row's way from outputs to the raw scores of the labels it knows, and back (see <see cref="Mixture"/>).</summary>
internal sealed unsafe class MixtureWork
{
    private readonly NetworkState state;
    private readonly NetworkShape shape;
    private readonly float[] outputs, heads, tied, buffer;
    private readonly float* sources, sourceGradient;

    public MixtureWork(NetworkState state)
    {
        (this.state, shape) = (state, state.Shape);
        (outputs, heads, tied) = (new float[shape.Logits], new float[shape.Heads.Count + 1], new float[Combiner.Sources]);
        buffer = Floats.Allocate(2 * Combiner.Sources);
        sources = Floats.Pointer(buffer);
        sourceGradient = sources + Combiner.Sources;
    }

    /// <summary>
    /// Adds to the gradients. The outputs of other data sets than the row's own are taken as they are: a comment must not change what
    /// another set's raters meant.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="logits">The network's outputs, own and pooled parts apart.</param>
    /// <param name="logitGradient">Their gradient.</param>
    /// <param name="gradient">Gradient of the small layers.</param>
    public void Pass(TrainingRow row, float* logits, float* logitGradient, float* gradient)
    {
        Prepare(logits);
        var width = Combiner.InputCount(shape);
        for (var label = 0; label < LabelNames.All.Count; label++)
        {
            var truth = row.Example.Truth(shape.HeadLabels, label);
            if (float.IsNaN(truth))
            {
                continue;
            }

            var place = state.Layout.Mixture + (label * width);
            var share = state.Layout.SourceShares + (label * Mixture.Sources) + row.Source;
            var raw = Mixture.Score(state.Dense + place, heads, sources, out var bySource) + state.Dense[share];
            var slope = ((1 / (1 + MathF.Exp(-raw))) - truth) * row.Weight;
            gradient[share] += slope;
            Vector512.FusedMultiplyAdd(Vector512.Create(slope), bySource, Vector512.Load(sourceGradient)).Store(sourceGradient);
            Mixture.Tie(shape, state.Asked.AsSpan(label * Combiner.Sources, Combiner.Sources), new Span<float>(sources, Combiner.Sources), tied, mean: false);
            BackToHeads(row, state.Dense + place, gradient + place, slope, logitGradient);
        }

        BackToGuess(logitGradient);
    }

    private void Prepare(float* logits)
    {
        new Span<float>(logits, shape.Logits).CopyTo(outputs);
        for (var head = 0; head < shape.PooledStart; head++)
        {
            outputs[head] += outputs[shape.PooledStart + shape.HeadLabels[head]];
        }

        Combiner.Prepare(shape, outputs, heads, new Span<float>(sources, Combiner.Sources));
        Floats.Clear(sourceGradient, Combiner.Sources);
    }

    private void BackToHeads(TrainingRow row, float* weights, float* gradient, float slope, float* logitGradient)
    {
        var guess = Vector512.Load(sources);
        var shared = Vector512.Create<float>(tied);
        var (from, to) = (row.Example.FirstHead, row.Example.FirstHead + row.Example.Heads.Length);
        for (var head = 0; head < heads.Length; head++)
        {
            var place = head * Combiner.Sources;
            Vector512.FusedMultiplyAdd(Vector512.Create(slope * heads[head]), shared, Vector512.Load(gradient + place)).Store(gradient + place);
            var own = head >= from && head < to;
            if (own || (head >= shape.PooledStart && head < shape.Heads.Count))
            {
                var back = slope * Vector512.Sum(Vector512.Load(weights + place) * guess);
                logitGradient[head] += back;
                logitGradient[own ? shape.PooledStart + shape.HeadLabels[head] : head] += own ? back : 0;
            }
        }
    }

    /// <summary>From the sources' shares of the scores to the guess they come from.</summary>
    private void BackToGuess(float* logitGradient)
    {
        var mean = 0f;
        for (var i = 0; i < shape.Domains.Count; i++)
        {
            mean += sources[i] * sourceGradient[i];
        }

        for (var i = 0; i < shape.Domains.Count; i++)
        {
            logitGradient[shape.Outputs + i] += sources[i] * (sourceGradient[i] - mean);
        }
    }
}
