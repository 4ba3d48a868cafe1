using Moderation.Text;

namespace Moderation.Tests.Text;

public sealed class BitFilterTests
{
    [Fact]
    public void Whatever_was_added_may_be_held_and_most_else_is_not()
    {
        var filter = new BitFilter(12);
        var random = new Random(3);
        var added = Enumerable.Range(0, 400).Select(_ => (ulong)random.NextInt64()).ToArray();
        foreach (var hash in added)
        {
            filter.Add(hash);
        }

        Assert.All(added, hash => Assert.True(filter.MayHold(hash)));
        var byChance = Enumerable.Range(0, 10_000).Count(_ => filter.MayHold((ulong)random.NextInt64()));
        Assert.InRange(byChance, 500, 1_500);
    }

    [Fact]
    public void Every_form_of_the_lexicons_has_the_entry_that_the_vocabulary_says()
    {
        var forms = Lexicons.Entries.SelectMany(entry => entry.Variants.Prepend(entry.Term)).Where(form => !form.AsSpan().ContainsAny(' ', '-'));
        Assert.All(forms, form =>
        {
            var lexeme = Vocabulary.Lexeme(form);
            Assert.NotEqual(0, lexeme);
            Assert.Equal(Vocabulary.Find(form).Lexeme, lexeme);
        });
        Assert.Equal(0, Vocabulary.Lexeme("table"));
    }
}
