using Moderation.Comments;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Service.Access;
using Moderation.Service.Hosting;
using Moderation.Store;

namespace Moderation.Service.Screening;

/// <summary>How one comment is to be screened. Everything is off by default, so that <c>default</c> means what it seems to.</summary>
/// <param name="Explain">Whether spans and an explanation are wanted.</param>
/// <param name="DryRun">Judge, but record nothing.</param>
/// <param name="DoNotStore">Keep the decision, but not the text.</param>
/// <param name="RevisionGiven">Whether the sender numbers revisions.</param>
public readonly record struct ScreeningOptions(
    bool Explain = false, bool DryRun = false, bool DoNotStore = false, bool RevisionGiven = false);

/// <summary>What became of a comment.</summary>
/// <param name="Ruling">What the policy says of it.</param>
/// <param name="Recorded">What the decision log says; null for a dry run.</param>
public readonly record struct Screened(Ruling Ruling, Recorded? Recorded)
{
    /// <summary>
    /// The verdict in force: the recorded decision where the comment had one already (a human's is not overruled by
    /// asking again), else the ruling.
    /// </summary>
    public Verdict Verdict => Recorded?.Decision?.Verdict ?? Ruling.Verdict;
}

/// <summary>
/// The one way in, for every wire: score with the champion, judge by the site's policy, record the decision, and answer
/// when it is durable. Without a model the comment is unscored: recorded for review and scored later.
/// </summary>
public sealed class Screener(ActiveModel active, SiteDirectory sites, DecisionLog log)
{
    private const string NoModel = "No model is in force.";

    /// <summary>The champion's card and policy, or null while there is none.</summary>
    public ModelInForce? Model => active.Current;

    /// <summary>Judges without recording. Does not throw on any text.</summary>
    public Ruling Judge(Comment comment, bool explain = false)
    {
        if (active.Current is not { } model)
        {
            var unscored = Assessment.Unscored("none", LabelSet.Full, NoModel);
            return PolicyRules.Judge(new Case(comment, unscored, sites.PolicyOf(comment.Site, comment.Section, null)));
        }

        return model.Moderator.Judge(comment, sites.PolicyOf(comment.Site, comment.Section, model), explain);
    }

    /// <summary>Screens one comment.</summary>
    public async ValueTask<Screened> ScreenAsync(Comment comment, ScreeningOptions options)
    {
        var ruling = Judge(comment, options.Explain);
        return options.DryRun
            ? new Screened(ruling, null)
            : new Screened(ruling, await log.RecordAsync(Incoming(comment, ruling, options)).ConfigureAwait(false));
    }

    /// <summary>Screens many; the outcomes are in the same order, and all durable.</summary>
    public async ValueTask<IReadOnlyList<Screened>> ScreenAsync(IReadOnlyList<Comment> comments, ScreeningOptions options)
    {
        var incoming = new Incoming[comments.Count];
        // Scoring is the work here, and rows do not depend on each other.
        Parallel.For(0, incoming.Length, i => incoming[i] = Incoming(comments[i], Judge(comments[i], options.Explain), options));
        var recorded = options.DryRun ? null : await log.RecordAsync(incoming).ConfigureAwait(false);
        return [.. incoming.Select((item, i) => new Screened(item.Ruling!, recorded?[i]))];
    }

    private static Incoming Incoming(Comment comment, Ruling ruling, ScreeningOptions options) => new(comment, ruling)
    {
        KeepText = !options.DoNotStore,
        RevisionGiven = options.RevisionGiven,
        ScoreLater = !ruling.Assessment.IsScored,
    };
}
