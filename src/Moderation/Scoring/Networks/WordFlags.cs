using Moderation.Text;

namespace Moderation.Scoring.Networks;

/// <summary>The flags of a token that change its vector, in the same four bits for training and serving.</summary>
public static class WordFlags
{
    /// <summary>So many tokens of a comment the filters see.</summary>
    public const int TokenLimit = 256;

    /// <summary>Bits: negated, quoted, shouted, names a group.</summary>
    public static int Of(in Token token) =>
        ((token.Flags & TokenFlags.Negated) != 0 ? 1 : 0)
        | ((token.Flags & TokenFlags.Quoted) != 0 ? 2 : 0)
        | ((token.Flags & TokenFlags.Shouted) != 0 ? 4 : 0)
        | (token.Identity != IdentityGroup.None ? 8 : 0);
}
