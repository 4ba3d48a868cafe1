using CsCheck;
using Moderation.Store;

namespace Moderation.Tests.Store;

public sealed class StorableTextTests
{
    [Fact]
    public void Text_that_can_be_kept_is_the_same_object()
    {
        const string text = "Grüße \uD83D\uDE00 \u202E 統";
        Assert.Same(text, StorableText.Clean(text));
    }

    [Fact]
    public void Whatever_comes_is_cleaned_to_well_formed_text_of_the_same_length() =>
        Gen.String[Gen.OneOf(Gen.Char, Gen.Char['\uD800', '\uDFFF'], Gen.Const('\0')), 0, 20].Sample(text =>
        {
            var clean = StorableText.Clean(text);
            Assert.Equal(text.Length, clean.Length);
            Assert.True(StorableText.IsStorable(clean));
            Assert.Equal(clean, System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(clean)));
            Assert.Equal(StorableText.IsStorable(text), clean == text);
        });

    [Fact]
    public void Texts_that_differ_in_one_unit_have_different_hashes() =>
        Assert.NotEqual(StorableText.Hash("a"), StorableText.Hash("A"));
}
