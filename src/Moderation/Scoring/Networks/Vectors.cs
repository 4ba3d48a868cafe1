using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Moderation.Scoring.Networks;

/// <summary>The few loops a network is made of. Lengths are multiples of 16. The order of additions is fixed, so results are the same on every machine.</summary>
internal static class Vectors
{
    /// <summary>sum += factor × row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddScaled(Span<float> sum, ReadOnlySpan<float> row, float factor)
    {
        ref var target = ref MemoryMarshal.GetReference(sum);
        ref var source = ref MemoryMarshal.GetReference(row);
        var factors = Vector256.Create(factor);
        for (nuint i = 0; i < (nuint)sum.Length; i += 8)
        {
            Vector256.FusedMultiplyAdd(factors, Vector256.LoadUnsafe(ref source, i), Vector256.LoadUnsafe(ref target, i)).StoreUnsafe(ref target, i);
        }
    }

    /// <summary>sum += row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(Span<float> sum, ReadOnlySpan<float> row)
    {
        ref var target = ref MemoryMarshal.GetReference(sum);
        ref var source = ref MemoryMarshal.GetReference(row);
        for (nuint i = 0; i < (nuint)sum.Length; i += 8)
        {
            (Vector256.LoadUnsafe(ref source, i) + Vector256.LoadUnsafe(ref target, i)).StoreUnsafe(ref target, i);
        }
    }
}
