namespace Moderation.Scoring;

/// <summary>
/// How often each kind of text (domain) occurs at one place: a site, a file. The comments of a place are alike, so what many of them
/// look like says what the next one is, better than its own few words do. It is estimated without any label, by expectation
/// maximisation (M. Saerens, P. Latinne, C. Decaestecker: Adjusting the outputs of a classifier to new a priori probabilities, Neural
/// Computation 14, 2002). Immutable; safe to share.
/// </summary>
/// <param name="shares">A share a domain, by its name; they add up to 1.</param>
/// <param name="comments">How many comments it was estimated from.</param>
public sealed class DomainPrior(IReadOnlyDictionary<string, float> shares, int comments)
{
    /// <summary>From so many comments on a place is known at all; fewer are each read alone.</summary>
    public const int FewestComments = 8;

    /// <summary>So many comments say what a place is like; more say hardly anything new.</summary>
    public const int EnoughComments = 128;

    /// <summary>What a place may hold besides all that was seen of it.</summary>
    private const float Unseen = 0.1f;

    /// <summary>So many comments speak for the usual mix before the first one is seen.</summary>
    private const float Doubt = 5;

    private const int Rounds = 10;

    private volatile Weighing? weighing;

    /// <summary>A share a domain, by its name.</summary>
    public IReadOnlyDictionary<string, float> Shares { get; } = shares;

    /// <summary>How many comments it was estimated from.</summary>
    public int Comments { get; } = comments;

    /// <summary>A place where nearly all comments are of one kind.</summary>
    public static DomainPrior Of(DomainList domains, int domain) => new(
        Enumerable.Range(0, domains.Count).ToDictionary(i => domains[i], i => (Unseen * domains.Usual[i]) + (i == domain ? 1 - Unseen : 0)), EnoughComments);

    /// <summary>What the place of some comments is like.</summary>
    /// <param name="guesses">What one model takes each of them for.</param>
    /// <returns>Null for fewer than <see cref="FewestComments"/>.</returns>
    public static DomainPrior? Estimate(IReadOnlyList<DomainGuess> guesses)
    {
        if (guesses.Count < FewestComments)
        {
            return null;
        }

        var domains = guesses[0].Domains;
        var trust = (1 - Unseen) * guesses.Count / (guesses.Count + Doubt);
        var (ratios, shifted, sums) = (new float[domains.Count], new float[domains.Count], new double[domains.Count]);
        Array.Fill(ratios, 1);
        for (var round = 0; round < Rounds; round++)
        {
            Array.Clear(sums);
            foreach (var guess in guesses)
            {
                guess.Shares.CopyTo(shifted.AsSpan());
                Shift(shifted, ratios);
                for (var domain = 0; domain < sums.Length; domain++)
                {
                    sums[domain] += shifted[domain];
                }
            }

            for (var domain = 0; domain < sums.Length; domain++)
            {
                ratios[domain] = (1 - trust) + (trust * (float)(sums[domain] / guesses.Count) / domains.Usual[domain]);
            }
        }

        return new DomainPrior(
            Enumerable.Range(0, domains.Count).ToDictionary(domain => domains[domain], domain => ratios[domain] * domains.Usual[domain]), guesses.Count);
    }

    /// <summary>What the place of some comments is like, as a classifier reads them.</summary>
    /// <param name="classifier">The classifier that is to score them.</param>
    /// <param name="comments">The comments; of many, <see cref="EnoughComments"/> are read, from all parts of the list.</param>
    /// <returns>Null for too few comments, and for a classifier that makes no guess.</returns>
    public static DomainPrior? Estimate(IClassifier classifier, IReadOnlyList<CommentText> comments)
    {
        if (comments.Count < FewestComments)
        {
            return null;
        }

        var guesses = new List<DomainGuess>(Math.Min(comments.Count, EnoughComments));
        foreach (var place in Sample(comments.Count))
        {
            if (classifier.GuessDomain(comments[place]) is { } guess)
            {
                guesses.Add(guess);
            }
        }

        return Estimate(guesses);
    }

    /// <summary>What each place of some comments is like, by its name.</summary>
    /// <param name="classifier">The classifier that is to score them.</param>
    /// <param name="comments">The comments of all places.</param>
    /// <param name="place">The place of one.</param>
    /// <param name="text">What is scored of one.</param>
    public static Dictionary<string, DomainPrior?> ByPlace<T>(IClassifier classifier, IEnumerable<T> comments, Func<T, string> place, Func<T, CommentText> text) =>
        comments.GroupBy(place).ToDictionary(own => own.Key, own => Estimate(classifier, [.. own.Select(text)]));

    /// <summary>Which of many comments say what their place is like: at most <see cref="EnoughComments"/>, evenly spread.</summary>
    /// <param name="count">How many comments there are.</param>
    /// <returns>Rising indices, from 0 on.</returns>
    public static IEnumerable<int> Sample(int count)
    {
        var taken = Math.Min(count, EnoughComments);
        for (var i = 0; i < taken; i++)
        {
            yield return (int)((long)i * count / taken);
        }
    }

    /// <summary>How far two differ: half the sum of the shares' differences (total variation), 0 to 1.</summary>
    public float DistanceTo(DomainPrior other) =>
        Shares.Keys.Union(other.Shares.Keys).Sum(domain => Math.Abs(Shares.GetValueOrDefault(domain) - other.Shares.GetValueOrDefault(domain))) / 2;

    /// <summary>Turns the guess for a text alone into the one for a text of this place.</summary>
    /// <param name="domains">The model's domains; one that this place knows nothing of stays as likely as usual.</param>
    /// <param name="guess">A share a domain; more places behind them stay as they are.</param>
    public void Apply(DomainList domains, Span<float> guess)
    {
        var known = weighing;
        if (known is null || !ReferenceEquals(known.Domains, domains))
        {
            // Two threads may both work it out: they come to the same.
            weighing = known = new Weighing(
                domains, [.. domains.Names.Select((name, domain) => Shares.TryGetValue(name, out var share) ? share / domains.Usual[domain] : 1)]);
        }

        Shift(guess[..domains.Count], known.Ratios);
    }

    private static void Shift(Span<float> guess, float[] ratios)
    {
        var sum = 0f;
        for (var domain = 0; domain < guess.Length; domain++)
        {
            sum += guess[domain] *= ratios[domain];
        }

        for (var domain = 0; domain < guess.Length; domain++)
        {
            guess[domain] /= sum;
        }
    }

    private sealed record Weighing(DomainList Domains, float[] Ratios);
}
