using Moderation.Features;
using Moderation.Text;

namespace Moderation.Scoring.Networks;

/// <summary>The flags of a token that change its vector, in the same four bits for training and serving.</summary>
public static class WordFlags
{
    /// <summary>So many tokens of a comment the filters see.</summary>
    public const int TokenLimit = 256;

    /// <summary>Bits: negated, quoted, shouted, and whether the word names a group, another group, is a slur, an insult or swear word, violence.</summary>
    public static int Of(in Token token)
    {
        var role = TokenRoles.OfLexicons(token);
        return ((token.Flags & TokenFlags.Negated) != 0 ? 1 : 0)
            | ((token.Flags & TokenFlags.Quoted) != 0 ? 2 : 0)
            | ((token.Flags & TokenFlags.Shouted) != 0 ? 4 : 0)
            | ((role & TokenRole.Group) != 0 ? 8 : 0)
            | ((role & TokenRole.OtherGroup) != 0 ? 16 : 0)
            | ((role & TokenRole.Slur) != 0 ? 32 : 0)
            | ((role & (TokenRole.Insult | TokenRole.Profanity)) != 0 ? 64 : 0)
            | ((role & TokenRole.Violence) != 0 ? 128 : 0);
    }
}
