using Moderation.Comments;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Tests.Support;

namespace Moderation.Tests.Policies;

public sealed class PolicyRulesTests
{
    private static readonly Policy Default = new()
    {
        Version = "p1",
        Review = new Dictionary<string, float> { [LabelNames.Slur] = 0.5f, [LabelNames.HateSpeech] = 0.5f },
    };

    private static readonly Moderator Moderator = new(new FixedClassifier(("vile", LabelNames.HateSpeech, 0.5f), ("certain", LabelNames.Slur, 0.99f)));

    [Fact]
    public void A_comment_that_cannot_be_scored_goes_to_review()
    {
        var ruling = Moderator.Judge(Some("UNSCORABLE"), Default);

        Assert.Equal((Verdict.Review, "unscored"), (ruling.Verdict, Assert.Single(ruling.Rules)));
    }

    [Fact]
    public void A_probability_at_the_threshold_goes_to_review_and_names_its_label()
    {
        var ruling = Moderator.Judge(Some("how vile"), Default);

        Assert.Equal((Verdict.Review, "review-harm:hate_speech"), (ruling.Verdict, Assert.Single(ruling.Rules)));
    }

    [Fact]
    public void Nothing_is_rejected_without_a_human_unless_the_policy_says_so()
    {
        Assert.Equal(Verdict.Review, Moderator.Judge(Some("certain"), Default).Verdict);

        var strict = Default with { Reject = new Dictionary<string, float> { [LabelNames.Slur] = 0.95f } };
        Assert.Equal(Verdict.Reject, Moderator.Judge(Some("certain"), strict).Verdict);
    }

    [Fact]
    public void A_label_the_policy_does_not_name_is_not_acted_on()
    {
        var none = Default with { Review = new Dictionary<string, float>() };

        Assert.Equal((Verdict.Approve, "clean"), (Moderator.Judge(Some("vile"), none).Verdict, Assert.Single(Moderator.Judge(Some("vile"), none).Rules)));
    }

    [Fact]
    public void Every_rule_has_a_name_and_a_reason_and_the_last_always_speaks()
    {
        Assert.All(PolicyRules.All, rule => Assert.False(string.IsNullOrWhiteSpace(rule.Name) || string.IsNullOrWhiteSpace(rule.Why)));
        Assert.Equal(PolicyRules.All.Count, PolicyRules.All.Select(rule => rule.Name).Distinct().Count());
        Assert.Equal("clean", PolicyRules.All[^1].Name);
    }

    private static Comment Some(string text) => new() { Site = "s", Section = "a", Id = "1", Text = text };
}
