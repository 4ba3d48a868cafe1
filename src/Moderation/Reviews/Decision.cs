using Moderation.Policies;

namespace Moderation.Reviews;

/// <summary>A verdict put in force: append-only, never edited, only followed by another.</summary>
public sealed record Decision
{
    /// <summary>Time-ordered unique id (UUID version 7).</summary>
    public required Guid Id { get; init; }

    /// <summary>The site of the comment.</summary>
    public required string Site { get; init; }

    /// <summary>The section of the comment.</summary>
    public required string Section { get; init; }

    /// <summary>The site's id of the comment.</summary>
    public required string CommentId { get; init; }

    /// <summary>The revision that was decided.</summary>
    public required int Revision { get; init; }

    /// <summary>Approve, review or reject.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The rules that spoke; empty for a moderator's decision.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>Probability by label at the time; empty where unscored or decided by a person.</summary>
    public required IReadOnlyDictionary<string, float> Probabilities { get; init; }

    /// <summary>The model that scored, or null for a person.</summary>
    public string? Model { get; init; }

    /// <summary>The policy version that judged, or null for a person.</summary>
    public string? PolicyVersion { get; init; }

    /// <summary>Id of the moderator, or null for the program.</summary>
    public string? Moderator { get; init; }

    /// <summary>The moderator's reason, or why the comment is unscored.</summary>
    public string? Reason { get; init; }

    /// <summary>When it came into force.</summary>
    public required DateTimeOffset At { get; init; }
}
