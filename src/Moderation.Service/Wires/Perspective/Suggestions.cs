using Moderation.Comments;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Service.Screening;
using Moderation.Store;

namespace Moderation.Service.Wires.Perspective;

/// <summary>
/// Keeps suggested scores as annotations, for the next training. Coral suggests a score when its moderator approves (0) or
/// rejects (1) a comment, so that is also a decision here: it closes what waited in the review queue for the same comment.
/// </summary>
internal sealed class Suggestions(Screener screener, DecisionLog log, CommentHistory history, ReviewClaims claims, TimeProvider time)
{
    /// <summary>Keeps what a request suggests of a comment.</summary>
    /// <returns>False where the store could not keep it.</returns>
    public async Task<bool> KeepAsync(Comment comment, PerspectiveRequest request, CancellationToken ct)
    {
        var ruling = screener.JudgeAgain(comment);
        var rater = Rater(request);
        var labels = LabelsOf(request.Suggestions);
        var recorded = await log.RecordAsync(new Incoming(comment, ruling)
        {
            ScoreLater = !ruling.Assessment.IsScored,
            Annotations = labels.Count == 0 ? [] : [new Annotation(rater, labels, time.GetUtcNow())],
        }).ConfigureAwait(false);
        if (recorded.IsKept && CommentIdentity.Of(request).IsCoral)
        {
            await DecideAsync(comment, request, rater, ct).ConfigureAwait(false);
        }

        return recorded.IsKept;
    }

    /// <summary>
    /// What the suggestions say of our labels. An attribute that stands for several says something of each only when it is 0:
    /// nothing to reject means none of them, but 1 does not tell which.
    /// </summary>
    internal static Dictionary<string, float> LabelsOf(IReadOnlyList<SuggestedScore> suggestions)
    {
        var labels = new Dictionary<string, float>(StringComparer.Ordinal);
        foreach (var (attribute, _, value, _) in suggestions.OrderBy(suggested => suggested.Attribute!.Labels.Length))
        {
            foreach (var label in attribute!.Labels)
            {
                var known = labels.TryGetValue(label, out var before);
                if (attribute.Labels.Length == 1)
                {
                    labels[label] = known ? Math.Max(before, (float)value!) : (float)value!;
                }
                else if (value == 0 && !known)
                {
                    labels[label] = 0;
                }
            }
        }

        return labels;
    }

    private async Task DecideAsync(Comment comment, PerspectiveRequest request, string moderator, CancellationToken ct)
    {
        var verdict = request.Suggestions.Max(suggested => suggested.Value) < 0.5 ? Verdict.Approve : Verdict.Reject;
        // Coral asked for the score before the comment had an id; that question waits under the hash of the text.
        var asked = CommentIdentity.ByTextAlone(request.Text!);
        foreach (var (section, id) in new[] { (comment.Section, comment.Id), (asked.Section, asked.Id) })
        {
            var decisions = await history.DecisionsAsync(comment.Site, section, id, ct).ConfigureAwait(false);
            var revisions = await history.RevisionsAsync(comment.Site, section, id, ct).ConfigureAwait(false);
            var repeated = decisions.Count > 0 && decisions[0].Moderator == moderator && decisions[0].Verdict == verdict;
            if (revisions.Count > 0 && !repeated)
            {
                await claims.DecideAsync(revisions[0].Key, new Judgement(moderator, verdict, "Decided in Coral."), ct).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whose judgement it is: the community's, as nothing tells its moderators apart.</summary>
    private static string Rater(PerspectiveRequest request) =>
        string.IsNullOrWhiteSpace(request.CommunityId) ? PerspectiveApi.Name : request.CommunityId.Length <= 128 ? request.CommunityId : request.CommunityId[..128];
}
