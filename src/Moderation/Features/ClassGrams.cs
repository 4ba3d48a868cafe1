using Moderation.Text;

namespace Moderation.Features;

/// <summary>
/// The build of a sentence: what its words do, in their order, with all words left out that only fill it. "I can't stand those
/// people", said of any group with any verb, is then one and the same sequence, so that what was learnt of one sentence holds for the
/// others of its build. A class-based n-gram (Brown et al., 1992) with classes from the lexicons.
/// </summary>
internal struct ClassGrams
{
    /// <summary>The shortest sequence that is a feature.</summary>
    public const int Shortest = 3;

    /// <summary>The longest.</summary>
    public const int Longest = 5;

    private const int Bits = 5;
    private ulong sequence;

    /// <summary>Takes the next token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="role">What it does.</param>
    /// <returns>Whether it has a class; else nothing changed.</returns>
    public bool Next(in Token token, TokenRole role)
    {
        var symbol = ClassOf(token, role);
        if (symbol == 0)
        {
            return false;
        }

        sequence = (sequence << Bits) | symbol;
        return true;
    }

    /// <summary>The last so many classes; 0 where there were not so many.</summary>
    public readonly ulong Last(int size)
    {
        var last = sequence & ((1UL << (Bits * size)) - 1);
        return last >> (Bits * (size - 1)) == 0 ? 0 : last;
    }

    private static ulong ClassOf(in Token token, TokenRole role)
    {
        const TokenRole Bad = TokenRole.Insult | TokenRole.Likened | TokenRole.Negative;
        return role switch
        {
            _ when (role & TokenRole.Slur) != 0 => 1,
            _ when (role & TokenRole.Group) != 0 => 2,
            _ when (role & TokenRole.OtherGroup) != 0 => 3,
            _ when (role & Bad) != 0 => 4,
            _ when (role & TokenRole.Violence) != 0 => 5,
            _ when (role & TokenRole.Removal) != 0 => 6,
            _ when (role & TokenRole.Positive) != 0 => 7,
            _ when (role & TokenRole.Profanity) != 0 => 8,
            _ when (role & TokenRole.Denial) != 0 => 9,
            _ when (role & TokenRole.Anybody) != 0 => 10,
            _ when (role & TokenRole.Modal) != 0 => 11,
            _ => ClassOf(token),
        };
    }

    private static ulong ClassOf(in Token token) => token.Role switch
    {
        WordRole.Negator => 12,
        WordRole.Reporter => 13,
        WordRole.You => 14,
        WordRole.ThirdPerson => 15,
        WordRole.They => 16,
        WordRole.Self => 17,
        WordRole.We => 18,
        WordRole.ToBe => 19,
        WordRole.Pointer => 20,
        _ when token.Kind is TokenKind.Punctuation or TokenKind.LineBreak => MarkClass(token),
        _ => 0,
    };

    private static ulong MarkClass(in Token token) => (token.Flags & TokenFlags.EndsClause) != 0 ? 21UL : 0;
}
