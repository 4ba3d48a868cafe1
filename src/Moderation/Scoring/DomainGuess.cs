namespace Moderation.Scoring;

/// <summary>The kinds of text a model learnt from (its domains: tweets, talk pages, comments under news …), in the order of its guesses.</summary>
/// <param name="Names">A name each.</param>
/// <param name="Usual">The share each had where the guess was learnt; they add up to 1. A guess is made for a place with such a mix.</param>
public sealed record DomainList(IReadOnlyList<string> Names, IReadOnlyList<float> Usual)
{
    /// <summary>How many there are.</summary>
    public int Count => Names.Count;

    /// <summary>The name of one.</summary>
    public string this[int domain] => Names[domain];
}

/// <summary>What a model takes a text for, by the text alone: no <see cref="DomainPrior"/> has a part in it.</summary>
/// <param name="Domains">The domains.</param>
/// <param name="Shares">A share each, 0 to 1; they add up to 1.</param>
public readonly record struct DomainGuess(DomainList Domains, float[] Shares);
