using Moderation.Features;
using Moderation.Learning.Datasets;
using Moderation.Learning.Networks;
using Moderation.Scoring.Networks;
using Moderation.Text;

namespace Moderation.Learning.Spans;

/// <summary>
/// Learns which words of a comment readers would mark, in two steps: a word's own score from its features, then how it stands among the
/// others of its comment, and what its vector says. The second learns on scores that were given before a comment was learnt from.
/// </summary>
internal sealed class SpanTraining
{
    private const int Folds = 5;
    private readonly Vocabulary vocabulary;
    private readonly List<ReadComment> comments;
    private readonly float[] column;

    /// <param name="vocabulary">The features that the network knows.</param>
    /// <param name="marked">Comments with stretches that readers marked; those of the test part are left out.</param>
    public SpanTraining(Vocabulary vocabulary, IEnumerable<MarkedComment> marked)
    {
        this.vocabulary = vocabulary;
        var (normalizer, extractor) = (new Normalizer(), new FeatureExtractor());
        comments = [.. marked
            .Where(comment => comment.Example.Part != Part.Test && comment.Shares.Any(share => share > 0))
            .Select(comment => new ReadComment(comment, Words(normalizer, extractor, comment)))];
        column = Column(comments.Where(IsTrain));
    }

    /// <summary>Fills the span column of the feature table.</summary>
    public void FillColumn(NetworkState state)
    {
        for (var feature = 0; feature < column.Length; feature++)
        {
            state.FeatureColumn(feature, state.Shape.SpanColumn) = column[feature];
        }
    }

    /// <summary>Learns the second step; silent where there is nothing to learn from.</summary>
    /// <param name="model">The network, for its words' vectors.</param>
    public SpanModel Fit(NetworkModel model) => comments.Count == 0 ? SpanModel.Silent : SpanWeights.Fit(Rows(model));

    private static bool IsTrain(ReadComment comment) => comment.Marked.Example.Part == Part.Train;

    private List<SpanRow> Rows(NetworkModel model)
    {
        var rows = comments.Where(comment => !IsTrain(comment)).Select(comment => Row(model, comment, column)).ToList();
        ReadComment[] train = [.. comments.Where(IsTrain)];
        for (var fold = 0; fold < Folds; fold++)
        {
            var others = Column(train.Where((_, i) => i % Folds != fold));
            rows.AddRange(train.Where((_, i) => i % Folds == fold).Select(comment => Row(model, comment, others)));
        }

        return rows;
    }

    private static SpanRow Row(NetworkModel model, ReadComment comment, float[] column)
    {
        var own = Array.ConvertAll(comment.Words, word => OwnScore(word, column));
        var width = SpanModel.WidthOf(model.Shape);
        var inputs = new float[own.Length * width];
        SpanModel.Read(own, inputs, width);
        for (var i = 0; i < own.Length; i++)
        {
            model.VectorOf(comment.Words[i].Hash, inputs.AsSpan((i * width) + SpanModel.Scored, model.Shape.Dimensions));
        }

        return new SpanRow(comment.Marked.AmongMarkers, Array.ConvertAll(comment.Words, word => (word.Begin, word.End)), inputs);
    }

    private static float OwnScore(in MarkedWord word, float[] column)
    {
        var score = SpanModel.Usual;
        foreach (var feature in word.Features)
        {
            score += column[feature];
        }

        return score;
    }

    /// <summary>A logistic regression of a word on the features that end at it (Adagrad). The share of readers is learnt as a share.</summary>
    private float[] Column(IEnumerable<ReadComment> comments)
    {
        const int Passes = 3;
        const float Rate = 0.05f;
        const float FirstSquare = 0.5f;
        var (weights, squares) = (new float[vocabulary.FeatureKeys.Length], new float[vocabulary.FeatureKeys.Length]);
        Array.Fill(squares, FirstSquare);
        var words = comments.SelectMany(comment => comment.Words).ToArray();
        new Random(1).Shuffle(words);
        for (var pass = 0; pass < Passes; pass++)
        {
            foreach (var word in words)
            {
                var slope = (1 / (1 + MathF.Exp(-OwnScore(word, weights)))) - word.Share;
                foreach (var feature in word.Features)
                {
                    squares[feature] += slope * slope;
                    weights[feature] -= Rate * slope / MathF.Sqrt(squares[feature]);
                }
            }
        }

        return weights;
    }

    private MarkedWord[] Words(Normalizer normalizer, FeatureExtractor extractor, MarkedComment comment)
    {
        var text = normalizer.Normalize(comment.Example.Text, comment.Example.Parent, comment.Example.Title);
        extractor.Extract(text, comment.Example.Text);
        var tokens = text.Tokens[..Math.Min(text.Tokens.Length, FeatureExtractor.TokenLimit)];
        var features = new List<int>[tokens.Length];
        Span<ulong> keys = stackalloc ulong[FeatureExtractor.MaxOfWord];
        for (var i = 0; i < tokens.Length; i++)
        {
            features[i] = [];
            Keep(keys[..FeatureExtractor.OfWord(text.Text(tokens[i]), tokens[i], keys)], features[i]);
        }

        for (var k = 0; k < extractor.Keys.Length; k++)
        {
            if (extractor.TokensOfKeys[k] is >= 0 and var token && token < features.Length)
            {
                Keep(extractor.Keys.Slice(k, 1), features[token]);
            }
        }

        var words = new List<MarkedWord>(features.Length);
        for (var i = 0; i < features.Length; i++)
        {
            if (SpanModel.Reads(tokens[i]))
            {
                words.Add(new MarkedWord(tokens[i].Begin, tokens[i].End, tokens[i].Hash, [.. features[i]], comment.Shares[tokens[i].Begin..tokens[i].End].Average()));
            }
        }

        return [.. words];
    }

    private void Keep(ReadOnlySpan<ulong> keys, List<int> features)
    {
        foreach (var key in keys)
        {
            if (vocabulary.FeatureRow(key) is >= 0 and var row)
            {
                features.Add(row);
            }
        }
    }

    private sealed record ReadComment(MarkedComment Marked, MarkedWord[] Words);

    private readonly record struct MarkedWord(int Begin, int End, ulong Hash, int[] Features, float Share);
}
