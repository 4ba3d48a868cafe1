using Moderation.Comments;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Service.Access;
using Moderation.Service.Hosting;
using Moderation.Service.Places;
using Moderation.Service.Telemetry;
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
public sealed class Screener(
    ActiveModel active, SiteDirectory sites, PlaceMemory places, DecisionLog log, ParentTexts parents, Load load, ModerationMetrics metrics)
{
    /// <summary>Longest text in which the stretches that spoke are looked for, in UTF-16 units: in a longer one nobody reads them all, and they cost many times its judgement.</summary>
    public const int LongestExplained = 65_536;

    private const string NoModel = "No model is in force.";
    private const string TooBusy = "Too many comments came at once; it is scored when there is time.";

    /// <summary>The champion's card and policy, or null while there is none.</summary>
    public ModelInForce? Model => active.Current;

    /// <summary>Judges a comment that came, without recording; it helps to learn what its site is like. Does not throw on any text.</summary>
    public Ruling Judge(Comment comment, bool explain = false) => Judge(comment, explain, sites.PriorOf(comment.Site));

    /// <summary>The same for comments that came together: the first ones of a site are read as comments of one place already.</summary>
    public Func<Comment, Ruling> JudgeOf(IReadOnlyList<Comment> comments, bool explain = false)
    {
        Func<string, DomainPrior?> priors = active.Current is { } model ? sites.PriorsOf(comments, model.Moderator.Classifier) : _ => null;
        return comment => Judge(comment, explain, priors(comment.Site));
    }

    /// <summary>
    /// The same for a comment that came before. What people look at again is mostly what was held, which would say the wrong thing of its site.
    /// </summary>
    public Ruling JudgeAgain(Comment comment, bool explain = false) => Score(comment, explain, sites.PriorOf(comment.Site));

    /// <summary>The ruling on a comment that is given up as impossible to score: a person looks at it.</summary>
    public Ruling GiveUp(Comment comment, string because) => Unscored(comment, active.Current, because);

    /// <summary>Screens one comment.</summary>
    /// <param name="comment">The comment.</param>
    /// <param name="options">How.</param>
    /// <param name="textHash"><see cref="StorableText.Hash"/> of its text where the caller has that already.</param>
    public async ValueTask<Screened> ScreenAsync(Comment comment, ScreeningOptions options, byte[]? textHash = null)
    {
        var began = metrics.Begin();
        try
        {
            comment = ParentTexts.IsMissing(comment) ? await parents.CompleteAsync(comment).ConfigureAwait(false) : comment;
            var ruling = load.Enter() ? Judge(comment, options.Explain) : Unscored(comment, active.Current, TooBusy);
            var screened = options.DryRun
                ? new Screened(ruling, null)
                : new Screened(ruling, await log.RecordAsync(Incoming(comment, ruling, options, textHash)).ConfigureAwait(false));
            metrics.Screened(comment.Source, screened, began);
            return screened;
        }
        finally
        {
            load.Leave();
        }
    }

    /// <summary>Screens many; the outcomes are in the same order, and all durable.</summary>
    public async ValueTask<IReadOnlyList<Screened>> ScreenAsync(IReadOnlyList<Comment> comments, ScreeningOptions options)
    {
        if (comments.Count == 1)
        {
            // A wire's list of one is a single comment in a hurry, and takes part in the shedding; batches wait instead.
            return [await ScreenAsync(comments[0], options).ConfigureAwait(false)];
        }

        var began = metrics.Begin();
        comments = await parents.CompleteAsync(comments).ConfigureAwait(false);
        var incoming = new Incoming[comments.Count];
        // Scoring is the work here, and rows do not depend on each other.
        var judge = JudgeOf(comments, options.Explain);
        Parallel.For(0, incoming.Length, i => incoming[i] = Incoming(comments[i], judge(comments[i]), options));
        var recorded = options.DryRun ? null : await log.RecordAsync(incoming).ConfigureAwait(false);
        var screened = new Screened[incoming.Length];
        for (var i = 0; i < screened.Length; i++)
        {
            screened[i] = new Screened(incoming[i].Ruling!, recorded?[i]);
            metrics.Screened(comments[i].Source, screened[i], began);
        }

        return screened;
    }

    private Ruling Judge(Comment comment, bool explain, DomainPrior? prior)
    {
        var ruling = Score(comment, explain, prior);
        places.Note(comment.Site, ruling.Assessment.Domain);
        return ruling;
    }

    private Ruling Score(Comment comment, bool explain, DomainPrior? prior) => active.Current is { } model
        ? model.Moderator.Judge(comment, sites.PolicyOf(comment.Site, comment.Section, model), explain && comment.Text.Length <= LongestExplained, prior)
        : Unscored(comment, null, NoModel);

    private Ruling Unscored(Comment comment, ModelInForce? model, string because) => PolicyRules.Judge(new Case(
        comment, Assessment.Unscored(model?.Card.Id ?? "none", LabelSet.Full, because), sites.PolicyOf(comment.Site, comment.Section, model)));

    private static Incoming Incoming(Comment comment, Ruling ruling, ScreeningOptions options, byte[]? textHash = null) => new(comment, ruling)
    {
        TextHash = textHash,
        KeepText = !options.DoNotStore,
        RevisionGiven = options.RevisionGiven,
        ScoreLater = !ruling.Assessment.IsScored,
    };
}
