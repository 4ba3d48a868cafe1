using Moderation.Text;

namespace Moderation.Tests.Text;

public sealed class LexiconTests
{
    private static readonly string[] Signs = ["@name", "@you-are", "@they-are", "@slur", "@abuse", "@identity"];

    [Fact]
    public void At_least_150_identity_terms_name_every_protected_group()
    {
        var identities = Lexicons.Entries.Where(entry => entry.Category == LexiconCategory.Identity).ToList();
        Assert.True(identities.Count >= 150);
        Assert.Equal(Enum.GetValues<IdentityGroup>().Except([IdentityGroup.None]), identities.Select(entry => entry.Group).Distinct().Order());
    }

    [Fact]
    public void Every_slur_names_a_group() =>
        Assert.DoesNotContain(Lexicons.Entries, entry => entry.Category == LexiconCategory.Slur && entry.Group == IdentityGroup.None);

    [Fact]
    public void No_form_stands_in_two_entries() =>
        Assert.Empty(Lexicons.Entries.SelectMany(entry => entry.Variants.Prepend(entry.Term)).GroupBy(form => form).Where(forms => forms.Count() > 1).Select(forms => forms.Key));

    [Fact]
    public void Every_form_is_written_as_the_normalizer_writes_it() =>
        Assert.DoesNotContain(
            Lexicons.Entries.SelectMany(entry => entry.Variants.Prepend(entry.Term)),
            form => form.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not (' ' or '-' or '\'' or '.' or '+')));

    [Fact]
    public void Every_spelling_is_read_as_a_form_of_its_entry() =>
        Assert.All(Lexicons.Entries, entry => Assert.All(entry.Spellings.Values, usual => Assert.Contains(usual, entry.Variants.Prepend(entry.Term))));

    [Fact]
    public void Every_condition_of_a_sense_is_one_word_or_a_known_sign() =>
        Assert.All(Lexicons.Entries.SelectMany(entry => entry.Senses).SelectMany(sense => sense.When), when =>
            Assert.True(when[0] == '@' ? Signs.Contains(when) : !when.Contains(' '), when));

    [Fact]
    public void The_hash_is_sixteen_hex_digits() => Assert.Matches("^[0-9a-f]{16}$", Lexicons.Hash);

    [Fact]
    public void An_entry_is_found_by_its_number() => Assert.All(Lexicons.Entries, entry => Assert.Same(entry, Lexicons.Entry(entry.Id)));
}
