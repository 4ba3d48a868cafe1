using Microsoft.EntityFrameworkCore;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Store;

namespace Moderation.Service.Retraining;

/// <summary>What a policy would have done with a site's latest comments.</summary>
/// <param name="Comments">Comments that were judged anew.</param>
/// <param name="Held">Those that were held for a person or rejected when they came.</param>
/// <param name="WouldBeHeld">Those that would be.</param>
/// <param name="LeftOut">Comments of another model whose text is not kept: nobody can tell.</param>
internal sealed record Replay(int Comments, int Held, int WouldBeHeld, int LeftOut)
{
    /// <summary>Judges a site's latest comments anew; nothing is written.</summary>
    /// <param name="db">The store.</param>
    /// <param name="site">The site.</param>
    /// <param name="most">How many comments.</param>
    /// <param name="classifier">The model that the policy is for; scores kept from it are taken as they are.</param>
    /// <param name="prior">What the site's comments read like, or null: what must be scored anew is read alone.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<Replay> RunAsync(
        ModerationDb db, string site, int most, IClassifier classifier, DomainPrior? prior, Policy policy, CancellationToken ct) =>
        (await LatestComments.ReadAsync(db, site, most, classifier, prior, ct)).Under(policy);
}

/// <summary>A site's latest comments with what a model says of them, read once and judged under any number of policies.</summary>
internal sealed class LatestComments
{
    private readonly IReadOnlyList<Assessed> _comments;
    private readonly int _leftOut;

    private LatestComments(IReadOnlyList<Assessed> comments, int leftOut) => (_comments, _leftOut) = (comments, leftOut);

    /// <inheritdoc cref="Replay.RunAsync" />
    public static async Task<LatestComments> ReadAsync(
        ModerationDb db, string site, int most, IClassifier classifier, DomainPrior? prior, CancellationToken ct)
    {
        var comments = await db.Comments.AsNoTracking().Where(row => row.Site == site && row.DecisionId != null)
            .OrderByDescending(row => row.Key).Take(most).ToListAsync(ct);
        if (comments.Count == 0)
        {
            return new LatestComments([], 0);
        }

        var (first, last) = (comments[^1].Key, comments[0].Key);
        var decisions = (await db.Decisions.AsNoTracking()
            .Where(row => row.Model != null && row.CommentKey >= first && row.CommentKey <= last).ToListAsync(ct))
            .GroupBy(row => row.CommentKey).ToDictionary(own => own.Key, own => own.MaxBy(row => row.At)!);
        var assessed = new List<Assessed>(comments.Count);
        foreach (var comment in comments)
        {
            if (decisions.TryGetValue(comment.Key, out var decision) && Assess(comment, decision, classifier, prior) is { } assessment)
            {
                assessed.Add(new Assessed(comment, decision.Verdict != Verdict.Approve, assessment));
            }
        }

        return new LatestComments(assessed, comments.Count - assessed.Count);
    }

    /// <summary>What a policy would do with them.</summary>
    public Replay Under(Policy policy) => new(
        _comments.Count, _comments.Count(one => one.WasHeld),
        _comments.Count(one => PolicyRules.Judge(new Case(one.Comment.ToComment(), one.Assessment, policy)).Verdict != Verdict.Approve), _leftOut);

    private static Assessment? Assess(CommentRow comment, DecisionRow decision, IClassifier classifier, DomainPrior? prior)
    {
        if (Assessment.ShelfModelOf(decision.Model!) == classifier.Model && decision.Probabilities.Count > 0)
        {
            return new Assessment
            {
                Model = classifier.Model, Labels = LabelSet.Full,
                Probabilities = [.. LabelNames.All.Select(label => decision.Probabilities.GetValueOrDefault(label))],
            };
        }

        return comment.Text is null ? null : classifier.Assess(new CommentText(comment.Text, comment.ParentText, comment.Title, prior));
    }

    private sealed record Assessed(CommentRow Comment, bool WasHeld, Assessment Assessment);
}
