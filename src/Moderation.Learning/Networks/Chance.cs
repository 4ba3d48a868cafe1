namespace Moderation.Learning.Networks;

/// <summary>Drop-out of one row from its own seed, so that it does not matter which thread works on which row.</summary>
internal ref struct Chance
{
    private readonly uint dropBelow;
    private readonly float keep;
    private uint state;

    public Chance(uint seed, float dropout)
    {
        state = (seed * 2654435761) + 12345;
        state |= 1;
        (dropBelow, keep) = ((uint)(dropout * uint.MaxValue), 1 / (1 - dropout));
        Next();
        Next();
    }

    /// <summary>Sets some to zero and makes up for it in the others.</summary>
    public unsafe void Thin(float* values, int count)
    {
        for (var i = 0; i < count; i++)
        {
            values[i] = Next() < dropBelow ? 0 : values[i] * keep;
        }
    }

    private uint Next()
    {
        state ^= state << 13;
        state ^= state >> 17;
        return state ^= state << 5;
    }
}
