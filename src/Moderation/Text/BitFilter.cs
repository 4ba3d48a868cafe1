namespace Moderation.Text;

/// <summary>
/// Says of most hashes at once that a table does not hold them, from so few bytes that they stay in the fast caches: one bit a hash,
/// which several may share. Filled before it is read by more than one thread.
/// </summary>
/// <param name="bits">Binary logarithm of how many bits it has; some eight times as many as hashes leave one in eight to look up.</param>
internal sealed class BitFilter(int bits)
{
    private readonly ulong[] words = new ulong[1 << (bits - 6)];

    /// <summary>Adds a hash.</summary>
    public void Add(ulong hash) => words[Place(hash)] |= 1UL << (int)(hash & 63);

    /// <summary>False where the hash was not added; true where it was, and now and then by chance.</summary>
    public bool MayHold(ulong hash) => (words[Place(hash)] >> (int)(hash & 63) & 1) != 0;

    private int Place(ulong hash) => (int)(hash >> 6) & (words.Length - 1);
}
