using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Moderation.Features;
using Moderation.Text;

namespace Moderation.Scoring.Networks;

/// <summary>One worker's pass through a network. Not thread-safe: it holds its buffers, so that a call allocates nothing.</summary>
public sealed class NetworkScorer(NetworkModel model, WordCache cache)
{
    private readonly NetworkShape shape = model.Shape;
    private readonly Normalizer normalizer = new();
    private readonly FeatureExtractor extractor = new();
    private readonly float[] sum = new float[model.Shape.Columns];
    private readonly float[] inputs = new float[model.Shape.Inputs];
    private readonly float[] hidden = new float[model.Shape.Hidden];
    private readonly float[] logits = new float[model.Shape.Logits];
    private readonly WordEntry?[] entries = new WordEntry?[FeatureExtractor.TokenLimit];
    private readonly byte[] flags = new byte[WordFlags.TokenLimit];
    private readonly float[] combined = new float[Combiner.InputCount(model.Shape)];

    /// <summary>Raw scores of a comment, one a label.</summary>
    public void Score(in CommentText comment, Span<float> raw)
    {
        Logits(comment);
        Combiner.Inputs(shape, logits, combined);
        for (var label = 0; label < raw.Length; label++)
        {
            raw[label] = model.Combiner.Raw(label, combined);
        }
    }

    /// <summary>The network's outputs for a comment; valid until the next call.</summary>
    public ReadOnlySpan<float> Logits(in CommentText comment)
    {
        var text = normalizer.Normalize(comment.Text, comment.ParentText, comment.Title);
        extractor.Extract(text, comment.Text);
        var tokens = text.Tokens;
        var count = Math.Min(tokens.Length, FeatureExtractor.TokenLimit);
        for (var i = 0; i < count; i++)
        {
            ref readonly var token = ref tokens[i];
            entries[i] = cache.Of(text.Text(token), token);
            if (i < WordFlags.TokenLimit)
            {
                flags[i] = (byte)WordFlags.Of(token);
            }
        }

        SumFeatures();
        Convolve(Math.Min(count, WordFlags.TokenLimit));
        Connect();
        return logits;
    }

    private void SumFeatures()
    {
        Array.Clear(sum);
        var known = 0;
        foreach (var word in extractor.Words)
        {
            Vectors.Add(sum, entries[word]!.Row);
            known += entries[word]!.Known;
        }

        foreach (var key in extractor.Keys)
        {
            var row = model.FeatureIndex.Find(key);
            if (row >= 0)
            {
                model.Features.AddTo(row, sum);
                known++;
            }
        }

        var scale = 1 / MathF.Sqrt(Math.Max(known, 4));
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] *= scale;
        }

        for (var i = 0; i < shape.Embedded; i++)
        {
            inputs[i] = Math.Max(0, sum[shape.Logits + i] + model.Dense.EmbeddedBias[i]);
        }
    }

    /// <summary>The strongest response of each filter over all places: sixteen filters at a time, so that the maximum stays in a register.</summary>
    private void Convolve(int count)
    {
        var filters = shape.Filters;
        for (var from = 0; from < filters; from += 16)
        {
            var most = Vector256.Create(short.MinValue);
            for (var i = 0; i < Math.Max(count, 1); i++)
            {
                var response = At(i - 1, 0, from, count) + At(i, 1, from, count) + At(i + 1, 2, from, count);
                most = Vector256.Max(most, response);
            }

            for (var i = 0; i < 16; i++)
            {
                var response = (most[i] / WordEntry.ResponseUnit) + model.Dense.ConvolutionBias[from + i];
                inputs[shape.Embedded + from + i] = Math.Max(0, response);
            }
        }
    }

    private Vector256<short> At(int token, int place, int from, int count)
    {
        if ((uint)token >= (uint)count)
        {
            return Vector256<short>.Zero;
        }

        var offset = (place * shape.Filters) + from;
        var response = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(entries[token]!.Responses), (nuint)offset);
        var flag = flags[token];
        return flag == 0
            ? response
            : response + Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(cache.FlagResponses[flag]), (nuint)offset);
    }

    private void Connect()
    {
        model.Dense.HiddenBias.CopyTo(hidden.AsSpan());
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] != 0)
            {
                Vectors.AddScaled(hidden, model.Dense.Hidden.AsSpan(i * shape.Hidden, shape.Hidden), inputs[i]);
            }
        }

        model.Dense.OutputBias.CopyTo(logits.AsSpan());
        Vectors.Add(logits, sum.AsSpan(0, shape.Logits));
        for (var i = 0; i < hidden.Length; i++)
        {
            if (hidden[i] > 0)
            {
                Vectors.AddScaled(logits, model.Dense.Output.AsSpan(i * shape.Logits, shape.Logits), hidden[i]);
            }
        }

        for (var head = 0; head < shape.PooledStart; head++)
        {
            logits[head] += logits[shape.PooledStart + shape.HeadLabels[head]];
        }
    }
}
