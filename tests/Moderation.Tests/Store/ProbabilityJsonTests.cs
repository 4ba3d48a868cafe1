using CsCheck;
using Moderation.Labels;
using Moderation.Scoring;
using Moderation.Store;

namespace Moderation.Tests.Store;

public sealed class ProbabilityJsonTests
{
    [Fact]
    public void Every_probability_is_read_back_exactly_as_it_was_written() =>
        Gen.Float[0f, 1f].Array[8].Sample(probabilities =>
        {
            var read = StoreJson.ReadShares(ProbabilityJson.Of(Scored(LabelSet.Full, probabilities)));
            Assert.Equal(LabelSet.Full, read.Keys);
            Assert.Equal(probabilities, read.Values);
        });

    [Fact]
    public void The_smallest_numbers_fit() =>
        Assert.Equal([-float.Epsilon, float.MinValue], StoreJson.ReadShares(ProbabilityJson.Of(Scored(new(["a", "b"]), [-float.Epsilon, float.MinValue]))).Values);

    [Fact]
    public void A_label_with_signs_in_its_name_is_escaped() =>
        Assert.Equal(["a\"b\\c\n"], StoreJson.ReadShares(ProbabilityJson.Of(Scored(new(["a\"b\\c\n"]), [0.5f]))).Keys);

    [Fact]
    public void An_unscored_comment_has_no_probabilities() =>
        Assert.Equal("{}", ProbabilityJson.Of(Assessment.Unscored("m", LabelSet.Full, "overload")));

    private static Assessment Scored(LabelSet labels, float[] probabilities) =>
        new() { Model = "m", Labels = labels, Probabilities = probabilities };
}
