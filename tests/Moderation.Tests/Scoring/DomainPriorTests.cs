using System.Text.Json;
using Moderation.Labels;
using Moderation.Scoring;
using Moderation.Scoring.Networks;
using Moderation.Tests.Support;

namespace Moderation.Tests.Scoring;

public sealed class DomainPriorTests
{
    private const string Text = "You are NOT the first idiot here, are you?";
    private static readonly DomainList Domains = new(["talk", "news", "posts"], [0.5f, 0.3f, 0.2f]);

    [Theory]
    [InlineData(0.8f, 0.2f, 0f)]
    [InlineData(0f, 0f, 1f)]
    [InlineData(0.1f, 0.3f, 0.6f)]
    public void An_estimate_comes_near_the_mix_that_the_comments_were_made_from(params float[] mix)
    {
        var guesses = Place(mix, 1000);

        var prior = DomainPrior.Estimate(guesses)!;

        Assert.Equal(1000, prior.Comments);
        Assert.Equal(1, prior.Shares.Values.Sum(), 0.001);
        var mean = new DomainPrior(Domains.Names.Index().ToDictionary(pair => pair.Item, pair => guesses.Average(guess => guess.Shares[pair.Index])), 1000);
        var truth = new DomainPrior(Domains.Names.Index().ToDictionary(pair => pair.Item, pair => mix[pair.Index]), 1000);
        Assert.InRange(truth.DistanceTo(prior), 0, 0.25f);
        Assert.True(truth.DistanceTo(prior) < 0.7f * truth.DistanceTo(mean), $"{truth.DistanceTo(prior)} against {truth.DistanceTo(mean)}");
    }

    [Fact]
    public void Few_comments_say_little_and_too_few_nothing()
    {
        Assert.Null(DomainPrior.Estimate([.. Place([0, 0, 1], 1000).Take(DomainPrior.FewestComments - 1)]));
        Assert.Null(DomainPrior.Estimate([]));
        var (few, many) = (DomainPrior.Estimate([.. Place([0, 0, 1], 10)])!, DomainPrior.Estimate(Place([0, 0, 1], 300))!);
        Assert.InRange(few.Shares["posts"], 0.3f, many.Shares["posts"] - 0.1f);
    }

    [Fact]
    public void A_place_is_never_taken_for_so_uniform_that_nothing_else_can_occur_in_it()
    {
        var prior = DomainPrior.Estimate([.. Enumerable.Repeat(new DomainGuess(Domains, [0, 0, 1]), 1000)])!;

        Assert.InRange(prior.Shares["posts"], 0.85f, 0.93f);
        Assert.True(prior.Shares["talk"] > 0.04f);
    }

    [Fact]
    public void Of_many_comments_some_are_read_from_all_parts()
    {
        var classifier = new TwoKinds();
        CommentText[] comments = [.. Enumerable.Range(0, 10_000).Select(i => new CommentText(i < 5_000 ? "quiet" : "loud!"))];

        var prior = DomainPrior.Estimate(classifier, comments)!;

        Assert.Equal((DomainPrior.EnoughComments, DomainPrior.EnoughComments), (prior.Comments, classifier.Guesses));
        Assert.Equal(0.5f, prior.Shares[TwoKinds.Shout], 0.01f);
        Assert.Equal(Enumerable.Range(0, 20), DomainPrior.Sample(20));
        Assert.Equal(DomainPrior.EnoughComments, DomainPrior.Sample(100_000).Distinct().Count());
        Assert.InRange(DomainPrior.Sample(100_000).Max(), 99_000, 99_999);
    }

    [Fact]
    public void A_classifier_that_makes_no_guess_knows_no_place() =>
        Assert.Null(DomainPrior.Estimate(new FixedClassifier(), [.. Enumerable.Repeat(new CommentText("fine"), 100)]));

    [Fact]
    public void The_distance_is_the_share_that_would_have_to_move()
    {
        DomainPrior one = new(new Dictionary<string, float> { ["a"] = 0.7f, ["b"] = 0.3f }, 100), other = new(new Dictionary<string, float> { ["b"] = 0.6f, ["c"] = 0.4f }, 100);

        Assert.Equal(0.7f, one.DistanceTo(other), 0.0001f);
        Assert.Equal(one.DistanceTo(other), other.DistanceTo(one), 0.0001f);
        Assert.Equal(0, one.DistanceTo(one));
    }

