using Moderation.Scoring.Networks;

namespace Moderation.Learning.Spans;

/// <summary>A comment for the second step: its words, and the inputs of each.</summary>
/// <param name="Comment">What readers marked.</param>
/// <param name="Words">Where its words are.</param>
/// <param name="Inputs">Word by word: as <see cref="SpanModel.Read"/> gives them, then the word's vector.</param>
internal sealed record SpanRow(MarkedComment Comment, (int Begin, int End)[] Words, float[] Inputs)
{
    /// <summary>The inputs of a word.</summary>
    public ReadOnlySpan<float> Of(int word) => Inputs.AsSpan(word * Width, Width);

    private int Width => Inputs.Length / Words.Length;
}

/// <summary>
/// Learns the weights of a <see cref="SpanModel"/> for what counts in the end: the mean over comments of character F1, with each word
/// reported by its probability instead of all or nothing (Adam). A logistic regression word by word is worse by half a hundredth.
/// </summary>
internal static class SpanWeights
{
    private const int Passes = 30;
    private const int Batch = 64;
    private const float Rate = 0.05f;

    /// <summary>Learns weights and threshold.</summary>
    /// <param name="rows">Comments; those without a mark say only when to be silent and are not learnt from.</param>
    public static SpanModel Fit(IReadOnlyList<SpanRow> rows)
    {
        Comment[] comments = [.. rows.Where(row => row.Words.Length > 0).Select(Comment.Of).Where(comment => comment.Total > 0)];
        if (comments.Length == 0)
        {
            return SpanModel.Silent;
        }

        var model = new SpanModel(Weights(comments), 0);
        var scored = rows.Select(row => (row.Comment, Words: Scored(model, row))).ToArray();
        return model with { Threshold = Enumerable.Range(-30, 61).Select(step => step / 10f).MaxBy(threshold => scored.Average(row => F1(row.Comment, row.Words, threshold))) };
    }

    private static float[] Weights(Comment[] comments)
    {
        var weights = new float[comments[0].Row.Of(0).Length + 1];
        var (gradient, first, second) = (new float[weights.Length], new float[weights.Length], new float[weights.Length]);
        (weights[0], weights[^1]) = (1, 1);
        var random = new Random(1);
        var (step, steps) = (0, Passes * ((comments.Length + Batch - 1) / Batch));
        for (var pass = 0; pass < Passes; pass++)
        {
            random.Shuffle(comments);
            foreach (var batch in comments.Chunk(Batch))
            {
                Array.Clear(gradient);
                foreach (var comment in batch)
                {
                    comment.AddGradient(weights, gradient);
                }

                Step(weights, gradient, first, second, ++step, Rate * (1 - ((float)step / (steps + 1))));
            }
        }

        return weights;
    }

    private static void Step(float[] weights, float[] gradient, float[] first, float[] second, int step, float rate)
    {
        var (correctFirst, correctSecond) = (1 - MathF.Pow(0.9f, step), 1 - MathF.Pow(0.999f, step));
        for (var i = 0; i < weights.Length; i++)
        {
            first[i] = (0.9f * first[i]) + (0.1f * gradient[i]);
            second[i] = (0.999f * second[i]) + (0.001f * gradient[i] * gradient[i]);
            weights[i] += rate * (first[i] / correctFirst) / (MathF.Sqrt(second[i] / correctSecond) + 1e-8f);
        }
    }

    private static (int Begin, int End, float Sum)[] Scored(SpanModel model, SpanRow row) =>
        [.. row.Words.Select((word, i) => (word.Begin, word.End, model.Sum(row.Of(i))))];

    private static double F1(MarkedComment comment, (int Begin, int End, float Sum)[] words, float threshold) =>
        comment.F1(Stretches.Merge([.. words.Where(word => word.Sum >= threshold).Select(word => (word.Begin, word.End))], comment.Example.Text));

    /// <summary>A comment as F1 sees it: for each word its length and how much of it is marked, in characters.</summary>
    private sealed record Comment(SpanRow Row, float[] Lengths, float[] Marked, float Total)
    {
        public static Comment Of(SpanRow row) => new(
            row,
            [.. row.Words.Select(word => (float)(word.End - word.Begin))],
            [.. row.Words.Select(word => (float)row.Comment.Marked.AsSpan(word.Begin, word.End - word.Begin).Count(true))],
            row.Comment.Marked.Count(marked => marked));

        /// <summary>Adds by how much the comment's F1 grows with each weight.</summary>
        public void AddGradient(float[] weights, float[] gradient)
        {
            var model = new SpanModel(weights, 0);
            Span<float> said = new float[Lengths.Length];
            var (both, size) = (0f, Total);
            for (var i = 0; i < said.Length; i++)
            {
                said[i] = 1 / (1 + MathF.Exp(-model.Sum(Row.Of(i))));
                both += said[i] * Marked[i];
                size += said[i] * Lengths[i];
            }

            for (var i = 0; i < said.Length; i++)
            {
                var slope = 2 * (Marked[i] - (both / size * Lengths[i])) / size * said[i] * (1 - said[i]);
                var inputs = Row.Of(i);
                for (var k = 0; k < inputs.Length; k++)
                {
                    gradient[k] += slope * inputs[k];
                }

                gradient[^1] += slope;
            }
        }
    }
}
