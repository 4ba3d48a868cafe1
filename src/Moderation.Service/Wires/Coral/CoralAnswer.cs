using System.Buffers;
using System.Text.Json;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Service.Screening;

namespace Moderation.Service.Wires.Coral;

/// <summary>Our verdict in Coral's terms; nothing where we have no objection, and Coral's other phases go on.</summary>
/// <param name="Status">SYSTEM_WITHHELD (a moderator decides in Coral) or REJECTED.</param>
/// <param name="IsToxic">Whether the comment is marked as detected toxic: not where it is held only because it could not be scored.</param>
/// <param name="RejectionCode">Coral's rejection reason, or null.</param>
internal sealed record CoralAnswer(string Status, bool IsToxic, string? RejectionCode)
{
    /// <summary>Which of Coral's reasons a label gives, the gravest first; the first that the rules name counts.</summary>
    private static readonly (string Label, string Code)[] Codes =
    [
        (LabelNames.HateSpeech, "HATE_SPEECH"),
        (LabelNames.Slur, "HATE_SPEECH"),
        (LabelNames.Threat, "ABUSIVE"),
        (LabelNames.SevereToxicity, "ABUSIVE"),
        (LabelNames.Harassment, "HARASSMENT_BULLYING"),
        (LabelNames.Insult, "OFFENSIVE"),
        (LabelNames.Toxicity, "OFFENSIVE"),
        (LabelNames.Profanity, "OFFENSIVE"),
    ];

    /// <summary>The answer to what became of a comment, or null for "no opinion".</summary>
    public static CoralAnswer? Of(Screened screened, Policy policy) => screened.Verdict switch
    {
        Verdict.Approve => null,
        Verdict.Reject => new CoralAnswer("REJECTED", IsToxic: true, CodeOf(RulesOf(screened))),
        _ when IsUnscored(screened) => policy.FailOpen ? null : Held(toxic: false),
        _ => Held(toxic: true),
    };

    /// <summary>Held for Coral's moderators.</summary>
    public static CoralAnswer Held(bool toxic) => new("SYSTEM_WITHHELD", toxic, null);

    /// <summary>Writes the JSON of it.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("status"u8, Status);
        if (IsToxic)
        {
            json.WriteStartArray("actions"u8);
            json.WriteStartObject();
            json.WriteString("actionType"u8, "FLAG"u8);
            json.WriteString("reason"u8, "COMMENT_DETECTED_TOXIC"u8);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        if (RejectionCode is not null)
        {
            json.WriteStartObject("moderationAction"u8);
            json.WriteString("status"u8, Status);
            json.WriteStartObject("rejectionReason"u8);
            json.WriteString("code"u8, RejectionCode);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static bool IsUnscored(Screened screened) =>
        screened.Recorded?.Decision is { } decision
            ? decision.Moderator is null && decision.Probabilities.Count == 0
            : !screened.Ruling.Assessment.IsScored;

    private static IReadOnlyList<string> RulesOf(Screened screened) => screened.Recorded?.Decision?.Rules ?? screened.Ruling.Rules;

    private static string CodeOf(IReadOnlyList<string> rules) =>
        Codes.FirstOrDefault(code => rules.Any(rule => rule.EndsWith($":{code.Label}", StringComparison.Ordinal))).Code ?? "OTHER";
}
