using Moderation.Features;
using Moderation.Scoring;
using Moderation.Scoring.Networks;
using Moderation.Text;

namespace Moderation.Tests.Scoring;

public sealed class NetworkScorerTests
{
    private const string Text = "You are NOT the first idiot here, are you? All muslims said \"no\".";
    private readonly NetworkModel model = SomeNetwork.Over(Text, "the bus was late");

    [Theory]
    [InlineData(Text)]
    [InlineData("the bus was late")]
    [InlineData("unknown words only")]
    [InlineData("bus")]
    [InlineData("the bus was late. zzz zzz zzz! idiot")]
    [InlineData("")]
    public void The_fast_path_agrees_with_plain_sums(string text)
    {
        var fast = new NetworkScorer(model, new WordCache(model)).Logits(new CommentText(text)).ToArray();
        var plain = PlainLogits(text);
        for (var i = 0; i < fast.Length; i++)
        {
            // A response that lies between two steps may be rounded either way; everything else is the same arithmetic.
            Assert.InRange(fast[i] - plain[i], -0.05f, 0.05f);
        }
    }

    [Fact]
    public void Scoring_again_gives_the_same_number()
    {
        var scorer = new NetworkScorer(model, new WordCache(model));
        var first = scorer.Logits(new CommentText(Text)).ToArray();
        scorer.Logits(new CommentText("the bus was late"));
        Assert.Equal(first, scorer.Logits(new CommentText(Text)).ToArray());
    }

    [Fact]
    public void A_word_outside_the_vocabulary_leaves_nothing_to_the_next_one()
    {
        // "idiotically" shares groups of letters with "idiot"; "bus" in its place is in the vocabulary, "zzz" is nothing at all.
        var scorer = new NetworkScorer(model, new WordCache(model));
        foreach (var text in (string[])["idiotically", "zzz", "bus", "zzz idiotically", "idiotically zzz"])
        {
            var expected = new NetworkScorer(model, new WordCache(model)).Logits(new CommentText(text)).ToArray();
            Assert.Equal(expected, scorer.Logits(new CommentText(text)).ToArray());
        }
    }

    [Fact]
    public void Unknown_words_are_worked_out_in_room_that_is_used_again()
    {
        var scorer = new NetworkScorer(model, new WordCache(model));
        var comment = new CommentText("idiotically zzz");
        scorer.Logits(comment);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            scorer.Logits(comment);
        }

