using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Moderation.Features;

/// <summary>
/// From keys to row numbers: open addressing over 32-bit fingerprints, one cache line a look-up. Immutable once built, so any
/// number of threads may read it. A key outside the table meets a fingerprint by chance once in about two billion look-ups.
/// </summary>
public sealed class KeyIndex
{
    private readonly Slot[] slots;
    private readonly int mask;

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
        for (var row = 0; row < keys.Length; row++)
        {
            var slot = (int)keys[row] & mask;
            while (slots[slot].Row != 0)
            {
                slot = (slot + 1) & mask;
            }

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
    /// The rows of those keys that are known, in their order. All cache lines are asked for before the first is read, so that the memory
    /// answers many at once.
    /// </summary>
    /// <param name="keys">The keys.</param>
    /// <param name="rows">Where the rows go; at least as long.</param>
    /// <returns>How many are known.</returns>
    public int FindAll(ReadOnlySpan<ulong> keys, Span<int> rows)
    {
        foreach (var key in keys)
        {
            Prefetch(key);
        }

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
