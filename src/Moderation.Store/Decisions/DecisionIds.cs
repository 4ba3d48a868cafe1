using System.Buffers.Binary;

namespace Moderation.Store;

/// <summary>
/// Ids of decisions by the program: UUIDs of version 7 (RFC 9562) whose twelve bits behind the milliseconds count. Those of one
/// millisecond so come to the end of an index in their order, and not all over its last pages. They must differ and need not be
/// secret, so that nobody asks the operating system for random bits a comment, as <see cref="Guid.CreateVersion7()"/> does.
/// </summary>
internal static class DecisionIds
{
    private const int Version = 0x7000;
    private const int Counter = 0x0FFF;
    private const byte Variant = 0x80;
    private const byte AfterVariant = 0x3F;

    private static int _count;

    internal static Guid Next(DateTimeOffset at)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, (at.ToUnixTimeMilliseconds() << 16) | (long)(Version | (Interlocked.Increment(ref _count) & Counter)));
        Random.Shared.NextBytes(id[8..]);
        id[8] = (byte)(Variant | (id[8] & AfterVariant));
        return new Guid(id, bigEndian: true);
    }
}
