using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Moderation.Scoring.Networks;

/// <summary>
/// Rows of bytes that each begin with a cache line, so that reading one touches as few lines as it can: scoring waits for memory more
/// than it calculates. All zero at first; what is never touched takes no memory.
/// </summary>
internal sealed class AlignedRows
{
    private const int CacheLine = 64;

    private readonly byte[] bytes;
    private readonly int start;
    private readonly int stride;

    /// <param name="count">How many rows.</param>
    /// <param name="width">Bytes a row.</param>
    public AlignedRows(int count, int width)
    {
        stride = (width + CacheLine - 1) / CacheLine * CacheLine;
        Count = count;
        Width = width;
        bytes = GC.AllocateArray<byte>(checked((count * stride) + CacheLine), pinned: true);
        start = (int)(-Address(ref bytes[0]) & (CacheLine - 1));
    }

    /// <summary>How many rows there are.</summary>
    public int Count { get; }

    /// <summary>Bytes a row.</summary>
    public int Width { get; }

    /// <summary>A row.</summary>
    public Span<byte> this[int row] => bytes.AsSpan(start + (row * stride), Width);

    /// <summary>Where a row begins. The caller sees to it that there is such a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte At(int row) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bytes), start + (row * stride));

    /// <summary>Asks for all cache lines of a row, without waiting for them.</summary>
    public unsafe void Prefetch(int row)
    {
        if (Sse.IsSupported)
        {
            ref var first = ref At(row);
            for (var i = 0; i < stride; i += CacheLine)
            {
                Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref first, i)));
            }
        }
    }

    private static unsafe nint Address(ref byte of) => (nint)Unsafe.AsPointer(ref of);
}
