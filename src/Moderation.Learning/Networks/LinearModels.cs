using Moderation.Scoring.Networks;

namespace Moderation.Learning.Networks;

/// <summary>
/// A straight sum over the features for each output of a data set, learnt on the same rows as the network and apart from it, for
/// <see cref="NetworkState.Mean"/>. The network's outputs hold a sum over the same features, so the mean is taken into its table in the
/// end and costs serving nothing.
/// </summary>
internal sealed unsafe class LinearModels
{
    private readonly NetworkShape shape;
    private readonly NetworkSettings settings;
    private readonly float[] weights, squares;

    public LinearModels(NetworkShape shape, NetworkSettings settings, int features)
    {
        (this.shape, this.settings) = (shape, settings);
        weights = Floats.Allocate((long)features * shape.Outputs);
        squares = Floats.Allocate((long)features * shape.Outputs);
        squares.AsSpan().Fill(NetworkState.FirstSquare);
    }

    /// <summary>The sums of a comment, in log-odds.</summary>
    /// <param name="features">Rows of its features.</param>
    /// <param name="counts">What each counts.</param>
    /// <param name="from">The first output wanted; a multiple of 16.</param>
    /// <param name="to">One past the last; likewise.</param>
    /// <param name="sums">Where they go, each at its output's place.</param>
    public void Sum(ReadOnlySpan<int> features, ReadOnlySpan<float> counts, int from, int to, float* sums)
    {
        Floats.Clear(sums + from, to - from);
        for (var i = 0; i < features.Length; i++)
        {
            Floats.AddScaled(sums + from, Floats.Pointer(weights) + ((long)features[i] * shape.Outputs) + from, counts[i], to - from);
        }

        for (var head = from; head < Math.Min(to, shape.Heads.Count); head++)
        {
            sums[head] += shape.HeadPriors[head];
        }
    }

    /// <summary>One step on a feature of a row.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="count">What it counts.</param>
    /// <param name="from">The first of the row's outputs, as in <see cref="Sum"/>.</param>
    /// <param name="to">One past the last.</param>
    /// <param name="slopes">The gradient of the row's outputs, each at its place.</param>
    /// <param name="slowing">Share of the step size.</param>
    public void Step(int feature, float count, int from, int to, float* slopes, float slowing)
    {
        var offset = ((long)feature * shape.Outputs) + from;
        Floats.Adagrad(
            Floats.Pointer(weights) + offset, Floats.Pointer(squares) + offset, slopes + from, count, settings.LinearRate * slowing, settings.LinearDecay, to - from);
    }

    /// <summary>Asks for what <see cref="Step"/> changes, without waiting for it.</summary>
    public void Prefetch(int feature, int from, int to)
    {
        var offset = ((long)feature * shape.Outputs) + from;
        Floats.Prefetch(Floats.Pointer(weights) + offset, to - from);
        Floats.Prefetch(Floats.Pointer(squares) + offset, to - from);
    }

    /// <summary>The weight of a feature.</summary>
    public float Weight(int feature, int head) => weights[(feature * shape.Outputs) + head];
}
