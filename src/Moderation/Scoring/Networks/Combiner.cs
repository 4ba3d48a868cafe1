namespace Moderation.Scoring.Networks;

/// <summary>
/// From a network's outputs to one calibrated probability a label. Data sets mean different things by the same label and have
/// different shares of positives, so a label is a weighted sum of every output (freed of its data set's share), alone and
/// times the guess that the text comes from that data set; a monotone curve then turns it into a probability.
/// </summary>
/// <param name="Shape">The network's sizes.</param>
/// <param name="Weights">A row a label: a weight for each input, then the bias.</param>
/// <param name="Curves">A curve a label.</param>
public sealed record Combiner(NetworkShape Shape, float[][] Weights, CalibrationCurve[] Curves)
{
    private const float Most = 12;

    /// <summary>How many inputs a label's sum has, without the bias.</summary>
    public static int InputCount(NetworkShape shape) => (2 * shape.Heads.Count) + shape.Domains.Count - (shape.Heads.Count - shape.PooledStart);

    /// <summary>The inputs of the sum for one text.</summary>
    /// <param name="shape">The network's sizes.</param>
    /// <param name="logits">The network's outputs.</param>
    /// <param name="inputs">Where they go; <see cref="InputCount"/> long.</param>
    public static void Inputs(NetworkShape shape, ReadOnlySpan<float> logits, Span<float> inputs)
    {
        Span<float> domains = stackalloc float[NetworkShape.DomainRoom];
        Softmax(logits.Slice(shape.Outputs, shape.Domains.Count), domains);
        var heads = shape.Heads.Count;
        var at = heads;
        for (var head = 0; head < heads; head++)
        {
            inputs[head] = Math.Clamp(logits[head] - shape.HeadPriors[head], -Most, Most);
            if (head < shape.PooledStart)
            {
                inputs[at++] = inputs[head] * domains[shape.HeadDomains[head]];
            }
        }

        domains[..shape.Domains.Count].CopyTo(inputs[at..]);
    }

    /// <summary>The raw score of a label, in log-odds.</summary>
    public float Raw(int label, ReadOnlySpan<float> inputs)
    {
        var weights = Weights[label];
        var sum = weights[inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            sum += weights[i] * inputs[i];
        }

        return sum;
    }

    private static void Softmax(ReadOnlySpan<float> logits, Span<float> shares)
    {
        var most = float.NegativeInfinity;
        foreach (var logit in logits)
        {
            most = Math.Max(most, logit);
        }

        var sum = 0f;
        for (var i = 0; i < logits.Length; i++)
        {
            sum += shares[i] = MathF.Exp(logits[i] - most);
        }

        for (var i = 0; i < logits.Length; i++)
        {
            shares[i] /= sum;
        }
    }
}
