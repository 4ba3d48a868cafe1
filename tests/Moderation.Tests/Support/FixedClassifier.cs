using Moderation.Labels;
using Moderation.Scoring;

namespace Moderation.Tests.Support;

/// <summary>A classifier whose opinion is given by the test: words and the probability they stand for; <c>under WORD</c> in the parent speaks too.</summary>
internal sealed class FixedClassifier(params (string Word, string Label, float Probability)[] opinions) : IClassifier
{
    public string Model => "fixed";

    public LabelSet Labels => LabelSet.Full;

    public Assessment Assess(in CommentText text, bool explain = false)
    {
        var probabilities = new float[Labels.Count];
        return TryScore(text, probabilities)
            ? new Assessment { Model = Model, Labels = Labels, Probabilities = probabilities, Spans = explain ? SpansOf(text.Text) : [] }
            : Assessment.Unscored(Model, Labels, "the test says so");
    }

    public DomainGuess? GuessDomain(in CommentText text)
    {
        MayExplode(text);
        return null;
    }

    public bool TryScore(in CommentText text, Span<float> probabilities)
    {
        MayExplode(text);
        probabilities.Fill(0.01f);
        foreach (var (word, label, probability) in opinions)
        {
            if (text.Text.Contains(word, StringComparison.OrdinalIgnoreCase) || text.ParentText?.Contains($"under {word}", StringComparison.OrdinalIgnoreCase) == true)
            {
                probabilities[Labels.IndexOf(label)] = probability;
            }
        }

        return !text.Text.Contains("UNSCORABLE", StringComparison.Ordinal);
    }

    private static void MayExplode(in CommentText text)
    {
        if (text.Text.Contains("EXPLODING", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("The test says so.");
        }
    }

    private ScoredSpan[] SpansOf(string text) =>
        [.. from opinion in opinions
            let at = text.IndexOf(opinion.Word, StringComparison.OrdinalIgnoreCase)
            where at >= 0
            select new ScoredSpan(at, at + opinion.Word.Length, opinion.Label, 1)];
}
