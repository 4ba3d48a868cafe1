using Moderation.Text;

namespace Moderation.Scoring.Networks;

/// <summary>
/// The most frequent words, filled as they are met: a start costs nothing and rare words no memory. Two threads that meet a word at once
/// both work it out, and the same.
/// </summary>
public sealed class WordCache(NetworkModel model)
{
    /// <summary>So many words are kept, at about 0.8 KB each.</summary>
    private const int Kept = 32_000;

    private readonly WordRows kept = new(model, Math.Min(Kept, model.WordKeys.Length));

    private readonly sbyte[]?[] flagResponses = new sbyte[]?[1 << NetworkShape.Flags];

    /// <summary>Filter responses of a combination of flags.</summary>
    internal sbyte[] OfFlags(int flags)
    {
        var responses = Volatile.Read(ref flagResponses[flags]);
        if (responses is null)
        {
            responses = OfFlags(model, flags);
            Volatile.Write(ref flagResponses[flags], responses);
        }

        return responses;
    }

    /// <summary>The entry of a token; what it holds is on its way from memory.</summary>
    /// <param name="canonical">Its canonical text.</param>
    /// <param name="token">The token.</param>
    /// <param name="spares">Filled for a word that is not kept.</param>
    /// <param name="spare">The place there.</param>
    internal WordEntry Of(ReadOnlySpan<char> canonical, in Token token, WordRows spares, int spare)
    {
        var word = model.WordIndex.Find(token.Hash);
        if ((uint)word >= (uint)kept.Count)
        {
            spares.Fill(spare, canonical, token, word);
            return new WordEntry(spares, spare);
        }

        kept.Prefetch(word);
        if (!kept.IsFilled(word))
        {
            kept.Fill(word, canonical, token, word);
        }

        return new WordEntry(kept, word);
    }

    private static sbyte[] OfFlags(NetworkModel model, int flags)
    {
        var dimensions = model.Shape.Dimensions;
        Span<float> vector = stackalloc float[dimensions];
        vector.Clear();
        for (var flag = 0; flag < NetworkShape.Flags; flag++)
        {
            if ((flags >> flag & 1) != 0)
            {
                Vectors.Add(vector, model.Dense.FlagVectors.AsSpan(flag * dimensions, dimensions));
            }
        }

        var responses = new sbyte[NetworkShape.Window * model.Shape.Filters];
        WordRows.Respond(model, vector, responses);
        return responses;
    }
}
