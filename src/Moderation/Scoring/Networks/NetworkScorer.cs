using System.Runtime.CompilerServices;
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
    private readonly float[] parts = new float[FeatureExtractor.SentenceLimit * model.Shape.Columns];
    private readonly int sentenceColumn = model.Shape.SentenceColumn;
    private readonly float[] inputs = new float[model.Shape.Inputs];
    private readonly float[] hidden = new float[model.Shape.Hidden];
    private readonly (int From, int To) featureUnits = model.Dense.UnitsOf(0, model.Shape.Embedded);
    private readonly (int From, int To) filterUnits = model.Dense.UnitsOf(model.Shape.Embedded, model.Shape.Inputs);
    private readonly float[] logits = new float[model.Shape.Logits];
    private readonly WordEntry[] entries = new WordEntry[FeatureExtractor.TokenLimit];
    private readonly WordRows spares = new(model, FeatureExtractor.TokenLimit);
    private readonly byte[] flags = new byte[WordFlags.TokenLimit];
    private readonly int[] used = new int[Math.Max(model.Shape.Inputs, model.Shape.Hidden)];
    private readonly sbyte[] silence = new sbyte[NetworkShape.Window * model.Shape.Filters];
    private readonly sbyte[] strongest = new sbyte[model.Shape.Filters];
    private readonly sbyte[]?[] flagged = new sbyte[]?[WordFlags.TokenLimit];
    private readonly int[] ends = new int[FeatureExtractor.SentenceLimit + 1];
    private ulong[] candidates = new ulong[1024];
    private int[] rows = new int[1024];
    private float[] spanInputs = [];
    private readonly float[] heads = new float[model.Shape.Heads.Count + 1];
    private readonly float[] sources = new float[Combiner.Sources];
    private readonly float[] guess = new float[model.Shape.Domains.Count];

    /// <summary>Raw scores of a comment, one a label.</summary>
    public void Score(in CommentText comment, Span<float> raw)
    {
        Logits(comment);
        Combiner.Prepare(shape, logits, heads, sources);
        sources.AsSpan(0, guess.Length).CopyTo(guess);
        comment.Prior?.Apply(shape.Domains, sources);
        for (var label = 0; label < raw.Length; label++)
        {
            raw[label] = model.Combiner.Raw(label, heads, sources);
        }
    }

    /// <summary>What kind of text the comment last scored looks like, whatever its place.</summary>
    public DomainGuess Domain => new(shape.Domains, [.. guess]);

    /// <summary>The comment last scored, as the classifier read it; valid until the next call.</summary>
    public NormalizedText Text { get; private set; } = null!;

    /// <summary>For each word of the comment last scored that can be reported the sum of <see cref="SpanModel"/>.</summary>
    /// <param name="words">Where the places of these words among the tokens go; room for all tokens.</param>
    /// <param name="sums">Where the sums go, likewise.</param>
    /// <returns>How many words there are.</returns>
    public int SpanSums(Span<int> words, Span<float> sums)
    {
        var own = new float[Math.Min(Text.Tokens.Length, FeatureExtractor.TokenLimit)];
        OwnScores(own);
        var count = 0;
        for (var i = 0; i < own.Length; i++)
        {
            if (SpanModel.Reads(Text.Tokens[i]))
            {
                own[count] = own[i];
                words[count++] = i;
            }
        }

        var width = SpanModel.WidthOf(shape);
        if (spanInputs.Length < count * width)
        {
            spanInputs = new float[count * width];
        }

        SpanModel.Read(own.AsSpan(0, count), spanInputs, width);
        for (var i = 0; i < count; i++)
        {
            var word = spanInputs.AsSpan(i * width, width);
            model.VectorOf(Text.Tokens[words[i]].Hash, word[SpanModel.Scored..]);
            sums[i] = model.Spans.Sum(word);
        }

        return count;
    }

    private void OwnScores(Span<float> own)
    {
        for (var i = 0; i < own.Length; i++)
        {
            own[i] = SpanModel.Usual + entries[i].At(shape.SpanColumn);
        }

        for (var k = 0; k < extractor.Keys.Length; k++)
        {
            var (token, row) = (extractor.TokensOfKeys[k], model.FeatureIndex.Find(extractor.Keys[k]));
            if (row >= 0 && (uint)token < (uint)own.Length)
            {
                own[token] += model.Features.At(row, shape.SpanColumn);
            }
        }
    }

    /// <summary>The network's outputs for a comment; valid until the next call.</summary>
    public ReadOnlySpan<float> Logits(in CommentText comment)
    {
        // What a step reads is asked for one step before, so that the memory answers while something else is worked out.
        var text = Text = normalizer.Normalize(comment.Text, comment.ParentText, comment.Title);
        var tokens = text.Tokens[..Math.Min(text.Tokens.Length, FeatureExtractor.TokenLimit)];
        foreach (ref readonly var token in tokens)
        {
            model.WordIndex.Prefetch(token.Hash);
        }

        extractor.Extract(text, comment.Text);
        SiftKeys();
        ReadWords(text, tokens);
        FindRows();
        Convolve(Math.Min(tokens.Length, WordFlags.TokenLimit));
        SumFeatures();
        Connect();
        return logits;
    }

    /// <summary>Leaves the keys that may be known, with the end of each sentence among them.</summary>
    private void SiftKeys()
    {
        var keys = extractor.Keys;
        if (rows.Length < keys.Length)
        {
            (candidates, rows) = (new ulong[keys.Length * 2], new int[keys.Length * 2]);
        }

        var (from, count) = (0, 0);
        for (var i = 0; i <= extractor.Sentences.Length; i++)
        {
            var end = i < extractor.Sentences.Length ? extractor.Sentences[i].Keys : keys.Length;
            count += model.FeatureIndex.Sift(keys[from..end], candidates.AsSpan(count));
            (from, ends[i]) = (end, count);
        }
    }

    private void ReadWords(NormalizedText text, ReadOnlySpan<Token> tokens)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            ref readonly var token = ref tokens[i];
            entries[i] = cache.Of(text.Text(token), token, spares, i);
            if (i < WordFlags.TokenLimit)
            {
                flags[i] = (byte)WordFlags.Of(token);
            }
        }
    }

    /// <summary>From keys to rows, with the end of each sentence among them.</summary>
    private void FindRows()
    {
        var (from, count) = (0, 0);
        for (var i = 0; i <= extractor.Sentences.Length; i++)
        {
            var found = model.FeatureIndex.FindAll(candidates.AsSpan(from..ends[i]), rows.AsSpan(count));
            (from, ends[i], count) = (ends[i], count + found, count + found);
        }

        model.Features.Prefetch(rows.AsSpan(0, count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumFeatures()
    {
        var sentences = extractor.Sentences;
        Span<float> weights = stackalloc float[sentences.Length];
        Span<int> known = stackalloc int[sentences.Length];
        var (word, row) = (0, 0);
        for (var i = 0; i < sentences.Length; i++)
        {
            var part = parts.AsSpan(i * sum.Length, sum.Length);
            known[i] = Sum(extractor.Words[word..sentences[i].Words], rows.AsSpan(row..ends[i]), part);
            weights[i] = known[i] == 0 ? float.NegativeInfinity : part[sentenceColumn] * FeatureScale.Of(known[i]);
            (word, row) = (sentences[i].Words, ends[i]);
        }

        SentenceWeights.Of(weights);
        float counted = Sum([], rows.AsSpan(row..ends[sentences.Length]), sum);
        for (var i = 0; i < sentences.Length; i++)
        {
            Vectors.AddScaled(sum, parts.AsSpan(i * sum.Length, sum.Length), weights[i]);
            counted += weights[i] * known[i];
        }

        var scale = FeatureScale.Of(counted);
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] *= scale;
        }

        for (var i = 0; i < shape.Embedded; i++)
        {
            inputs[i] = Math.Max(0, sum[shape.Logits + i] + model.Dense.EmbeddedBias[i]);
        }
    }

    /// <summary>Adds up the features of words and the rows of others.</summary>
    /// <returns>How many features they are.</returns>
    private int Sum(ReadOnlySpan<int> words, ReadOnlySpan<int> others, Span<float> total)
    {
        total.Clear();
        var known = others.Length;
        foreach (var word in words)
        {
            entries[word].AddTo(total);
            known += entries[word].Known;
        }

        model.Features.AddTo(others, total);
        return known;
    }

    /// <summary>The strongest response of each filter over all places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Convolve(int count)
    {
        // Empty places on both sides; an empty comment is one empty place.
        var filters = shape.Filters;
        ReadOnlySpan<sbyte> before = silence;
        var here = count == 0 ? silence : ResponsesOf(0);
        strongest.AsSpan().Fill(sbyte.MinValue);
        for (var i = 0; i < Math.Max(count, 1); i++)
        {
            var after = i + 1 < count ? ResponsesOf(i + 1) : silence;
            Layers.RaiseToSum(strongest, before[..filters], here.Slice(filters, filters), after[(2 * filters)..]);
            before = here;
            here = after;
        }

        for (var i = 0; i < filters; i++)
        {
            inputs[shape.Embedded + i] = Math.Max(0, (strongest[i] / WordRows.ResponseUnit) + model.Dense.ConvolutionBias[i]);
        }
    }

    /// <summary>A word's responses; with those of its flags in a buffer of its place.</summary>
    private ReadOnlySpan<sbyte> ResponsesOf(int token)
    {
        if (flags[token] == 0)
        {
            return entries[token].Responses;
        }

        var room = flagged[token] ??= new sbyte[silence.Length];
        Layers.Add(entries[token].Responses, cache.OfFlags(flags[token]), room);
        return room;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Connect()
    {
        model.Dense.HiddenBias.CopyTo(hidden.AsSpan());
        Connect(0, shape.Embedded, featureUnits);
        Connect(shape.Embedded, shape.Inputs, filterUnits);
        Rectify(hidden);

        model.Dense.OutputBias.CopyTo(logits.AsSpan());
        Vectors.Add(logits, sum.AsSpan(0, shape.Logits));
        Layers.Connect(hidden, model.Dense.Output, shape.Logits, used, logits);

        for (var head = 0; head < shape.PooledStart; head++)
        {
            logits[head] += logits[shape.PooledStart + shape.HeadLabels[head]];
        }
    }

    /// <summary>From some inputs to the hidden units that they feed.</summary>
    private void Connect(int from, int to, (int From, int To) units) => Layers.Connect(
        inputs.AsSpan(from..to), model.Dense.Hidden.AsSpan((from * shape.Hidden) + units.From), shape.Hidden, used, hidden.AsSpan(units.From..units.To));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rectify(Span<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Max(0, values[i]);
        }
    }
}