        // An entry of this network takes about 600 bytes; code that is not yet compiled for good may allocate a little.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * 200);
    }

    [Fact]
    public void Many_threads_get_the_same_numbers()
    {
        using var classifier = new NetworkClassifier("some", model);
        var expected = classifier.Assess(new CommentText(Text)).Probabilities;
        Parallel.For(0, 64, _ => Assert.Equal(expected, classifier.Assess(new CommentText(Text)).Probabilities));
    }

    [Fact]
    public void A_file_holds_the_whole_model()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "model.zip");
        NetworkFile.Write(path, model);
        var read = NetworkFile.Read(path);
        using NetworkClassifier before = new("some", model), after = new("some", read);
        Assert.Equal(before.Assess(new CommentText(Text), explain: true).Probabilities, after.Assess(new CommentText(Text), explain: true).Probabilities);
        Assert.Equal(model.Spans.Weights, read.Spans.Weights);
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var (one, two) = (Path.Combine(folder, "1.zip"), Path.Combine(folder, "2.zip"));
        NetworkFile.Write(one, model);
        NetworkFile.Write(two, model);
        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(two));
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused_with_its_cure()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "model.zip");
        File.WriteAllText(path, "no zip");
        var refusal = Assert.Throws<Moderation.Models.ModelRefusedException>(() => NetworkFile.Read(path));
        Assert.Contains("backup", refusal.Message, StringComparison.Ordinal);
    }

    private float[] PlainLogits(string text)
    {
        var shape = model.Shape;
        var normalized = new Normalizer().Normalize(text);
        var sum = PlainSum(normalized, text);
        var inputs = new float[shape.Inputs];
        for (var i = 0; i < shape.Embedded; i++)
        {
            inputs[i] = Math.Max(0, sum[shape.Logits + i] + model.Dense.EmbeddedBias[i]);
        }

        PlainFilters(normalized, inputs);
        var hidden = Layer(inputs, model.Dense.Hidden, model.Dense.HiddenBias).Select(unit => Math.Max(0, unit)).ToArray();
        var logits = Layer(hidden, model.Dense.Output, model.Dense.OutputBias);
        for (var i = 0; i < shape.Logits; i++)
        {
            logits[i] += sum[i];
        }

        for (var head = 0; head < shape.PooledStart; head++)
        {
            logits[head] += logits[shape.PooledStart + shape.HeadLabels[head]];
        }

        return logits;
    }

    private float[] PlainSum(NormalizedText text, string original)
    {
        var extractor = new FeatureExtractor();
        extractor.Extract(text, original);
        var (parts, weights, from) = (new List<(float[] Sum, int Known)>(), new List<float>(), default(SentenceEnd));
        foreach (var end in extractor.Sentences)
        {
            var keys = extractor.Keys[from.Keys..end.Keys].ToArray().ToList();
            var ofWord = new ulong[FeatureExtractor.MaxOfWord];
            foreach (var word in extractor.Words[from.Words..end.Words])
            {
                var token = text.Tokens[word];
                keys.AddRange(ofWord.Take(FeatureExtractor.OfWord(text.Text(token), token, ofWord)));
            }

            var part = Added(keys);
            parts.Add(part);
            weights.Add(part.Known == 0 ? float.NegativeInfinity : part.Sum[model.Shape.SentenceColumn] / MathF.Sqrt(Math.Max(part.Known, 4)));
            from = end;
        }

        var most = weights.Where(float.IsFinite).Append(float.MinValue).Max();
        parts.Add(Added(extractor.Keys[from.Keys..].ToArray()));
        weights = [.. weights.Select(weight => 0.15f + (0.85f * MathF.Exp(3 * (weight - most)))), 1];
        var counted = parts.Zip(weights).Sum(pair => pair.First.Known * pair.Second);
        return [.. Enumerable.Range(0, model.Shape.Columns).Select(i => parts.Zip(weights).Sum(pair => pair.First.Sum[i] * pair.Second) / MathF.Sqrt(Math.Max(counted, 4)))];
    }

    private (float[] Sum, int Known) Added(IEnumerable<ulong> keys)
    {
        int[] rows = [.. keys.Select(key => Array.IndexOf(model.FeatureKeys, key)).Where(row => row >= 0)];
        return ([.. Enumerable.Range(0, model.Shape.Columns).Select(i => rows.Sum(row => model.Features.At(row, i)))], rows.Length);
    }

    private void PlainFilters(NormalizedText text, float[] inputs)
    {
        var shape = model.Shape;
        var (words, flags) = (new List<float[]> { new float[shape.Dimensions] }, new List<float[]> { new float[shape.Dimensions] });
        foreach (var token in text.Tokens)
        {
            var (word, set) = (Array.IndexOf(model.WordKeys, token.Hash), WordFlags.Of(token));
            words.Add([.. Enumerable.Range(0, shape.Dimensions).Select(i => word < 0 ? 0 : model.Words.At(word, i))]);
            flags.Add([.. Enumerable.Range(0, shape.Dimensions).Select(i =>
                Enumerable.Range(0, NetworkShape.Flags).Where(flag => (set >> flag & 1) != 0).Sum(flag => model.Dense.FlagVectors[(flag * shape.Dimensions) + i]))]);
        }

        words.AddRange([new float[shape.Dimensions], new float[shape.Dimensions]]);
        flags.AddRange([new float[shape.Dimensions], new float[shape.Dimensions]]);
        for (var filter = 0; filter < shape.Filters; filter++)
        {
            inputs[shape.Embedded + filter] = Math.Max(0, Enumerable.Range(0, Math.Max(1, text.Tokens.Length)).Max(place =>
                model.Dense.ConvolutionBias[filter] + Enumerable.Range(0, NetworkShape.Window).Sum(offset =>
                    PlainResponse(words[place + offset], offset, filter) + PlainResponse(flags[place + offset], offset, filter))));
        }
    }

    /// <summary>In steps of 1/32, as responses are kept.</summary>
    private float PlainResponse(float[] vector, int offset, int filter) =>
        MathF.Round(32 * Enumerable.Range(0, vector.Length).Sum(i =>
            vector[i] * model.Dense.Convolution[(((offset * vector.Length) + i) * model.Shape.Filters) + filter])) / 32;

    private static float[] Layer(float[] inputs, float[] weights, float[] biases)
    {
        var outputs = biases.ToArray();
        for (var i = 0; i < inputs.Length; i++)
        {
            for (var j = 0; j < outputs.Length; j++)
            {
                outputs[j] += inputs[i] * weights[(i * outputs.Length) + j];
            }
        }

        return outputs;
    }
}