    [Fact]
    public void To_score_with_a_prior_is_to_score_with_the_guess_shifted()
    {
        var model = SomeNetwork.Over(Text, "the bus was late");
        var prior = new DomainPrior(new Dictionary<string, float> { ["talk"] = 0.1f, ["page"] = 0.9f }, 100);

        var (alone, placed) = (Raw(model, null), Raw(model, prior));

        Assert.NotEqual(alone, placed);
        Assert.Equal(ByHand(model, 0.1f / 0.6f, 0.9f / 0.4f), placed);
        Assert.Equal(ByHand(model, 1, 1), alone);
    }

    [Fact]
    public void A_prior_of_another_model_is_taken_by_the_names_of_its_domains_and_what_it_does_not_know_stays_usual()
    {
        var model = SomeNetwork.Over(Text, "the bus was late");
        var prior = new DomainPrior(new Dictionary<string, float> { ["elsewhere"] = 0.2f, ["page"] = 0.8f }, 100);

        // Another model in between has its domains in another order.
        var turned = new DomainList(["page", "talk"], [0.5f, 0.5f]);
        var first = Raw(model, prior);
        float[] guess = [0.5f, 0.5f];
        prior.Apply(turned, guess);

        Assert.Equal(ByHand(model, 1, 0.8f / 0.4f), first);
        Assert.Equal(0.8f / (0.8f + 0.5f), guess[0], 0.0001f);
        Assert.Equal(first, Raw(model, prior));
    }

    [Fact]
    public void The_guess_is_of_the_text_alone_whatever_its_place()
    {
        using var classifier = new NetworkClassifier("some", SomeNetwork.Over(Text));
        var prior = new DomainPrior(new Dictionary<string, float> { ["talk"] = 0.1f, ["page"] = 0.9f }, 100);

        var (alone, placed) = (classifier.Assess(new CommentText(Text)), classifier.Assess(new CommentText(Text, Prior: prior)));

        Assert.NotEqual(alone.Probabilities, placed.Probabilities);
        Assert.Equal(alone.Domain!.Value.Shares, placed.Domain!.Value.Shares);
        Assert.Equal(alone.Domain.Value.Shares, classifier.GuessDomain(new CommentText(Text, Prior: prior))!.Value.Shares);
        Assert.Equal(1, alone.Domain.Value.Shares.Sum(), 0.001);
    }

    [Fact]
    public void Every_kind_of_text_that_a_model_can_learn_from_has_a_name()
    {
        using var list = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("training-data", "datasets.json")));
        var ids = list.RootElement.GetProperty("datasets").EnumerateArray()
            .Select(set => (set.TryGetProperty("domain", out var domain) ? domain : set.GetProperty("name")).GetString()!).Append("authored").Distinct();

        Assert.Equal(ids.Order(), DomainNames.Known.Order());
        Assert.Equal("comments under news", DomainNames.Of("civil-comments"));
        Assert.Equal("something-new", DomainNames.Of("something-new"));
    }

    /// <summary>What a model takes the comments of a place for, which errs in two of ten.</summary>
    private static DomainGuess[] Place(float[] mix, int count)
    {
        var guesses = new List<DomainGuess>();
        for (var kind = 0; kind < mix.Length; kind++)
        {
            for (var looks = 0; looks < mix.Length; looks++)
            {
                var likely = new float[mix.Length];
                for (var i = 0; i < mix.Length; i++)
                {
                    likely[i] = Domains.Usual[i] * Likelihood(i, looks);
                }

                float[] shares = [.. likely.Select(share => share / likely.Sum())];
                guesses.AddRange(Enumerable.Repeat(new DomainGuess(Domains, shares), (int)MathF.Round(count * mix[kind] * Likelihood(kind, looks))));
            }
        }

        return [.. guesses];
    }

    private static float Likelihood(int kind, int looks) => kind == looks ? 0.8f : 0.1f;

    private static float[] Raw(NetworkModel model, DomainPrior? prior)
    {
        var raw = new float[LabelNames.All.Count];
        new NetworkScorer(model, new WordCache(model)).Score(new CommentText(Text, Prior: prior), raw);
        return raw;
    }

    private static float[] ByHand(NetworkModel model, params float[] ratios)
    {
        var (heads, sources) = (new float[model.Shape.Heads.Count + 1], new float[Combiner.Sources]);
        Combiner.Prepare(model.Shape, new NetworkScorer(model, new WordCache(model)).Logits(new CommentText(Text)), heads, sources);
        var sum = 0f;
        for (var i = 0; i < ratios.Length; i++)
        {
            sum += sources[i] *= ratios[i];
        }

        for (var i = 0; i < ratios.Length; i++)
        {
            sources[i] = ratios.All(ratio => ratio == 1) ? sources[i] : sources[i] / sum;
        }

        return [.. Enumerable.Range(0, LabelNames.All.Count).Select(label => model.Combiner.Raw(label, heads, sources))];
    }
}
