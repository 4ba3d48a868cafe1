using Moderation.Features;
using Moderation.Text;

namespace Moderation.Scoring.Linear;

/// <summary>Adds up a linear model's weights for a comment. Not thread-safe: it holds its buffers, so that a call allocates nothing.</summary>
/// <param name="model">The weights.</param>
public sealed class LinearScorer(LinearModel model)
{
    private readonly Normalizer normalizer = new();
    private readonly FeatureExtractor extractor = new();
    private ulong[] candidates = new ulong[FeatureExtractor.MaxOfWord];
    private int[] rows = new int[FeatureExtractor.MaxOfWord];

    /// <summary>Writes a raw score a label.</summary>
    /// <param name="comment">The comment with its context.</param>
    /// <param name="raw">Where they go: one for each label of the taxonomy, as log-odds before calibration.</param>
    public void Score(in CommentText comment, Span<float> raw)
    {
        var text = normalizer.Normalize(comment.Text, comment.ParentText, comment.Title);
        extractor.Extract(text, comment.Text);
        raw.Clear();
        var known = Add(extractor.Keys, raw);
        Span<ulong> ofWord = stackalloc ulong[FeatureExtractor.MaxOfWord];
        foreach (var word in extractor.Words)
        {
            ref readonly var token = ref text.Tokens[word];
            known += Add(ofWord[..FeatureExtractor.OfWord(text.Text(token), token, ofWord)], raw);
        }

        var scale = FeatureScale.Of(known);
        for (var label = 0; label < raw.Length; label++)
        {
            raw[label] = model.Biases[label] + (raw[label] * scale);
        }
    }

    private int Add(ReadOnlySpan<ulong> keys, Span<float> raw)
    {
        if (rows.Length < keys.Length)
        {
            (candidates, rows) = (new ulong[keys.Length * 2], new int[keys.Length * 2]);
        }

        var known = model.Index.FindAll(candidates.AsSpan(0, model.Index.Sift(keys, candidates)), rows);
        foreach (var row in rows.AsSpan(0, known))
        {
            var weights = model.Weights.AsSpan(row * raw.Length, raw.Length);
            for (var label = 0; label < raw.Length; label++)
            {
                raw[label] += weights[label];
            }
        }

        return known;
    }
}
