using Moderation.Models;
using Moderation.Policies;
using Moderation.Service.Owners;

namespace Moderation.Tests.Owners;

public sealed class PolicyDraftTests
{
    private static readonly ModelCard Card = new()
    {
        Id = "m1", TrainedAt = DateTimeOffset.UnixEpoch, Trainer = "fixed", Seed = 1, Labels = [], NormalizerVersion = 0, LexiconSha256 = "",
        ModelSha256 = "", Datasets = [], Splits = "none", Thresholds = new Dictionary<string, float>(),
    };

    private static readonly Policy Known = new()
    {
        Version = "v1", Review = new Dictionary<string, float> { ["slur"] = 0.5f, ["threat"] = 0.25f }, Reject = new Dictionary<string, float> { ["slur"] = 0.99f }, FailOpen = true,
    };

    [Fact]
    public void What_is_not_touched_comes_out_as_it_went_in_for_the_model_in_force()
    {
        var policy = PolicyDraft.Of(Known).Read(Card, "v2", out var fault)!;

        Assert.Null(fault);
        Assert.Equal(("v2", "m1", true), (policy.Version, policy.Model, policy.FailOpen));
        Assert.Equal(Known.Review, policy.Review.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(Known.Reject, policy.Reject);
    }

    [Theory]
    [InlineData("0.9", 0.9f)]
    [InlineData(" 0,9 ", 0.9f)]
    [InlineData("1", 1f)]
    public void A_number_is_read_however_it_is_typed(string typed, float threshold)
    {
        var draft = PolicyDraft.Of(Known);
        draft.Review["slur"] = typed;

        Assert.Equal(threshold, draft.Read(Card, "v2", out _)!.Review["slur"]);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1.01")]
    [InlineData("-0.5")]
    [InlineData("half")]
    [InlineData("0.5.5")]
    [InlineData("NaN")]
    public void What_is_no_threshold_is_refused_by_its_label(string typed)
    {
        var draft = PolicyDraft.Of(Known);
        draft.Reject["hate_speech"] = typed;

        Assert.Null(draft.Read(Card, "v2", out var fault));
        Assert.Contains("hate speech", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_field_lets_a_label_hold_nothing()
    {
        var draft = PolicyDraft.Of(Known);
        draft.Review["slur"] = " ";

        Assert.Equal(["threat"], draft.Read(Card, "v2", out _)!.Review.Keys);
    }
}
