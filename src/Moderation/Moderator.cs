using Moderation.Comments;
using Moderation.Policies;
using Moderation.Scoring;

namespace Moderation;

/// <summary>
/// The whole decision: the classifier normalises, featurises, scores and calibrates a comment into an
/// <see cref="Assessment"/>; the site's policy judges it by an ordered list of rules into a <see cref="Ruling"/>.
/// What happens next (the append-only decision, the review queue) is the service's.
/// </summary>
public sealed class Moderator(IClassifier classifier)
{
    /// <summary>The classifier in use, for cards and logs.</summary>
    public IClassifier Classifier => classifier;

    /// <summary>Assesses and judges one comment. Does not throw on any text.</summary>
    /// <param name="comment">One revision, with its context.</param>
    /// <param name="policy">The site's policy.</param>
    /// <param name="explain">Whether spans and an explanation are wanted.</param>
    /// <param name="prior">What kinds of text are common where it was written; null: it is read alone.</param>
    public Ruling Judge(Comment comment, Policy policy, bool explain = false, DomainPrior? prior = null)
    {
        var assessment = classifier.Assess(CommentText.Of(comment, prior), explain);
        return PolicyRules.Judge(new Case(comment, assessment, policy));
    }
}
