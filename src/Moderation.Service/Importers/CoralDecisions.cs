using System.Text.Json;
using Moderation.Labels;
using static Moderation.Service.Wires.Coral.MongoJson;

namespace Moderation.Service.Importers;

/// <summary>
/// What Coral's moderators decided, as judgements. Whoever approves a comment has read it and found none of the harms; whoever
/// rejects it says by the reason what was wrong, where the reason is about a label of ours. Anything else says nothing of a label:
/// an advertisement, a banned word or what is beside the point is no abuse, and no reason is none.
/// </summary>
internal sealed class CoralDecisions
{
    /// <summary>The collection that holds them.</summary>
    public const string Collection = "commentModerationActions";

    /// <summary>The rule, for the manual and the help.</summary>
    public const string Rule = "what a moderator approved has none of the harms; what was rejected as HATE_SPEECH is hate_speech, as HARASSMENT_BULLYING harassment, as ABUSIVE or OFFENSIVE toxicity";

    private const string Approved = "APPROVED";

    private static readonly Dictionary<string, float> NoHarm = LabelNames.Harms.ToDictionary(label => label, _ => 0f, StringComparer.Ordinal);

    private static readonly Dictionary<string, Dictionary<string, float>> Reasons = new(StringComparer.Ordinal)
    {
        ["HATE_SPEECH"] = new() { [LabelNames.HateSpeech] = 1 },
        ["HARASSMENT_BULLYING"] = new() { [LabelNames.Harassment] = 1 },
        ["ABUSIVE"] = new() { [LabelNames.Toxicity] = 1 },
        ["OFFENSIVE"] = new() { [LabelNames.Toxicity] = 1 },
    };

    private readonly Dictionary<string, Decided> _newest = new(StringComparer.Ordinal);

    private sealed record Decided(string? Revision, string? Status, string? Reason, string Moderator, DateTimeOffset? At);

    /// <summary>Takes a line of the collection. Without a moderator it was Coral itself who decided.</summary>
    public void Add(JsonElement action)
    {
        if (TextOf(Field(action, "commentID")) is not { } comment || TextOf(Field(action, "moderatorID")) is not { } moderator)
        {
            return;
        }

        var reason = Field(action, "rejectionReason");
        var decided = new Decided(
            TextOf(Field(action, "commentRevisionID")), TextOf(Field(action, "status")),
            TextOf(Field(reason, "code")) ?? TextOf(Field(reason, "reason")), moderator, TimeOf(Field(action, "createdAt")));
        if (!_newest.TryGetValue(comment, out var known) || !(known.At > decided.At))
        {
            _newest[comment] = decided;
        }
    }

    /// <summary>The judgement on a comment; null where its moderators' newest decision says nothing of it as it stands.</summary>
    /// <param name="comment">Id of the comment.</param>
    /// <param name="revision">Id of the revision that is taken: a decision is on one text.</param>
    /// <param name="status">What the comment's status is now: Coral may have decided anew since.</param>
    public Annotation? Of(string comment, string? revision, string? status)
    {
        if (!_newest.TryGetValue(comment, out var decided) || decided.Revision != revision || decided.Status != status)
        {
            return null;
        }

        var labels = status == Approved ? NoHarm : decided.Reason is { } reason ? Reasons.GetValueOrDefault(reason) : null;
        return labels is null ? null : new Annotation(decided.Moderator, labels, decided.At);
    }
}
