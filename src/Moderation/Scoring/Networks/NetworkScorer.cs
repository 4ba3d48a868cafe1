using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Moderation.Features;
using Moderation.Labels;
using Moderation.Text;

namespace Moderation.Scoring.Networks;

/// <summary>One worker's pass through a network. Not thread-safe: it holds its buffers, so that a call allocates nothing.</summary>
public sealed class NetworkScorer(NetworkModel model, WordCache cache)
{
    private static readonly int ToxicityPlace = LabelSet.Full.IndexOf(LabelNames.Toxicity);
    private static readonly int InsultPlace = LabelSet.Full.IndexOf(LabelNames.Insult);
    private static readonly int HatePlace = LabelSet.Full.IndexOf(LabelNames.HateSpeech);
    private static readonly int ProfanityPlace = LabelSet.Full.IndexOf(LabelNames.Profanity);

    private readonly NetworkShape shape = model.Shape;
    private readonly Normalizer normalizer = new();
    private readonly FeatureExtractor extractor = new();
    private readonly float[] sum = new float[model.Shape.Columns];
    private readonly float[] inputs = new float[model.Shape.Inputs];
    private readonly float[] hidden = new float[model.Shape.Hidden];
    private readonly float[] logits = new float[model.Shape.Logits];
    private readonly WordEntry?[] entries = new WordEntry?[FeatureExtractor.TokenLimit];
    private readonly byte[] flags = new byte[WordFlags.TokenLimit];
    private readonly float[] heads = new float[model.Shape.Heads.Count + 1];
    private readonly float[] sources = new float[Combiner.Sources];

    /// <summary>Raw scores of a comment, one a label.</summary>
    public void Score(in CommentText comment, Span<float> raw)
    {
        Logits(comment);
        Combiner.Prepare(shape, logits, heads, sources);
        for (var label = 0; label < raw.Length; label++)
        {
            raw[label] = model.Combiner.Raw(label, heads, sources);
        }
    }

    /// <summary>The comment last scored, as the classifier read it; valid until the next call.</summary>
    public NormalizedText Text { get; private set; } = null!;

    /// <summary>
    /// For each word of the comment last scored the inputs of <see cref="SpanModel"/>: its own score, the scores of its neighbours and
    /// of the strongest word, what kind of word it is, and the raw scores of the comment.
    /// </summary>
    /// <param name="raw">The comment's raw scores, one a label.</param>
    /// <param name="inputs">Where they go, word by word.</param>
    /// <returns>How many words there are.</returns>
    public int SpanInputs(ReadOnlySpan<float> raw, Span<float> inputs)
    {
        var tokens = Text.Tokens;
        var count = Math.Min(tokens.Length, inputs.Length / SpanModel.Width);
        Span<float> own = new float[count];
        var most = OwnScores(own);
        for (var i = 0; i < count; i++)
        {
            var role = TokenRoles.OfWord(tokens[i]);
            ReadOnlySpan<float> word =
            [
                own[i], i > 0 ? own[i - 1] : SpanModel.Outside, i + 1 < count ? own[i + 1] : SpanModel.Outside, own[i] - most,
                (role & TokenRole.Slur) != 0 ? 1 : 0, (role & (TokenRole.Insult | TokenRole.Profanity)) != 0 ? 1 : 0,
                (role & TokenRole.Violence) != 0 ? 1 : 0, (role & (TokenRole.Group | TokenRole.OtherGroup)) != 0 ? 1 : 0,
                raw[ToxicityPlace], raw[InsultPlace], raw[HatePlace], raw[ProfanityPlace], MathF.Log(count + 1),
            ];
            word.CopyTo(inputs[(i * SpanModel.Width)..]);
        }

        return count;
    }

    private float OwnScores(Span<float> own)
    {
        for (var i = 0; i < own.Length; i++)
        {
            own[i] = entries[i]!.Row[shape.SpanColumn];
        }

        for (var k = 0; k < extractor.Keys.Length; k++)
        {
            var (token, row) = (extractor.TokensOfKeys[k], model.FeatureIndex.Find(extractor.Keys[k]));
            if (row >= 0 && (uint)token < (uint)own.Length)
            {
                own[token] += model.Features.At(row, shape.SpanColumn);
            }
        }

        var most = own.Length == 0 ? 0 : own[0];
        foreach (var score in own)
        {
            most = Math.Max(most, score);
        }

        return most;
    }

    /// <summary>The network's outputs for a comment; valid until the next call.</summary>
    public ReadOnlySpan<float> Logits(in CommentText comment)
    {
        var text = Text = normalizer.Normalize(comment.Text, comment.ParentText, comment.Title);
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
            : response + Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(cache.OfFlags(flag)), (nuint)offset);
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
