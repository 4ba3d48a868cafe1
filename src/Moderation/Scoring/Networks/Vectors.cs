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

    /// <summary>sum += unit × row.</summary>
    public static void AddScaled(Span<float> sum, ReadOnlySpan<short> row, float unit)
    {
        ref var target = ref MemoryMarshal.GetReference(sum);
        ref var source = ref MemoryMarshal.GetReference(row);
        var units = Vector256.Create(unit);
        for (nuint i = 0; i < (nuint)sum.Length; i += 16)
        {
            var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref source, i));
            Vector256.FusedMultiplyAdd(units, Vector256.ConvertToSingle(low), Vector256.LoadUnsafe(ref target, i)).StoreUnsafe(ref target, i);
            Vector256.FusedMultiplyAdd(units, Vector256.ConvertToSingle(high), Vector256.LoadUnsafe(ref target, i + 8)).StoreUnsafe(ref target, i + 8);
        }
    }

    /// <summary>The largest magnitude in a row; 0 for an empty one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float MostOf(ReadOnlySpan<float> row)
    {
        var most = 0f;
        foreach (var value in row)
        {
            most = Math.Max(most, Math.Abs(value));
        }

        return most;
    }

    /// <summary>Writes a row in sixteen bits a number.</summary>
    /// <returns>The unit of the numbers; 0 where all are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Quantize(ReadOnlySpan<float> row, Span<short> numbers)
    {
        var unit = MostOf(row) / short.MaxValue;
        for (var i = 0; i < row.Length; i++)
        {
            numbers[i] = unit == 0 ? (short)0 : (short)MathF.Round(row[i] / unit);
        }

        return unit;
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
