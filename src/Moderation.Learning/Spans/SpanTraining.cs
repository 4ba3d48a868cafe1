using Moderation.Features;
using Moderation.Learning.Datasets;
using Moderation.Learning.Networks;
using Moderation.Scoring;
using Moderation.Scoring.Networks;
using Moderation.Text;

namespace Moderation.Learning.Spans;

/// <summary>Learns which words of a comment readers would mark.</summary>
internal static class SpanTraining
{
    private const int Passes = 2;
    private const float Rate = 0.05f;
    private const float FirstSquare = 0.5f;
    private const float L2 = 0.1f;

    /// <summary>Fills the span column of the feature table: a logistic regression of a word on the features that end at it (Adagrad).</summary>
    public static void FillColumn(NetworkState state, Vocabulary vocabulary, IReadOnlyList<MarkedComment> comments)
    {
        var (column, bias, biasSquare) = (state.Shape.SpanColumn, -3f, FirstSquare);
        var squares = new float[vocabulary.FeatureKeys.Length];
        Array.Fill(squares, FirstSquare);
        var words = comments.SelectMany(comment => Words(vocabulary, comment)).ToArray();
        new Random(1).Shuffle(words);
        for (var pass = 0; pass < Passes; pass++)
        {
            foreach (var (features, marked) in words)
            {
                var logit = bias;
                foreach (var feature in features)
                {
                    logit += state.FeatureColumn(feature, column);
                }

                var slope = (1 / (1 + MathF.Exp(-logit))) - marked;
                biasSquare += slope * slope;
                bias -= Rate * slope / MathF.Sqrt(biasSquare);
                foreach (var feature in features)
                {
                    squares[feature] += slope * slope;
                    state.FeatureColumn(feature, column) -= Rate * slope / MathF.Sqrt(squares[feature]);
                }
            }
        }
    }

    /// <summary>Learns the last step on comments that neither the network nor the column has seen, and its threshold.</summary>
    public static SpanModel Fit(NetworkModel model, IReadOnlyList<MarkedComment> comments)
    {
        var read = comments.Select(comment => (Comment: comment, Words: Inputs(model, comment))).ToArray();
        var rows = read.SelectMany(comment => comment.Words.Select(word => (word.Inputs, word.Marked, 1f))).ToArray();
        var weights = CombinerTrainer.Fit(rows, SpanModel.Width, L2);
        var unset = new SpanModel(weights, 0);
        var scored = read.Select(comment => (comment.Comment, comment.Words.Select(word => (word.Begin, word.End, unset.LogOdds(word.Inputs))).ToArray())).ToArray();
        var best = Enumerable.Range(-30, 50).Select(step => step / 10f).MaxBy(threshold => scored.Average(comment => F1(comment.Comment, comment.Item2, threshold) + F1(comment.Comment.AmongMarkers, comment.Item2, threshold)));
        return new SpanModel(weights, best);
    }

    private static double F1(MarkedComment comment, (int Begin, int End, float LogOdds)[] words, float threshold) =>
        comment.F1(Stretches.Merge([.. words.Where(word => word.LogOdds >= threshold).Select(word => (word.Begin, word.End))], comment.Example.Text));

    private static List<(int Begin, int End, float[] Inputs, float Marked)> Inputs(NetworkModel model, MarkedComment comment)
    {
        var scorer = new NetworkScorer(model, new WordCache(model));
        var raw = new float[Labels.LabelNames.All.Count];
        scorer.Score(new CommentText(comment.Example.Text, comment.Example.Parent, comment.Example.Title), raw);
        var inputs = new float[FeatureExtractor.TokenLimit * SpanModel.Width];
        var count = scorer.SpanInputs(raw, inputs);
        var words = new List<(int Begin, int End, float[] Inputs, float Marked)>(count);
        for (var i = 0; i < count; i++)
        {
            var token = scorer.Text.Tokens[i];
            words.Add((token.Begin, token.End, inputs.AsSpan(i * SpanModel.Width, SpanModel.Width).ToArray(), Marked(comment, token)));
        }

        return words;
    }

    private static List<(int[] Features, float Marked)> Words(Vocabulary vocabulary, MarkedComment comment)
    {
        var (normalizer, extractor) = (new Normalizer(), new FeatureExtractor());
        var text = normalizer.Normalize(comment.Example.Text, comment.Example.Parent, comment.Example.Title);
        extractor.Extract(text, comment.Example.Text);
        var tokens = text.Tokens[..Math.Min(text.Tokens.Length, FeatureExtractor.TokenLimit)];
        var features = new List<int>[tokens.Length];
        Span<ulong> keys = stackalloc ulong[FeatureExtractor.MaxOfWord];
        for (var i = 0; i < tokens.Length; i++)
        {
            features[i] = [];
            foreach (var key in keys[..FeatureExtractor.OfWord(text.Text(tokens[i]), tokens[i], keys)])
            {
                Keep(vocabulary, key, features[i]);
            }
        }

        for (var k = 0; k < extractor.Keys.Length; k++)
        {
            if (extractor.TokensOfKeys[k] is >= 0 and var token && token < features.Length)
            {
                Keep(vocabulary, extractor.Keys[k], features[token]);
            }
        }

        var words = new List<(int[] Features, float Marked)>(features.Length);
        for (var i = 0; i < features.Length; i++)
        {
            words.Add(([.. features[i]], Marked(comment, tokens[i])));
        }

        return words;
    }

    private static void Keep(Vocabulary vocabulary, ulong key, List<int> features)
    {
        if (vocabulary.FeatureRow(key) is >= 0 and var row)
        {
            features.Add(row);
        }
    }

    private static float Marked(MarkedComment comment, in Token token) =>
        token.End > token.Begin && comment.Marked.AsSpan(token.Begin, token.End - token.Begin).Count(true) * 2 > token.End - token.Begin ? 1 : 0;
}
