namespace Moderation.Features;

/// <summary>
/// The keys already seen in one text. Cleared by counting up instead of wiping. Where a text is so long that the table would
/// fill, further keys are taken for new: counting a few of them twice is cheaper than growing.
/// </summary>
internal sealed class DistinctKeys
{
    private const int Size = 1 << 14;
    private const int Most = Size * 3 / 4;

    private readonly ulong[] keys = new ulong[Size];
    private readonly uint[] rounds = new uint[Size];
    private uint round;
    private int count;

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        count = 0;
        if (++round == 0)
        {
            Array.Clear(rounds);
            round = 1;
        }
    }

    /// <summary>Whether the key is new.</summary>
    public bool Add(ulong key)
    {
        if (count >= Most)
        {
            return true;
        }

        for (var slot = (int)(key & (Size - 1)); ; slot = (slot + 1) & (Size - 1))
        {
            if (rounds[slot] != round)
            {
                rounds[slot] = round;
                keys[slot] = key;
                count++;
                return true;
            }

            if (keys[slot] == key)
            {
                return false;
            }
        }
    }
}
