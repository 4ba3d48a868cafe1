using System.Runtime.CompilerServices;

namespace Moderation.Text;

/// <summary>
/// The 64-bit hash of canonical text. It is part of the model format: models are tables indexed by it, so it never changes
/// while <see cref="Normalizer.Version"/> stays the same.
/// </summary>
public static class TextHash
{
    internal const ulong Seed = 0xCBF29CE484222325;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    /// <summary>The hash of a whole text.</summary>
    /// <remarks>Compiled fully at once: the tables hash a megabyte at the start, before the runtime would think it worth it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Of(ReadOnlySpan<char> text) => Finish(Add(Seed, text));

    /// <summary>The state of a hash with more text behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Add(ulong hash, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            hash = Add(hash, c);
        }

        return hash;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Add(ulong hash, char c) => (hash ^ c) * Multiplier;

    // The last letters reach only the high half by multiplication; folding brings them down to the bits that tables use.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Finish(ulong hash)
    {
        hash ^= hash >> 32;
        hash *= 0xD6E8FEB86659FD93;
        return hash ^ (hash >> 29);
    }
}
