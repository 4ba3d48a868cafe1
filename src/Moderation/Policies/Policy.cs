namespace Moderation.Policies;

/// <summary>A site's thresholds, versioned: the data that the rules read.</summary>
public sealed record Policy
{
    /// <summary>Identifies this version of the policy in every decision.</summary>
    public required string Version { get; init; }

    /// <summary>The model the thresholds were chosen for; they mean nothing on another. Null: any (own thresholds absent).</summary>
    public string? Model { get; init; }

    /// <summary>Probability at or above which a label sends a comment to review, 0 to 1. A label not named is not acted on.</summary>
    public required IReadOnlyDictionary<string, float> Review { get; init; }

    /// <summary>Probability at or above which a label rejects without a human. Empty (the default): never.</summary>
    public IReadOnlyDictionary<string, float> Reject { get; init; } = new Dictionary<string, float>();

    /// <summary>Whether a comment that could not be scored in time passes, where the wire must answer at once. Default: it does not.</summary>
    public bool FailOpen { get; init; }
}
