using Moderation.Learning.Datasets;
using Moderation.Learning.Spans;
using Moderation.Scoring.Networks;

namespace Moderation.Tests.Learning.Spans;

public sealed class MarkedCommentTests
{
    [Fact]
    public void Nothing_reported_where_nothing_is_marked_is_right() => Assert.Equal(1, Comment("fine", "    ").F1([]));

    [Fact]
    public void Something_reported_where_nothing_is_marked_is_wrong() => Assert.Equal(0, Comment("fine", "    ").F1([(0, 4)]));

    [Fact]
    public void Half_of_what_is_marked_and_nothing_else_is_two_thirds() => Assert.Equal(2.0 / 3, Comment("you fool", "    ####").F1([(4, 6)]), 1e-9);

    [Fact]
    public void Neighbours_with_a_space_between_are_one_stretch() =>
        Assert.Equal([(0, 9), (13, 17)], Stretches.Merge([(0, 4), (5, 9), (13, 17)], "damn fool not here"));

    private static MarkedComment Comment(string text, string marks) =>
        new(new Example(text, "", "", "some", "1", 0, 0, [], Example.NothingKnown()), [.. marks.Select(mark => mark == '#')]);
}
