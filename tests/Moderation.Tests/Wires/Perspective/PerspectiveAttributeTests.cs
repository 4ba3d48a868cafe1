using Moderation.Labels;
using Moderation.Service.Wires.Perspective;

namespace Moderation.Tests.Wires.Perspective;

public sealed class PerspectiveAttributeTests
{
    [Fact]
    public void Every_attribute_says_what_it_is_and_names_only_labels_that_exist() =>
        Assert.All(PerspectiveAttributes.All, attribute =>
        {
            Assert.NotEmpty(attribute.Means);
            Assert.All(attribute.Labels, label => Assert.Contains(label, LabelNames.All));
            Assert.Equal(attribute.IsSupported, !attribute.Means.StartsWith("Not answered", StringComparison.Ordinal));
            Assert.Equal(attribute.IsSupported, PerspectiveAttributes.Find(attribute.ScaleOf)?.ScaleOf == attribute.ScaleOf && attribute.ScaleOf != "");
        });

    [Fact]
    public void The_taxonomy_names_the_same_attribute_for_a_label() =>
        Assert.All(Taxonomy.Default.Labels.Where(label => label.Perspective is not null), label =>
            Assert.Equal([label.Name], PerspectiveAttributes.Find(label.Perspective)!.Labels));

    [Fact]
    public void An_attribute_of_several_labels_is_the_highest_of_them()
    {
        var likely = PerspectiveAttributes.Find("LIKELY_TO_REJECT")!;
        Assert.Equal(0.7f, likely.Of(new LabelSet(["slur", "toxicity", "hate_speech"]), [0.2f, 0.9f, 0.7f]));
        Assert.Null(likely.Of(new LabelSet(["toxicity"]), [0.9f]));
    }

    [Theory]
    [InlineData("TOXICITY@6", "TOXICITY")]
    [InlineData("SPAM", "SPAM")]
    public void A_version_is_no_part_of_the_name(string asked, string name) => Assert.Equal(name, PerspectiveAttributes.Find(asked)!.Name);

    [Theory]
    [InlineData("toxicity")]
    [InlineData("")]
    [InlineData("@6")]
    public void Other_names_are_unknown(string asked) => Assert.Null(PerspectiveAttributes.Find(asked));
}
