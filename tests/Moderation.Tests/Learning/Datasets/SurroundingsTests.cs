using Moderation.Learning.Datasets;

namespace Moderation.Tests.Learning.Datasets;

public sealed class SurroundingsTests
{
    private static readonly Example Harmless = new("The bus was late again", "", "", Corpus.Authored, "1", 0, 0, [0, 0], Example.NothingKnown()) { Part = Part.Train };

    [Fact]
    public void A_sentence_stands_whole_among_harmless_ones()
    {
        var surroundings = Surroundings.Of([Harmless], seed: 1);
        var lengths = new HashSet<int>();
        for (var i = 0; i < 100; i++)
        {
            var text = surroundings.Around("Get lost!");
            Assert.Contains("Get lost!", text, StringComparison.Ordinal);
            var around = text.Split("The bus was late again.").Length - 1;
            Assert.InRange(around, 1, 6);
            lengths.Add(around);
        }

        Assert.Equal(6, lengths.Count);
    }

    [Fact]
    public void Only_harmless_comments_to_learn_from_stand_around()
    {
        var surroundings = Surroundings.Of(
            [Harmless with { Heads = [0, 1] }, Harmless with { Heads = [0, float.NaN] }, Harmless with { Part = Part.Test }, Harmless with { Text = "Late." }], seed: 1);
        Assert.Equal("Get lost!", surroundings.Around("Get lost!"));
    }

    [Fact]
    public void The_same_seed_gives_the_same_surroundings()
    {
        Example[] harmless = [.. Enumerable.Range(0, 20).Select(i => Harmless with { Text = $"The bus number {i} was late" })];
        string[] Texts() => Surroundings.Of(harmless, seed: 5) is var surroundings ? [.. Enumerable.Range(0, 20).Select(_ => surroundings.Around("Get lost!"))] : [];
        Assert.Equal(Texts(), Texts());
    }
}
