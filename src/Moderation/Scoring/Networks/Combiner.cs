using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Moderation.Scoring.Networks;

/// <summary>
/// From a network's outputs to one calibrated probability a label. Data sets mean different things by the same label and have
/// different shares of positives, so each data set has a weighted sum of all outputs of its own (freed of the sets' shares), beside one
/// that all share; the guess of where a text comes from weighs them. A monotone curve then turns the sum into a probability.
/// </summary>
/// <param name="Shape">The network's sizes.</param>
/// <param name="Weights">A row a label: for each output and then once for the sets themselves a weight for each source, then the bias.</param>
/// <param name="Curves">A curve a label.</param>
public sealed record Combiner(NetworkShape Shape, float[][] Weights, CalibrationCurve[] Curves)
{
    /// <summary>The sources of an output's weight: the data sets, and in the last place what they share.</summary>
    public const int Sources = NetworkShape.DomainRoom;

    /// <summary>How much what all share counts for any text.</summary>
    public const float SharedPart = 0.3f;

    private const float Most = 12;
    private const float OwnPart = 3;

    /// <summary>How many weights a label has, without the bias.</summary>
    public static int InputCount(NetworkShape shape) => (shape.Heads.Count + 1) * Sources;

    /// <summary>Prepares one text: its outputs, freed of the sets' shares, and how much each source counts for it.</summary>
    /// <param name="shape">The network's sizes.</param>
    /// <param name="logits">The network's outputs.</param>
    /// <param name="heads">Where the outputs go; one longer than there are heads, since the sets themselves follow.</param>
    /// <param name="sources">Where the sources go; <see cref="Sources"/> long.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Prepare(NetworkShape shape, ReadOnlySpan<float> logits, Span<float> heads, Span<float> sources)
    {
        sources.Clear();
        Softmax(logits.Slice(shape.Outputs, shape.Domains.Count), sources);
        sources[Sources - 1] = SharedPart;
        for (var head = 0; head < shape.Heads.Count; head++)
        {
            heads[head] = Math.Clamp(logits[head] - shape.HeadPriors[head], -Most, Most);
        }

        heads[shape.Heads.Count] = OwnPart;
    }

    /// <summary>All products of heads and sources: what the weights stand for, as training sees it.</summary>
    /// <param name="heads">From <see cref="Prepare"/>.</param>
    /// <param name="sources">From <see cref="Prepare"/>.</param>
    /// <param name="inputs">Where they go; <see cref="InputCount"/> of them.</param>
    public static void Inputs(ReadOnlySpan<float> heads, ReadOnlySpan<float> sources, Span<float> inputs)
    {
        for (var i = 0; i < heads.Length * Sources; i++)
        {
            inputs[i] = heads[i / Sources] * sources[i % Sources];
        }
    }

    /// <summary>The raw score of a label, in log-odds.</summary>
    /// <param name="label">Its place.</param>
    /// <param name="heads">From <see cref="Prepare"/>.</param>
    /// <param name="sources">From <see cref="Prepare"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Raw(int label, ReadOnlySpan<float> heads, ReadOnlySpan<float> sources)
    {
        ref var weights = ref MemoryMarshal.GetArrayDataReference(Weights[label]);
        var (low, high) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (var head = 0; head < heads.Length; head++)
        {
            var value = Vector256.Create(heads[head]);
            low = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref weights, (nuint)(head * Sources)), low);
            high = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref weights, (nuint)((head * Sources) + 8)), high);
        }

        ref var source = ref MemoryMarshal.GetReference(sources);
        return Vector256.Sum((low * Vector256.LoadUnsafe(ref source)) + (high * Vector256.LoadUnsafe(ref source, 8))) + Weights[label][^1];
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
