using System.Collections.Frozen;
using Moderation.Text;

namespace Moderation.Features;

/// <summary>Emoji that stand for a group, or for what abuse likens people to, so that what is learnt for words holds for them.</summary>
internal static class EmojiRoles
{
    private static readonly FrozenSet<ulong> Groups = ((string[])
    [
        ":dark skin tone:", ":medium dark skin tone:", ":medium skin tone:", ":medium light skin tone:", ":light skin tone:",
        ":person with headscarf:", ":man with turban:", ":older man:", ":older woman:", ":older adult:",
        ":two men holding hands:", ":two women holding hands:", ":woman:", ":girl:", ":pregnant woman:",
    ]).Select(name => TextHash.Of(name)).ToFrozenSet();

    /// <summary>The role of an emoji.</summary>
    public static TokenRole Of(in Token token) => token.Emoji switch
    {
        EmojiClass.Vermin or EmojiClass.Disgust or EmojiClass.Anger => TokenRole.Insult,
        EmojiClass.Violence => TokenRole.Violence,
        EmojiClass.Religion or EmojiClass.Gender or EmojiClass.Disability or EmojiClass.Flag => TokenRole.Group,
        _ => Groups.Contains(token.Hash) ? TokenRole.Group : TokenRole.None,
    };
}
