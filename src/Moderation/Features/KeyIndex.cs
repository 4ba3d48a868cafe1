using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Moderation.Text;

namespace Moderation.Features;

/// <summary>
/// From keys to row numbers: open addressing over 32-bit fingerprints, one cache line a look-up. Immutable once built, so any
/// number of threads may read it. A key outside the table meets a fingerprint by chance once in about two billion look-ups.
/// </summary>
public sealed class KeyIndex
{
    private readonly Slot[] slots;
    private readonly int mask;

    // Half of the keys of a comment are unknown. Six bits a key fit the fast caches and answer five of six of those.
    private readonly BitFilter filter;

    /// <param name="keys">The keys in the order of their rows: the first is row 0.</param>
    public KeyIndex(ReadOnlySpan<ulong> keys)
    {
        var size = 16;
        while (size < keys.Length * 2)
        {
            size *= 2;
        }

        slots = new Slot[size];
        mask = size - 1;
        filter = new BitFilter(Math.Max(6, BitOperations.Log2((uint)size) + 1));
        for (var row = 0; row < keys.Length; row++)
        {
            var slot = (int)keys[row] & mask;
            while (slots[slot].Row != 0)
            {
                slot = (slot + 1) & mask;
            }

            filter.Add(keys[row]);
            slots[slot] = new Slot((uint)(keys[row] >> 32), row + 1);
        }
    }

    /// <summary>The row of a key, or -1.</summary>
    public int Find(ulong key)
    {
        var fingerprint = (uint)(key >> 32);
        ref var first = ref MemoryMarshal.GetArrayDataReference(slots);
        for (var slot = (int)key & mask; ; slot = (slot + 1) & mask)
        {
            var entry = Unsafe.Add(ref first, slot);
            if (entry.Row == 0)
            {
                return -1;
            }

            if (entry.Fingerprint == fingerprint)
            {
                return entry.Row - 1;
            }
        }
    }

    /// <summary>
    /// Those keys that may be known, in their order; what <see cref="FindAll"/> of them reads is on its way from memory, so that it answers
    /// many at once.
    /// </summary>
    /// <param name="keys">The keys.</param>
    /// <param name="candidates">Where they go; at least as long, and it may be the same.</param>
    /// <returns>How many they are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Sift(ReadOnlySpan<ulong> keys, Span<ulong> candidates)
    {
        var count = 0;
        foreach (var key in keys)
        {
            candidates[count] = key;
            count += filter.MayHold(key) ? 1 : 0;
        }

        foreach (var key in candidates[..count])
        {
            Prefetch(key);
        }

        return count;
    }

    /// <summary>The rows of those keys that are known, in their order.</summary>
    /// <param name="keys">The keys, best those that <see cref="Sift"/> left.</param>
    /// <param name="rows">Where the rows go; at least as long.</param>
    /// <returns>How many are known.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int FindAll(ReadOnlySpan<ulong> keys, Span<int> rows)
    {
        var count = 0;
        foreach (var key in keys)
        {
            if (Find(key) is >= 0 and var row)
            {
                rows[count++] = row;
            }
        }

        return count;
    }

    /// <summary>Asks for the cache line that <see cref="Find"/> of this key begins in, without waiting for it.</summary>
    public unsafe void Prefetch(ulong key)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(slots), (int)key & mask)));
        }
    }

    private readonly record struct Slot(uint Fingerprint, int Row);
}
