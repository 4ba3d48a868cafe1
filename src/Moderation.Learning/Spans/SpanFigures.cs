using Moderation.Evaluation;
using Moderation.Labels;
using Moderation.Models;
using Moderation.Scoring;

namespace Moderation.Learning.Spans;

/// <summary>
/// How well the stretches that contestants name agree with those that readers marked, in both readings of such data: a character is
/// abusive where half of all readers marked it, or half of those who marked anything.
/// </summary>
internal static class SpanFigures
{
    /// <summary>Slice: marked by at least half of all readers.</summary>
    public const string OfAll = "marked by half of the readers";

    /// <summary>Slice: marked by at least half of the readers who marked anything in the comment.</summary>
    public const string OfMarkers = "marked by half of those who marked anything";

    /// <summary>A figure a contestant and reading: the mean over comments.</summary>
    /// <param name="contestants">Who names stretches.</param>
    /// <param name="comments">Comments of the test part.</param>
    /// <param name="alone">Whether each comment is read alone, and not as one among others of its data set.</param>
    public static IEnumerable<CardFigure> Measure(IReadOnlyList<Contestant> contestants, IReadOnlyList<MarkedComment> comments, bool alone)
    {
        foreach (var contestant in contestants)
        {
            foreach (var dataset in comments.GroupBy(comment => comment.Example.Dataset))
            {
                MarkedComment[] own = [.. dataset];
                var named = Named(contestant.Classifier, own, alone);
                yield return Of(contestant, $"{dataset.Key}, {OfAll}", [.. own.Select((comment, i) => comment.F1(named[i]))]);
                yield return Of(contestant, $"{dataset.Key}, {OfMarkers}", [.. own.Select((comment, i) => comment.AmongMarkers.F1(named[i]))]);
            }
        }
    }

    private static (int Begin, int End)[][] Named(IClassifier classifier, MarkedComment[] comments, bool alone)
    {
        CommentText[] texts = [.. comments.Select(comment => comment.Example.Comment)];
        var prior = alone ? null : DomainPrior.Estimate(classifier, texts);
        var named = new (int Begin, int End)[texts.Length][];
        Parallel.For(0, named.Length, i =>
            named[i] = [.. classifier.Assess(texts[i] with { Prior = prior }, explain: true).Spans.Select(span => (span.Begin, span.End))]);
        return named;
    }

    private static CardFigure Of(Contestant contestant, string slice, double[] f1)
    {
        var mean = Measures.Mean(f1);
        return new CardFigure(contestant.Name, slice, LabelNames.Toxicity, EvaluationReport.SpanF1, mean.Value, mean.Low, mean.High, f1.Length);
    }
}
