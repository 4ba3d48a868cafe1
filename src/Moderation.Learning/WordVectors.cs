using System.Text;
using Moderation.Text;

namespace Moderation.Learning;

/// <summary>
/// Word vectors to begin from (<c>training-data/word-vectors.bin</c>): published GloVe vectors, turned to their strongest
/// directions and kept in eight bits. They let a network know words that the labelled comments hold seldom or never.
/// </summary>
public sealed class WordVectors
{
    private readonly Dictionary<ulong, int> places = [];
    private readonly sbyte[] weights;
    private readonly float[] scales;

    private WordVectors(string[] words, int dimensions, sbyte[] weights, float[] scales)
    {
        (Dimensions, this.weights, this.scales) = (dimensions, weights, scales);
        for (var i = 0; i < words.Length; i++)
        {
            places.TryAdd(TextHash.Of(words[i]), i);
        }
    }

    /// <summary>Numbers a word.</summary>
    public int Dimensions { get; }

    /// <summary>Hashes of the words, most frequent first.</summary>
    public IReadOnlyCollection<ulong> Words => places.Keys;

    /// <summary>The vector of a word cut to a width, or null where the word is unknown.</summary>
    public float[]? Of(ulong word, int width)
    {
        if (!places.TryGetValue(word, out var place))
        {
            return null;
        }

        var vector = new float[width];
        for (var i = 0; i < Math.Min(width, Dimensions); i++)
        {
            vector[i] = weights[(place * Dimensions) + i] * scales[place];
        }

        return vector;
    }

    /// <summary>Reads the file.</summary>
    public static WordVectors Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path), Encoding.UTF8);
        var (count, dimensions) = (reader.ReadInt32(), reader.ReadInt32());
        var words = new string[count];
        for (var i = 0; i < count; i++)
        {
            words[i] = reader.ReadString();
        }

        var scales = new float[count];
        reader.BaseStream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(scales.AsSpan()));
        var weights = new sbyte[count * dimensions];
        reader.BaseStream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(weights.AsSpan()));
        return new WordVectors(words, dimensions, weights, scales);
    }

    /// <summary>Writes the file.</summary>
    /// <param name="path">Where.</param>
    /// <param name="words">The words, most frequent first, and their vectors, all of one length.</param>
    public static void Write(string path, IReadOnlyList<(string Word, float[] Vector)> words)
    {
        using var writer = new BinaryWriter(File.Create(path), Encoding.UTF8);
        writer.Write(words.Count);
        writer.Write(words[0].Vector.Length);
        foreach (var (word, _) in words)
        {
            writer.Write(word);
        }

        var scales = words.Select(word => Math.Max(1e-6f, word.Vector.Max(Math.Abs)) / 127).ToArray();
        foreach (var scale in scales)
        {
            writer.Write(scale);
        }

        for (var i = 0; i < words.Count; i++)
        {
            foreach (var weight in words[i].Vector)
            {
                writer.Write((sbyte)MathF.Round(weight / scales[i]));
            }
        }
    }
}
