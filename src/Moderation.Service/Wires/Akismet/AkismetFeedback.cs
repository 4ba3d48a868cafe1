using Microsoft.EntityFrameworkCore;
using Moderation.Comments;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Service.Screening;
using Moderation.Store;

namespace Moderation.Service.Wires.Akismet;

/// <summary>
/// What becomes of <c>submit-spam</c> and <c>submit-ham</c>: the site's people have overruled us, so their word becomes the decision
/// in force. Ham also says that no harm is in the comment, which is kept as an annotation for the next training. Spam does not say
/// what is wrong with it (an advertisement is not abuse), so it labels nothing.
/// </summary>
internal sealed class AkismetFeedback(Screener screener, ReviewClaims claims, IDbContextFactory<ModerationDb> contexts, CommentIds ids)
{
    private static readonly Dictionary<string, float> NoHarm = LabelNames.Harms.ToDictionary(label => label, _ => 0f, StringComparer.Ordinal);

    /// <summary>Keeps it.</summary>
    /// <returns>False where the store could not.</returns>
    public async Task<bool> KeepAsync(Comment comment, bool spam, CancellationToken ct)
    {
        var screened = await screener.ScreenAsync(comment, new ScreeningOptions());
        if (screened.Recorded is not { IsKept: true } recorded)
        {
            return false;
        }

        var verdict = spam ? Verdict.Reject : Verdict.Approve;
        if (recorded.Decision is { Moderator: not null } known && known.Verdict == verdict)
        {
            // Said before; clients repeat it.
            return true;
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var key = await (await ids.FindAsync(db, comment.Site, comment.Id, ct))
            .Where(row => row.Section == comment.Section && row.Revision == recorded.Revision)
            .Select(row => row.Key).SingleAsync(ct);
        var judgement = new Judgement(AkismetApi.Name, verdict, spam ? "Submitted as spam by the site." : "Submitted as ham by the site.");
        var resolution = await claims.DecideAsync(key, spam ? judgement : judgement with { Labels = NoHarm }, ct);
        return resolution.Status is ResolutionStatus.Done or ResolutionStatus.Edited;
    }
}
