using Moderation.Comments;
using Moderation.Policies;
using Moderation.Reviews;
using Moderation.Scoring;

namespace Moderation.Store;

/// <summary>One <see cref="Incoming"/> on its way into the database, with everything worked out that needs no database.</summary>
internal sealed class RecordEntry
{
    internal RecordEntry(Incoming incoming, DateTimeOffset at)
    {
        Incoming = incoming;
        At = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
        if (Limits.Refuse(incoming.Comment) is { } because)
        {
            Result = new Recorded(RecordStatus.Refused, null, 0, because);
            return;
        }

        if (incoming.KeepText)
        {
            Text = StorableText.Clean(incoming.Comment.Text);
            ParentText = Clean(incoming.Comment.ParentText);
            TextHash = ReferenceEquals(Text, incoming.Comment.Text) && incoming.TextHash is { } known ? known : StorableText.Hash(Text);
        }

        // Here rather than in the writer: callers are many, the writer is one.
        if (incoming.Ruling is { } ruling)
        {
            DecisionId = DecisionIds.Next(At);
            DecisionKey = Key(DecisionId.Value);
            RulesJson = StoreJson.Names(ruling.Rules);
            ProbabilitiesJson = ProbabilityJson.Of(ruling.Assessment);
        }
    }

    internal Incoming Incoming { get; }

    internal Comment Comment => Incoming.Comment;

    internal Ruling? Ruling => Incoming.Ruling;

    internal DateTimeOffset At { get; }

    internal string? Text { get; }

    internal string? ParentText { get; }

    internal byte[]? TextHash { get; }

    internal Guid? DecisionId { get; }

    /// <summary>The decision's id as EF Core writes it on SQLite: upper case with hyphens.</summary>
    internal string? DecisionKey { get; }

    /// <summary>What became of it; null until known.</summary>
    internal Recorded? Result { get; set; }

    internal bool WaitsForWorker => Ruling is null || Incoming.ScoreLater;

    internal string RulesJson { get; } = "[]";

    internal string ProbabilitiesJson { get; } = "{}";

    internal double Priority => Math.Clamp(Incoming.Priority ?? ReviewPriority.Of(Ruling!), 0, 1);

    internal static string? Clean(string? text) => text is null ? null : StorableText.Clean(text);

    internal Recorded Kept(RecordStatus status, int revision) => new(status, DecisionOf(revision), revision);

    private Decision? DecisionOf(int revision) => Ruling is null ? null : new Decision
    {
        Id = DecisionId!.Value,
        Site = Comment.Site,
        Section = Comment.Section,
        CommentId = Comment.Id,
        Revision = revision,
        Verdict = Ruling.Verdict,
        Rules = Ruling.Rules,
        Probabilities = new ProbabilityDictionary(Ruling.Assessment.Labels, Ruling.Assessment.Probabilities),
        Model = Ruling.Assessment.Model,
        PolicyVersion = Ruling.PolicyVersion,
        Reason = Ruling.Assessment.UnscoredBecause,
        At = At,
    };

    private static string Key(Guid id) => string.Create(36, id, static (key, id) =>
    {
        _ = id.TryFormat(key, out _);
        _ = System.Text.Ascii.ToUpperInPlace(key, out _);
    });
}
