using Moderation.Features;
using Moderation.Text;

namespace Moderation.Tests.Features;

public sealed class EmojiRolesTests
{
    [Theory]
    [InlineData("🧕", TokenRole.Group)]
    [InlineData("♿", TokenRole.Group)]
    [InlineData("🏴", TokenRole.Group)]
    [InlineData("🐀", TokenRole.Insult)]
    [InlineData("🤬", TokenRole.Insult)]
    [InlineData("🔪", TokenRole.Violence)]
    public void An_emoji_does_what_a_word_for_it_would(string emoji, TokenRole role) => Assert.Equal(role, RoleOf(emoji));

    [Theory]
    [InlineData("🍜")]
    [InlineData("🚂")]
    [InlineData("🦐")]
    [InlineData("🤞")]
    [InlineData("🏁")]
    [InlineData("📫")]
    public void A_name_that_only_contains_the_word_of_a_class_gives_no_role(string emoji) => Assert.Equal(TokenRole.None, RoleOf(emoji));

    private static TokenRole RoleOf(string emoji) => TokenRoles.OfWord(new Normalizer().Normalize(emoji).Tokens[0]);
}
