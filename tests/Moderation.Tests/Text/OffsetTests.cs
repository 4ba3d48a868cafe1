using CsCheck;
using Moderation.Text;

namespace Moderation.Tests.Text;

public sealed class OffsetTests
{
    private static readonly Gen<string> AnyUtf16 = Gen.Char['\0', '\uFFFF'].Array[0, 60].Select(chars => new string(chars));

    private static readonly string[] Pieces =
    [
        "a", "f", "u", "ck", " ", " ", "*", "**", "_", ".", "-", "'", "’", "\"", "“", "”", ">", "\n", "@", "#", "1", "3", "$", "!", "&amp;", "&#", "<b>", "</b>", "<",
        "\u200B", "\u0301", "\uD83D", "\uDC12", "🐒", "🏿", "🇮🇱", "𝐟", "ｆ", "а", "http://x.y", "\0", "ﬁ", "…", "½", "not", "the", "you", "idiot",
    ];

    private static readonly Gen<string> Awkward = Gen.Int[0, Pieces.Length - 1].Array[0, 40].Select(chosen => string.Concat(chosen.Select(i => Pieces[i])));

    [Fact]
    public void Offsets_are_ordered_and_stay_inside_any_text() => Gen.OneOf(AnyUtf16, Awkward).Sample(text =>
    {
        var end = 0;
        foreach (var token in new Normalizer().Normalize(text).Tokens)
        {
            Assert.InRange(token.Begin, end, text.Length);
            Assert.InRange(token.End, token.Begin + 1, text.Length);
            end = token.End;
        }
    });

    [Fact]
    public void A_normalizer_that_has_been_used_gives_what_a_new_one_gives() => Gen.Select(Awkward, Awkward).Sample((first, second) =>
    {
        var used = new Normalizer();
        used.Normalize(first);
        Assert.Equal(Canonical.Of(second), Canonical.Of(second, used));
    });

    [Fact]
    public void The_hash_of_a_token_is_the_hash_of_its_text() => Awkward.Sample(text =>
    {
        var normalized = new Normalizer().Normalize(text);
        foreach (var token in normalized.Tokens)
        {
            Assert.Equal(TextHash.Of(normalized.Text(token)), token.Hash);
        }
    });

    [Theory]
    [InlineData("Well, don't go.", "well|,|don't|go|.")]
    [InlineData("He’s at 10:30, you’re late!!!", "he|'s|at|10:30|,|you|'re|late|!")]
    [InlineData("ＦＵＬＬ 𝐛𝐨𝐥𝐝 naïve 🐒", "full|bold|naive|:monkey:")]
    [InlineData("see https://example.org/a?b=c @someone", "see|⟨url⟩|⟨user⟩")]
    public void Text_is_folded_and_cut(string text, string tokens) => Assert.Equal(tokens, Canonical.Of(text));
}
