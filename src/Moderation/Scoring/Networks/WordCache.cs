using Moderation.Text;

namespace Moderation.Scoring.Networks;

/// <summary>
/// The entries of the most frequent words, filled as they are met: a start costs nothing and rare words no memory. Two threads
/// that meet a word at once both work it out, and the same; either result may stay.
/// </summary>
public sealed class WordCache(NetworkModel model)
{
    /// <summary>So many words are kept, at about 1.6 KB each.</summary>
    private const int Kept = 32_000;

    private readonly WordEntry?[] entries = new WordEntry?[Math.Min(Kept, model.WordKeys.Length)];

    private readonly short[]?[] flagResponses = new short[]?[1 << NetworkShape.Flags];

    /// <summary>Filter responses of a combination of flags.</summary>
    internal short[] OfFlags(int flags)
    {
        var responses = Volatile.Read(ref flagResponses[flags]);
        if (responses is null)
        {
            responses = OfFlags(model, flags);
            Volatile.Write(ref flagResponses[flags], responses);
        }

        return responses;
    }

    /// <summary>The entry of a token.</summary>
    /// <param name="canonical">Its canonical text.</param>
    /// <param name="token">The token.</param>
    /// <param name="spare">Filled and returned for a word that is not kept; made where it is null, so that it can be used again.</param>
    internal WordEntry Of(ReadOnlySpan<char> canonical, in Token token, ref WordEntry? spare)
    {
        var word = model.WordIndex.Find(token.Hash);
        if ((uint)word >= (uint)entries.Length)
        {
            spare ??= new WordEntry(model.Shape);
            spare.Fill(model, canonical, token, word);
            return spare;
        }

        var entry = Volatile.Read(ref entries[word]);
        if (entry is null)
        {
            entry = new WordEntry(model.Shape);
            entry.Fill(model, canonical, token, word);
            Volatile.Write(ref entries[word], entry);
        }

        return entry;
    }

    private static short[] OfFlags(NetworkModel model, int flags)
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

        var responses = new short[NetworkShape.Window * model.Shape.Filters];
        WordEntry.Respond(model, vector, responses);
        return responses;
    }
}
