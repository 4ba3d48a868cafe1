using System.Runtime.InteropServices;

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
            var entry = System.Runtime.CompilerServices.Unsafe.Add(ref first, slot);
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

    private readonly record struct Slot(uint Fingerprint, int Row);
}
