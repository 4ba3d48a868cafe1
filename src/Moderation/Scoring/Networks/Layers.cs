using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Moderation.Scoring.Networks;

/// <summary>
/// The two loops where a network spends its time, with their sums in registers. The order of additions is that of the plain loops,
/// so results are the same to the last digit. Loops like these are compiled for good at once (AggressiveOptimization, here and where
/// rows are summed): the runtime would else count their turns for seconds before it does.
/// </summary>
internal static class Layers
{
    private const int Block = 64;

    /// <summary>
    /// result += inputs × matrix. The inputs that are zero (half of them, behind a rectifier) are left out once, not once a block:
    /// a branch on each would be guessed wrong half of the time.
    /// </summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="matrix">A row an input, from the column of the first result on.</param>
    /// <param name="width">Width of a whole row of the matrix, at least that of <paramref name="result"/>.</param>
    /// <param name="used">Room for the places of the inputs that are not zero.</param>
    /// <param name="result">Holds the biases before; a multiple of 16 wide.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Connect(ReadOnlySpan<float> inputs, ReadOnlySpan<float> matrix, int width, Span<int> used, Span<float> result)
    {
        var count = 0;
        for (var i = 0; i < inputs.Length; i++)
        {
            used[count] = i;
            count += inputs[i] != 0 ? 1 : 0;
        }

        used = used[..count];
        var from = 0;
        for (; from + Block <= result.Length; from += Block)
        {
            ConnectBlock(inputs, matrix, width, used, result, from);
        }

        for (; from < result.Length; from += Vector256<float>.Count)
        {
            var sum = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(result), (nuint)from);
            foreach (var input in used)
            {
                ref readonly var row = ref matrix[(input * width) + from];
                sum = Vector256.FusedMultiplyAdd(Vector256.Create(inputs[input]), Vector256.LoadUnsafe(in row), sum);
            }

            sum.StoreUnsafe(ref MemoryMarshal.GetReference(result), (nuint)from);
        }
    }

    /// <summary>most = max(most, first + second + third), place by place; eight-bit sums that stop at the ends of their range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RaiseToSum(Span<sbyte> most, ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, ReadOnlySpan<sbyte> third)
    {
        ref var target = ref MemoryMarshal.GetReference(most);
        ref var a = ref MemoryMarshal.GetReference(first[..most.Length]);
        ref var b = ref MemoryMarshal.GetReference(second[..most.Length]);
        ref var c = ref MemoryMarshal.GetReference(third[..most.Length]);
        for (nuint i = 0; i < (nuint)most.Length; i += (nuint)Vector256<sbyte>.Count)
        {
            var outer = Vector256.AddSaturate(Vector256.LoadUnsafe(ref a, i), Vector256.LoadUnsafe(ref c, i));
            var sum = Vector256.AddSaturate(outer, Vector256.LoadUnsafe(ref b, i));
            Vector256.Max(Vector256.LoadUnsafe(ref target, i), sum).StoreUnsafe(ref target, i);
        }
    }

    /// <summary>sum = first + second, place by place; eight-bit sums that stop at the ends of their range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, Span<sbyte> sum)
    {
        ref var target = ref MemoryMarshal.GetReference(sum);
        ref var a = ref MemoryMarshal.GetReference(first[..sum.Length]);
        ref var b = ref MemoryMarshal.GetReference(second[..sum.Length]);
        for (nuint i = 0; i < (nuint)sum.Length; i += (nuint)Vector256<sbyte>.Count)
        {
            Vector256.AddSaturate(Vector256.LoadUnsafe(ref a, i), Vector256.LoadUnsafe(ref b, i)).StoreUnsafe(ref target, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ConnectBlock(ReadOnlySpan<float> inputs, ReadOnlySpan<float> matrix, int width, ReadOnlySpan<int> used, Span<float> result, int from)
    {
        ref var target = ref result[from];
        var (s0, s1, s2, s3) = (Vector256.LoadUnsafe(ref target), Vector256.LoadUnsafe(ref target, 8), Vector256.LoadUnsafe(ref target, 16), Vector256.LoadUnsafe(ref target, 24));
        var (s4, s5, s6, s7) = (Vector256.LoadUnsafe(ref target, 32), Vector256.LoadUnsafe(ref target, 40), Vector256.LoadUnsafe(ref target, 48), Vector256.LoadUnsafe(ref target, 56));
        foreach (var input in used)
        {
            var factor = Vector256.Create(inputs[input]);
            ref var row = ref MemoryMarshal.GetReference(matrix.Slice((input * width) + from, Block));
            s0 = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref row), s0);
            s1 = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref row, 8), s1);
            s2 = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref row, 16), s2);
            s3 = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref row, 24), s3);
            s4 = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref row, 32), s4);
            s5 = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref row, 40), s5);
            s6 = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref row, 48), s6);
            s7 = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref row, 56), s7);
        }

        s0.StoreUnsafe(ref target);
        s1.StoreUnsafe(ref target, 8);
        s2.StoreUnsafe(ref target, 16);
        s3.StoreUnsafe(ref target, 24);
        s4.StoreUnsafe(ref target, 32);
        s5.StoreUnsafe(ref target, 40);
        s6.StoreUnsafe(ref target, 48);
        s7.StoreUnsafe(ref target, 56);
    }
}
