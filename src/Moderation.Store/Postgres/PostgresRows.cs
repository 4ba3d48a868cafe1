using Moderation.Labels;
using Npgsql;
using NpgsqlTypes;

namespace Moderation.Store;

/// <summary>What identifies a comment, whatever its revision.</summary>
internal readonly record struct CommentKey(string Site, string Section, string Id)
{
    internal static CommentKey Of(RecordEntry entry) => new(entry.Comment.Site, entry.Comment.Section, entry.Comment.Id);
}

/// <summary>An entry with its plan and, once known, the key of its row.</summary>
internal sealed class Planned(RecordEntry entry, RecordPlan plan)
{
    internal RecordEntry Entry { get; } = entry;

    internal RecordPlan Plan { get; } = plan;

    internal long? Key { get; set; } = plan.Step == RecordStep.Refuse ? null : plan.Known?.Key;

    internal bool Writes => Plan.Step is RecordStep.Insert or RecordStep.Decide;

    internal CommentRow AsRow() => new()
    {
        Site = Entry.Comment.Site,
        Section = Entry.Comment.Section,
        CommentId = Entry.Comment.Id,
        Revision = Plan.Revision,
        Source = Entry.Comment.Source,
        ReceivedAt = Entry.At,
    };
}

/// <summary>Rows as arrays, one a column, in the order of the parameters in <see cref="PostgresRecordSql"/>.</summary>
internal static class PostgresRows
{
    internal static object[] Comments(List<Planned> plans) =>
    [
        Column(plans, plan => plan.Entry.Comment.Site),
        Column(plans, plan => plan.Entry.Comment.Section),
        Column(plans, plan => plan.Entry.Comment.Id),
        Column(plans, plan => plan.Plan.Revision),
        Column(plans, plan => plan.Entry.Text),
        Column(plans, plan => plan.Entry.TextHash),
        Column(plans, plan => RecordEntry.Clean(plan.Entry.Comment.ParentId)),
        Column(plans, plan => plan.Entry.ParentText),
        Column(plans, plan => plan.Entry.Incoming.KeepText ? RecordEntry.Clean(plan.Entry.Comment.Title) : null),
        Column(plans, plan => RecordEntry.Clean(plan.Entry.Comment.Author)),
        Column(plans, plan => plan.Entry.Comment.WrittenAt is { } at ? UniversalTime.Of(at) : (DateTimeOffset?)null),
        Column(plans, plan => StorableText.Clean(plan.Entry.Comment.Source)),
        Column(plans, plan => plan.Entry.At),
        Column(plans, plan => plan.Plan.IsNewest && plan.Entry.WaitsForWorker ? plan.Entry.At : (DateTimeOffset?)null),
        Column(plans, plan => plan.Entry.DecisionId),
    ];

    internal static object[] Superseding(List<Planned> plans) =>
    [
        Column(plans, plan => plan.Entry.Comment.Site),
        Column(plans, plan => plan.Entry.Comment.Section),
        Column(plans, plan => plan.Entry.Comment.Id),
        Column(plans, plan => plan.Plan.Revision),
    ];

    internal static object[] Deciding(List<Planned> plans) =>
    [
        Column(plans, plan => plan.Key!.Value),
        Column(plans, plan => plan.Entry.DecisionId),
        Column(plans, plan => plan.Plan.IsNewest && plan.Entry.Incoming.ScoreLater ? plan.Entry.At : (DateTimeOffset?)null),
    ];

    internal static object[] Decisions(List<Planned> plans) =>
    [
        Column(plans, plan => plan.Entry.DecisionId!.Value),
        Column(plans, plan => plan.Key!.Value),
        Column(plans, plan => StoredNames.Of(plan.Entry.Ruling!.Verdict)),
        Column(plans, plan => plan.Entry.RulesJson),
        Column(plans, plan => plan.Entry.ProbabilitiesJson),
        Column(plans, plan => plan.Entry.Ruling!.Assessment.Model),
        Column(plans, plan => plan.Entry.Ruling!.PolicyVersion),
        Column(plans, plan => plan.Entry.Ruling!.Assessment.UnscoredBecause),
        Column(plans, plan => plan.Entry.At),
    ];

    internal static object[] ReviewItems(List<Planned> plans) =>
    [
        Column(plans, plan => plan.Entry.Comment.Site),
        Column(plans, plan => plan.Entry.Comment.Section),
        Column(plans, plan => plan.Entry.Comment.Id),
        Column(plans, plan => plan.Key!.Value),
        Column(plans, plan => plan.Entry.DecisionId!.Value),
        Column(plans, plan => plan.Entry.Priority),
        Column(plans, plan => ReviewPriority.LabelsOf(plan.Entry.Ruling!.Rules)),
        Column(plans, plan => plan.Entry.At),
    ];

    internal static object[] Dequeuing(List<Planned> plans) =>
    [
        Column(plans, plan => plan.Entry.Comment.Site),
        Column(plans, plan => plan.Entry.Comment.Section),
        Column(plans, plan => plan.Entry.Comment.Id),
        Column(plans, plan => plan.Entry.At),
        Column(plans, plan => plan.Entry.DecisionId!.Value),
    ];

    internal static object[] Telling(List<Planned> plans) =>
    [
        Column(plans, plan => plan.Entry.Comment.Site),
        Column(plans, plan => plan.Entry.DecisionId!.Value),
        Column(plans, plan => plan.Entry.At),
        Column(plans, plan => plan.Plan.Known!.Value.DecisionId),
        Column(plans, plan => StoredNames.Of(plan.Entry.Ruling!.Verdict)),
    ];

    internal static NpgsqlParameter[] Annotation(Planned plan, Annotation annotation) =>
    [
        new() { Value = plan.Key!.Value },
        new() { Value = StorableText.Clean(annotation.Rater) },
        new() { Value = StoreJson.Shares(annotation.Labels) },
        new() { Value = annotation.At is { } at ? UniversalTime.Of(at) : DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
        new() { Value = plan.Entry.At },
        new() { Value = plan.Entry.Comment.IsImported },
    ];

    internal static DecisionRow Decision(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        CommentKey = 0, // Not asked for: the row goes no further than into a decision.
        Verdict = StoredNames.VerdictOf(row.GetString(1)),
        Rules = StoreJson.ReadNames(row.GetString(2)),
        Probabilities = StoreJson.ReadShares(row.GetString(3)),
        Model = Text(row, 4),
        PolicyVersion = Text(row, 5),
        Moderator = Text(row, 6),
        Reason = Text(row, 7),
        At = row.GetFieldValue<DateTimeOffset>(8),
    };

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static T[] Column<T>(List<Planned> plans, Func<Planned, T> value) => plans.ConvertAll(plan => value(plan)).ToArray();
}
