using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Moderation.Evaluation;
using Moderation.Labels;
using Moderation.Models;
using Moderation.Store;

namespace Moderation.Service.Retraining;

/// <summary>How a run ended.</summary>
public enum RetrainingOutcome
{
    /// <summary>A better model is in force.</summary>
    Promoted,

    /// <summary>A better model waits on the shelf for a person.</summary>
    Offered,

    /// <summary>The champion stays; the reasons are given.</summary>
    Refused,

    /// <summary>It came to no model; the reason is given.</summary>
    Failed,
}

/// <summary>A harm's area under the ROC curve before and after.</summary>
/// <param name="Label">The harm.</param>
/// <param name="Rows">Rows it was measured on.</param>
/// <param name="Before">The champion's.</param>
/// <param name="After">The new model's.</param>
public sealed record RetrainingFigure(string Label, int Rows, double Before, double After);

/// <summary>What is kept of a run: an entry of the audit whose subject is the new model.</summary>
public sealed record RetrainingRecord
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What the audit calls it.</summary>
    public const string What = "retrain";

    /// <summary>When it ended.</summary>
    [JsonIgnore]
    public DateTimeOffset At { get; init; }

    /// <summary>The new model; empty where there is none.</summary>
    [JsonIgnore]
    public string Model { get; init; } = "";

    /// <summary>How it ended.</summary>
    public required RetrainingOutcome Outcome { get; init; }

    /// <summary>The champion it was measured beside.</summary>
    public required string Champion { get; init; }

    /// <summary>Judged comments that there were.</summary>
    public required int Comments { get; init; }

    /// <summary>Judgements that had come since the last run.</summary>
    public required int NewJudgements { get; init; }

    /// <summary>The reasons against the new model, a sentence each.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>A figure a harm, over all rows.</summary>
    public IReadOnlyList<RetrainingFigure> Figures { get; init; } = [];

    /// <summary>The runs on record, the newest first.</summary>
    public static async Task<IReadOnlyList<RetrainingRecord>> ReadAsync(ModerationDb db, int most, CancellationToken ct) =>
        [.. (await db.Audit.AsNoTracking().Where(row => row.What == What).OrderByDescending(row => row.Key).Take(most).ToListAsync(ct))
            .Select(row => JsonSerializer.Deserialize<RetrainingRecord>(row.Detail!, Json)! with { At = row.At, Model = row.Subject })];

    /// <summary>The entry of the audit.</summary>
    public AuditRow ToAudit(string who) =>
        new() { At = At, Who = who, What = What, Subject = Model, Detail = JsonSerializer.Serialize(this, Json) };

    /// <summary>The harms' figures of two models over all rows.</summary>
    internal static IReadOnlyList<RetrainingFigure> FiguresOf(IReadOnlyList<CardFigure> figures, string champion, string challenger)
    {
        return [.. from label in LabelNames.Harms
                   let before = Of(champion, label)
                   let after = Of(challenger, label)
                   where before is not null && after is not null && !double.IsNaN(before.Value)
                   select new RetrainingFigure(label, before.Rows, before.Value, after.Value)];

        CardFigure? Of(string system, string label) => figures.FirstOrDefault(figure =>
            figure.System == system && figure.Label == label && figure is { Slice: EvaluationRun.AllRows, Measure: "roc-auc" });
    }
}
