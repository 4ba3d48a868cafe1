using Moderation.Policies;
using Moderation.Reviews;

namespace Moderation.Store;

/// <summary>What a moderator decides.</summary>
/// <param name="Moderator">Id of the moderator.</param>
/// <param name="Verdict">Approve or reject; review puts the comment back into the queue.</param>
/// <param name="Reason">Why, or null.</param>
public sealed record Judgement(string Moderator, Verdict Verdict, string? Reason = null)
{
    /// <summary>What the moderator says of labels: 1 has it, 0 has it not, missing is unknown. Kept as an annotation for the next training; empty: none is kept.</summary>
    public IReadOnlyDictionary<string, float> Labels { get; init; } = new Dictionary<string, float>();

    /// <summary>The decision that this one takes back: if another is in force by then, nothing is decided. Null: it overrules whichever is.</summary>
    public Guid? TakesBack { get; init; }
}

/// <summary>What became of a moderator's decision.</summary>
public enum ResolutionStatus
{
    /// <summary>It is in force.</summary>
    Done,

    /// <summary>Somebody else, or a newer ruling, has dealt with the item already.</summary>
    AlreadyResolved,

    /// <summary>Another moderator has it on the screen.</summary>
    ClaimedByAnother,

    /// <summary>The author has edited the comment since the moderator saw it.</summary>
    Edited,

    /// <summary>There is no such item or comment.</summary>
    Unknown,
}

/// <summary>What became of a moderator's decision; the decision only where it is in force.</summary>
public sealed record Resolution(ResolutionStatus Status, Decision? Decision = null);
