using Moderation.Text;

namespace Moderation.Scoring.Networks;

/// <summary>
/// Which words of a comment are the abusive ones: a sum over a word's own score (a column of the feature table), its neighbours', how
/// it stands among the others of its comment, and its vector. Readers mark what is worst in a comment, so the same word is marked in one and not in
/// another. Learnt from stretches that readers marked.
/// </summary>
/// <param name="Weights">A weight for each input of a word (see <see cref="WidthOf"/>), then the bias.</param>
/// <param name="Threshold">The sum at or above which a word is reported.</param>
public sealed record SpanModel(float[] Weights, float Threshold)
{
    /// <summary>So many inputs of a word are about scores; its vector follows.</summary>
    public const int Scored = 14;

    /// <summary>Log-odds of a word of which nothing is known; part of each word's own score.</summary>
    public const float Usual = -3;

    /// <summary>The score of the word before the first and after the last.</summary>
    private const float Outside = -5;

    /// <summary>From here down words are all alike.</summary>
    private const float Low = -1;

    /// <summary>A model that reports nothing.</summary>
    public static SpanModel Silent { get; } = new([0], float.PositiveInfinity);

    /// <summary>How many inputs a word has in a network.</summary>
    public static int WidthOf(NetworkShape shape) => Scored + shape.Dimensions;

    /// <summary>Whether a token is a word that can be reported. Marks and numbers are not; they stand inside a stretch at most.</summary>
    public static bool Reads(in Token token) => token.Kind is TokenKind.Word or TokenKind.Emoji && token.End > token.Begin;

    /// <summary>The inputs about scores of all words of a comment.</summary>
    /// <param name="own">The own scores of its words, in order.</param>
    /// <param name="inputs">Where they go, word by word.</param>
    /// <param name="width">How many inputs a word has; those behind the first <see cref="Scored"/> are left as they are.</param>
    public static void Read(ReadOnlySpan<float> own, Span<float> inputs, int width)
    {
        var (most, near, sum) = (float.NegativeInfinity, 0, 0f);
        foreach (var score in own)
        {
            most = Math.Max(most, score);
            sum += 1 / (1 + MathF.Exp(-score));
        }

        foreach (var score in own)
        {
            near += score > most + Low ? 1 : 0;
        }

        for (var i = 0; i < own.Length; i++)
        {
            var (before, after, behind) = (At(own, i - 1), At(own, i + 1), own[i] - most);
            ReadOnlySpan<float> word =
            [
                own[i], At(own, i - 2), before, after, At(own, i + 2), behind, most,
                MathF.Log(own.Length), MathF.Log(near), MathF.Log(sum),
                Math.Max(own[i], Low), Math.Max(behind, Low), Math.Max(before - most, Low), Math.Max(after - most, Low),
            ];
            word.CopyTo(inputs[(i * width)..]);
        }
    }

    /// <summary>The sum for a word.</summary>
    /// <param name="inputs">Its inputs.</param>
    public float Sum(ReadOnlySpan<float> inputs)
    {
        var sum = Weights[^1];
        for (var i = 0; i < Weights.Length - 1; i++)
        {
            sum += Weights[i] * inputs[i];
        }

        return sum;
    }

    private static float At(ReadOnlySpan<float> own, int word) => (uint)word < (uint)own.Length ? own[word] : Outside;
}
