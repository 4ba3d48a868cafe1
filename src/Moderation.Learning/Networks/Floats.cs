using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Moderation.Learning.Networks;

/// <summary>
/// The inner loops of training, over pinned arrays. Lengths are multiples of 16 and the width of a vector is fixed at 16 floats
/// whatever the machine has, so that sums are taken in the same order, and a retrained model is the same, everywhere.
/// </summary>
internal static unsafe class Floats
{
    public static float[] Allocate(long count) => GC.AllocateArray<float>(checked((int)count), pinned: true);

    public static float* Pointer(float[] pinned) => (float*)Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(pinned));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear(float* target, int count) => new Span<float>(target, count).Clear();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(float* target, float* source, int count)
    {
        for (var i = 0; i < count; i += 16)
        {
            (Vector512.Load(source + i) + Vector512.Load(target + i)).Store(target + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddScaled(float* target, float* source, float factor, int count)
    {
        var factors = Vector512.Create(factor);
        for (var i = 0; i < count; i += 16)
        {
            Vector512.FusedMultiplyAdd(factors, Vector512.Load(source + i), Vector512.Load(target + i)).Store(target + i);
        }
    }

    /// <summary>As <see cref="AddScaled"/>, rounded after the multiplication too, as it is where numbers are worked one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(float* target, float* source, float factor, int count)
    {
        var factors = Vector512.Create(factor);
        for (var i = 0; i < count; i += 16)
        {
            (Vector512.Load(target + i) + (factors * Vector512.Load(source + i))).Store(target + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot(float* left, float* right, int count)
    {
        var sum = Vector512<float>.Zero;
        for (var i = 0; i < count; i += 16)
        {
            sum = Vector512.FusedMultiplyAdd(Vector512.Load(left + i), Vector512.Load(right + i), sum);
        }

        return Vector512.Sum(sum);
    }

    /// <summary>Makes the rows of a matrix the columns of another.</summary>
    public static void Transpose(ReadOnlySpan<float> source, Span<float> target, int rows)
    {
        var columns = source.Length / rows;
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                target[(column * rows) + row] = source[(row * columns) + column];
            }
        }
    }

    /// <summary>Asks for the cache lines of these weights, without waiting for them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* weights, int count)
    {
        if (Sse.IsSupported)
        {
            for (var i = 0; i < count; i += 16)
            {
                Sse.Prefetch0(weights + i);
            }
        }
    }

    /// <summary>One step of Adagrad: each weight has its own sum of squared gradients, so rare features still learn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Adagrad(float* weights, float* squares, float* gradient, float factor, float rate, float decay, int count)
    {
        var factors = Vector512.Create(factor);
        var rates = Vector512.Create(rate);
        var decays = Vector512.Create(decay);
        var tiny = Vector512.Create(1e-8f);
        for (var i = 0; i < count; i += 16)
        {
            var weight = Vector512.Load(weights + i);
            var slope = Vector512.FusedMultiplyAdd(decays, weight, Vector512.Load(gradient + i) * factors);
            var square = Vector512.FusedMultiplyAdd(slope, slope, Vector512.Load(squares + i));
            square.Store(squares + i);
            (weight - (rates * slope / (Vector512.Sqrt(square) + tiny))).Store(weights + i);
        }
    }
}
