using Moderation.Labels;
using Moderation.Scoring;

namespace Moderation.Tests.Support;

/// <summary>
/// A classifier that knows letters and shouts: a text with an exclamation mark is rather a shout. How sure it is of hate is how sure it
/// is of a shout, so that a probability tells how the text was read.
/// </summary>
internal sealed class TwoKinds : IClassifier
{
    public const string Letter = "letter";
    public const string Shout = "shout";

    private readonly DomainList _domains = new([Letter, Shout], [0.5f, 0.5f]);

    /// <summary>How often it was asked what a text looks like.</summary>
    public int Guesses { get; private set; }

    public string Model => "two-kinds";

    public LabelSet Labels => LabelSet.Full;

    public Assessment Assess(in CommentText text, bool explain = false)
    {
        var probabilities = new float[Labels.Count];
        TryScore(text, probabilities);
        return new Assessment { Model = Model, Labels = Labels, Probabilities = probabilities, Domain = Guess(text) };
    }

    public bool TryScore(in CommentText text, Span<float> probabilities)
    {
        var shares = Guess(text).Shares;
        text.Prior?.Apply(_domains, shares);
        probabilities.Fill(0.01f);
        probabilities[Labels.IndexOf(LabelNames.HateSpeech)] = shares[1];
        return true;
    }

    public DomainGuess? GuessDomain(in CommentText text)
    {
        Guesses++;
        return Guess(text);
    }

    private DomainGuess Guess(in CommentText text) => new(_domains, text.Text.Contains('!', StringComparison.Ordinal) ? [0.2f, 0.8f] : [0.8f, 0.2f]);
}
