using Moderation.Scoring;
using Moderation.Service.Places;
using Moderation.Store;

namespace Moderation.Tests.Service.Places;

public sealed class PriorPlanTests
{
    private static readonly DomainList Domains = new(["letter", "shout"], [0.5f, 0.5f]);

    [Theory]
    [InlineData(null, 32)]
    [InlineData(8, 32)]
    [InlineData(32, 32)]
    [InlineData(100, 100)]
    [InlineData(128, 128)]
    [InlineData(5000, 128)]
    public void An_estimate_needs_as_many_new_comments_as_the_one_in_force_was_made_of(int? comments, int wanted) =>
        Assert.Equal(wanted, PriorPlan.Wanted(comments is { } count ? Prior(0.5f, count) : null));

    [Theory]
    [InlineData(0.5f, 200, 0.59f, 256, false)]
    [InlineData(0.5f, 200, 0.61f, 256, true)]
    [InlineData(0.5f, 200, 0.39f, 256, true)]
    [InlineData(0.5f, 32, 0.5f, 63, false)]
    [InlineData(0.5f, 32, 0.5f, 64, true)]
    public void It_takes_the_place_of_one_that_says_something_else_or_knew_far_less(float before, int from, float now, int of, bool replaces) =>
        Assert.Equal(replaces, PriorPlan.Replaces(Prior(before, from), Prior(now, of)));

    [Fact]
    public void Anything_is_better_than_nothing() => Assert.True(PriorPlan.Replaces(null, Prior(0.5f, 32)));

    [Fact]
    public void The_latest_guesses_are_kept_and_new_ones_counted()
    {
        var guesses = new SiteGuesses();
        for (var i = 0; i < 300; i++)
        {
            guesses.Add(new DomainGuess(Domains, [i, 0]));
        }

        Assert.Equal(300, guesses.New);
        var kept = guesses.Take();
        Assert.Equal(Enumerable.Range(300 - DomainPrior.EnoughComments, DomainPrior.EnoughComments), kept.Select(guess => (int)guess.Shares[0]).Order());
        Assert.Equal(0, guesses.New);
        guesses.Add(new DomainGuess(Domains, [7, 0]));
        Assert.Equal((1, DomainPrior.EnoughComments), (guesses.New, guesses.Take().Length));
    }

    [Fact]
    public void What_another_model_took_comments_for_is_forgotten()
    {
        var guesses = new SiteGuesses();
        guesses.Add(new DomainGuess(Domains, [1, 0]));
        guesses.Add(new DomainGuess(new DomainList(["letter", "shout"], [0.4f, 0.6f]), [0, 1]));

        Assert.Equal(1, guesses.New);
        Assert.Equal(1, Assert.Single(guesses.Take()).Shares[1]);
    }

    [Fact]
    public void Many_threads_lose_no_guess()
    {
        var guesses = new SiteGuesses();
        Parallel.For(0, 10_000, i => guesses.Add(new DomainGuess(Domains, [i, 1])));

        Assert.Equal(10_000, guesses.New);
        Assert.All(guesses.Take(), guess => Assert.Equal(1, guess.Shares[1]));
    }

    [Fact]
    public void The_commonest_kinds_are_named_in_words()
    {
        var shares = new Dictionary<string, float>
        {
            ["wikipedia"] = 0.2f, ["civil-comments"] = 0.614f, ["davidson"] = 0.08f, ["new-set"] = 0.05f, ["gab"] = 0.04f, ["edos"] = 0.016f,
        };

        Assert.Equal(
            "comments under news 61 %, Wikipedia talk pages 20 %, tweets 8 %, new-set 5 % and other kinds",
            PlaceSentence.Kinds(new SiteDomains(shares, 256, DateTimeOffset.UnixEpoch)));
        Assert.Equal("tweets 100 %", PlaceSentence.Kinds(new SiteDomains(new Dictionary<string, float> { ["davidson"] = 1 }, 256, DateTimeOffset.UnixEpoch)));
    }

    private static DomainPrior Prior(float letter, int comments) => new(new Dictionary<string, float> { ["letter"] = letter, ["shout"] = 1 - letter }, comments);
}
