using Moderation.Features;
using Moderation.Text;

namespace Moderation.Tests.Features;

public sealed class ClassGramsTests
{
    [Theory]
    [InlineData("I really do detest Italians", "I honestly loathe all Sikhs")]
    [InlineData("You are an idiot", "You were a complete coward")]
    [InlineData("Nobody should deport Kurds", "Nobody in town needs to gas the Danes")]
    public void Sentences_of_one_build_share_their_sequence_whatever_fills_them(string one, string other) => Assert.Equal(Sequence(one), Sequence(other));

    [Theory]
    [InlineData("I hate Sikhs", "I don't hate Sikhs")]
    [InlineData("Sikhs are thieves", "Stop saying Sikhs are thieves")]
    [InlineData("I hate Sikhs", "Sikhs hate me")]
    public void Negation_denial_and_order_make_another_sequence(string one, string other) => Assert.NotEqual(Sequence(one), Sequence(other));

    [Fact]
    public void A_sequence_that_is_not_complete_is_none()
    {
        var grams = new ClassGrams();
        Assert.Equal(0UL, grams.Last(ClassGrams.Shortest));
    }

    private static ulong Sequence(string text)
    {
        var (grams, normalized) = (new ClassGrams(), new Normalizer().Normalize(text));
        foreach (ref readonly var token in normalized.Tokens)
        {
            grams.Next(token, TokenRoles.Of(token));
        }

        for (var size = 12; size > 0; size--)
        {
            if (grams.Last(size) is not 0 and var whole)
            {
                return whole;
            }
        }

        return 0;
    }
}
