namespace Moderation.Features;

/// <summary>The last four tokens of a walk through a comment, as they are and abstracted to their roles.</summary>
/// <param name="edge">What stands before the first token.</param>
internal struct Neighbours(ulong edge)
{
    private const ulong RoleBase = 0xA11CE5;
    private ulong third = edge, second = edge;
    private ulong abstractFourth = edge, abstractThird = edge, abstractSecond = edge, abstractLast = edge;
    private int abstracted;

    /// <summary>The last token.</summary>
    public ulong Last { get; private set; } = edge;

    /// <summary>The last two.</summary>
    public readonly ulong Bigram => FeatureHash.Join(second, Last);

    /// <summary>The last three.</summary>
    public readonly ulong Trigram => FeatureHash.Join(third, Bigram);

    /// <summary>The last and the one before the one before it.</summary>
    public readonly ulong Skip => FeatureHash.Join(third, Last);

    /// <summary>The last two, abstracted.</summary>
    public readonly ulong AbstractBigram => FeatureHash.Join(abstractSecond, abstractLast);

    /// <summary>The last three, abstracted.</summary>
    public readonly ulong AbstractTrigram => FeatureHash.Join(abstractThird, AbstractBigram);

    /// <summary>The last four, abstracted.</summary>
    public readonly ulong AbstractFourgram => FeatureHash.Join(abstractFourth, AbstractTrigram);

    /// <summary>Takes the next token.</summary>
    /// <param name="hash">Its hash.</param>
    /// <param name="role">Its role, or none: then it stands for itself.</param>
    public void Next(ulong hash, TokenRole role)
    {
        (third, second, Last) = (second, Last, hash);
        (abstractFourth, abstractThird, abstractSecond) = (abstractThird, abstractSecond, abstractLast);
        abstractLast = role == TokenRole.None ? hash : RoleBase + (ulong)role;
        abstracted = (abstracted << 1) | (role == TokenRole.None ? 0 : 1);
    }

    /// <summary>Whether one of the last so many stands for its role: only then do abstracted neighbours say something of their own.</summary>
    public readonly bool Abstracts(int count) => (abstracted & ((1 << count) - 1)) != 0;
}
