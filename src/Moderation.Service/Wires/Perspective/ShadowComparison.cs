using Moderation.Evaluation;
using Moderation.Scoring;

namespace Moderation.Service.Wires.Perspective;

/// <summary>What became of a comment's score: Perspective's, ours on its scale, and our probability.</summary>
internal readonly record struct ShadowScore(string Id, float Stored, float Scaled, float Probability);

/// <summary>One threshold a site used, and the one that holds as many comments with us.</summary>
/// <param name="Stored">The site's threshold; a comment was held if its score was above.</param>
/// <param name="HeldThen">Comments that Perspective held.</param>
/// <param name="Scaled">Ours that holds as many, on Perspective's scale.</param>
/// <param name="Probability">The same as a probability.</param>
/// <param name="HeldAsIs">Comments we hold if the site leaves its threshold as it is.</param>
/// <param name="Both">Of the comments held then, those that the new threshold holds too.</param>
internal sealed record ShadowThreshold(float Stored, int HeldThen, float Scaled, float Probability, int HeldAsIs, int Both);

/// <summary>One attribute compared.</summary>
internal sealed record ShadowAttribute(
    string Name, IReadOnlyList<ShadowScore> Scores, double Spearman, double MeanDifference, IReadOnlyList<ShadowThreshold> Thresholds);

/// <summary>
/// Compares the scores a site stored with those it would have had from us: how alike the two order its comments, and which
/// threshold keeps the share of comments that are held, so that nobody's workload changes on the day of the move.
/// </summary>
internal sealed class ShadowComparison(IClassifier classifier, PerspectiveScale scale)
{
    private readonly Dictionary<string, List<ShadowScore>> _scores = [];
    private readonly float[] _probabilities = new float[classifier.Labels.Count];

    /// <summary>Comments that the model could not score; they are in no figure.</summary>
    public int Unscored { get; private set; }

    /// <summary>Takes a comment.</summary>
    /// <param name="stored">The comment.</param>
    /// <param name="prior">What the comments of its site read like, or null: it is read alone.</param>
    public void Add(StoredScore stored, DomainPrior? prior = null)
    {
        if (!classifier.TryScore(new CommentText(stored.Text, Prior: prior), _probabilities))
        {
            Unscored++;
            return;
        }

        foreach (var (name, score) in stored.Scores)
        {
            var attribute = PerspectiveAttributes.Find(name)!;
            if (attribute.Of(classifier.Labels, _probabilities) is { } probability)
            {
                (_scores.TryGetValue(name, out var list) ? list : _scores[name] = [])
                    .Add(new ShadowScore(stored.Id, score, scale.Map(attribute, probability), probability));
            }
        }
    }

    /// <summary>The outcome, in the order of the manual.</summary>
    public IReadOnlyList<ShadowAttribute> Compare(IReadOnlyList<float> thresholds) =>
        [.. PerspectiveAttributes.All.Where(attribute => _scores.ContainsKey(attribute.Name)).Select(attribute => Compare(attribute.Name, thresholds))];

    private ShadowAttribute Compare(string name, IReadOnlyList<float> thresholds)
    {
        var scores = _scores[name];
        float[] falling = [.. scores.Select(score => score.Probability).OrderDescending()];
        return new ShadowAttribute(
            name,
            scores,
            Measures.Spearman([.. scores.Select(score => score.Probability)], [.. scores.Select(score => score.Stored)]),
            scores.Average(score => Math.Abs(score.Scaled - score.Stored)),
            [.. thresholds.Select(threshold => Compare(name, scores, falling, threshold))]);
    }

    private ShadowThreshold Compare(string name, List<ShadowScore> scores, float[] falling, float threshold)
    {
        var held = scores.Count(score => score.Stored > threshold);
        // The first comment that is not held sets the threshold, because clients hold what is above it.
        var probability = held < falling.Length ? falling[held] : 0;
        return new ShadowThreshold(
            threshold,
            held,
            scale.Map(PerspectiveAttributes.Find(name)!, probability),
            probability,
            scores.Count(score => score.Scaled > threshold),
            scores.Count(score => score.Stored > threshold && score.Probability > probability));
    }
}
