using Moderation.Text;

namespace Moderation.Features;

/// <summary>What a token does in a comment, whatever its word: what is learnt for one insult, or one group, holds for all.</summary>
[Flags]
public enum TokenRole : uint
{
    /// <summary>Nothing of these.</summary>
    None = 0,

    /// <summary>Names a protected group.</summary>
    Group = 1,

    /// <summary>Names a group that is not protected.</summary>
    OtherGroup = 2,

    /// <summary>A slur.</summary>
    Slur = 4,

    /// <summary>An insult.</summary>
    Insult = 8,

    /// <summary>A swear word.</summary>
    Profanity = 16,

    /// <summary>A word for violence.</summary>
    Violence = 32,

    /// <summary>The clause speaks to the reader.</summary>
    ToYou = 64,

    /// <summary>The clause is about another person.</summary>
    AboutSomebody = 128,

    /// <summary>The clause is about the writer or the writer's own.</summary>
    AboutSelf = 256,

    /// <summary>The clause is about a group.</summary>
    AboutGroup = 512,

    /// <summary>Negated.</summary>
    Negated = 1024,

    /// <summary>Quoted.</summary>
    Quoted = 2048,

    /// <summary>A slur that members of the group use of themselves, or a term in a harmless sense.</summary>
    Harmless = 4096,

    /// <summary>A word of ill feeling or of what is bad.</summary>
    Negative = 8192,

    /// <summary>A word of good feeling or of what is good.</summary>
    Positive = 16384,

    /// <summary>What abuse likens people to.</summary>
    Likened = 32768,

    /// <summary>A way to be rid of somebody or something.</summary>
    Removal = 65536,

    /// <summary>Takes back, forbids or doubts what follows: stop, refuse, myth.</summary>
    Denial = 131072,

    /// <summary>Nobody in particular: people, anyone, whoever.</summary>
    Anybody = 262144,

    /// <summary>Says what is due or to be done: should, must, deserve.</summary>
    Modal = 524288,
}

/// <summary>Reads the role of a token.</summary>
public static class TokenRoles
{
    /// <summary>The roles of words that stand for their kind in abstracted neighbours.</summary>
    public const TokenRole Abstract =
        TokenRole.Group | TokenRole.OtherGroup | TokenRole.Slur | TokenRole.Insult | TokenRole.Profanity | TokenRole.Violence
        | TokenRole.Negative | TokenRole.Positive | TokenRole.Likened | TokenRole.Removal;

    private static readonly TokenRole[] OfLexeme = [TokenRole.None, .. Lexicons.Entries.Select(Of)];

    /// <summary>The role of a token's word, without its clause.</summary>
    public static TokenRole OfWord(in Token token)
    {
        // A word of the lexicons is known better than by its tone.
        var role = OfLexicons(token);
        return role == TokenRole.None && token.Kind == TokenKind.Word ? Tones.Of(token.Hash) : role;
    }

    /// <summary>The same without the tone of ordinary words.</summary>
    public static TokenRole OfLexicons(in Token token)
    {
        if (token.Kind == TokenKind.Emoji)
        {
            return EmojiRoles.Of(token);
        }

        var role = OfLexeme[token.Lexeme];
        if (token.Identity != IdentityGroup.None && (role & TokenRole.Slur) == 0)
        {
            role |= token.Identity == IdentityGroup.Unprotected ? TokenRole.OtherGroup : TokenRole.Group;
        }

        return role;
    }

    /// <summary>The role of a token with what its clause says.</summary>
    public static TokenRole Of(in Token token)
    {
        var role = OfWord(token) | token.Addressee switch
        {
            Addressee.You => TokenRole.ToYou,
            Addressee.ThirdPerson => TokenRole.AboutSomebody,
            Addressee.Self or Addressee.Ourselves => TokenRole.AboutSelf,
            Addressee.Group => TokenRole.AboutGroup,
            _ => TokenRole.None,
        };
        return role
            | ((token.Flags & TokenFlags.Negated) != 0 ? TokenRole.Negated : 0)
            | ((token.Flags & TokenFlags.Quoted) != 0 ? TokenRole.Quoted : 0)
            | ((token.Flags & (TokenFlags.Reclaimed | TokenFlags.Harmless)) != 0 ? TokenRole.Harmless : 0);
    }

    private static TokenRole Of(LexiconEntry entry) => entry.Category switch
    {
        LexiconCategory.Slur => entry.Group == IdentityGroup.Unprotected ? TokenRole.Insult : TokenRole.Slur,
        LexiconCategory.Insult => TokenRole.Insult,
        LexiconCategory.Profanity => TokenRole.Profanity,
        LexiconCategory.Violence => TokenRole.Violence,
        _ => TokenRole.None,
    };
}
