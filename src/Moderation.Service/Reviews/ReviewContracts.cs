using Moderation.Policies;
using Moderation.Store;

namespace Moderation.Service.Reviews;

/// <summary>A part of the queue.</summary>
/// <param name="Open">Items that wait.</param>
/// <param name="Claimed">Those of them that a moderator has.</param>
/// <param name="Oldest">Since when the oldest waits; null where none does.</param>
/// <param name="Items">The asked-for part, the most urgent first.</param>
public sealed record ReviewList(int Open, int Claimed, DateTimeOffset? Oldest, IReadOnlyList<ReviewAnswer> Items);

/// <summary>An item of the queue.</summary>
/// <param name="Id">Id of the item.</param>
/// <param name="Section">The section of the comment.</param>
/// <param name="Comment">The site's own id of the comment.</param>
/// <param name="Revision">The revision to look at; a decision names it.</param>
/// <param name="Text">The text; null where it is not kept.</param>
/// <param name="Author">Pseudonym of the author, or null.</param>
/// <param name="Labels">The labels that sent it here.</param>
/// <param name="Priority">0 to 1, the highest first.</param>
/// <param name="Decision">The decision that sent it here.</param>
/// <param name="WaitsSince">Since when it waits.</param>
/// <param name="ClaimedUntil">Until when a moderator has it; null where none has.</param>
public sealed record ReviewAnswer(
    long Id, string Section, string Comment, int Revision, string? Text, string? Author, IReadOnlyList<string> Labels, double Priority,
    Guid Decision, DateTimeOffset WaitsSince, DateTimeOffset? ClaimedUntil)
{
    internal static ReviewAnswer Of(ReviewItemRow item, DateTimeOffset now) => new(
        item.Key, item.Section, item.CommentId, item.Comment!.Revision, item.Comment.Text, item.Comment.Author, item.LabelNames, item.Priority,
        item.DecisionId, item.EnqueuedAt, item.ClaimedUntil > now ? item.ClaimedUntil : null);
}

/// <summary>What a site's moderator decides.</summary>
public sealed record ReviewJudgement
{
    /// <summary>approve or reject.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The revision that was seen.</summary>
    public required int Revision { get; init; }

    /// <summary>Why, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>What is said of labels: 1 has it, 0 has it not; missing is unknown.</summary>
    public IReadOnlyDictionary<string, float> Labels { get; set => field = value ?? new Dictionary<string, float>(); } = new Dictionary<string, float>();
}

/// <summary>A decision that is in force.</summary>
/// <param name="Id">Id of the decision.</param>
/// <param name="Verdict">approve or reject.</param>
/// <param name="At">When it was taken.</param>
public sealed record ReviewDecision(Guid Id, Verdict Verdict, DateTimeOffset At);

/// <summary>A claim that was given.</summary>
/// <param name="ClaimedUntil">When it ends by itself.</param>
public sealed record ClaimAnswer(DateTimeOffset ClaimedUntil);
