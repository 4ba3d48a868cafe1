using System.Text.Json;
using Moderation.Store;

namespace Moderation.Service.Delivery;

/// <summary>What a webhook tells: which decision is in force now, without the comment's text or the moderator's name.</summary>
internal static class WebhookMessage
{
    /// <summary>Type of the event.</summary>
    public const string Type = "decision.changed";

    /// <summary>The id by which a receiver knows a repetition: the same for every attempt.</summary>
    public static string IdOf(WebhookDeliveryRow delivery) => $"msg_{delivery.DecisionId:N}";

    /// <summary>The JSON of it.</summary>
    public static byte[] BodyOf(WebhookDeliveryRow delivery)
    {
        var decision = delivery.Decision!.ToDecision();
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, Type);
            json.WriteString("timestamp"u8, decision.At);
            json.WriteStartObject("data"u8);
            json.WriteString("site"u8, decision.Site);
            json.WriteString("section"u8, decision.Section);
            json.WriteString("comment"u8, decision.CommentId);
            json.WriteNumber("revision"u8, decision.Revision);
            json.WriteString("decision"u8, decision.Id);
            json.WriteString("verdict"u8, decision.Verdict.ToString().ToLowerInvariant());
            json.WriteString("by"u8, decision.Moderator is null ? "model"u8 : "moderator"u8);
            json.WriteStartArray("rules"u8);
            foreach (var rule in decision.Rules)
            {
                json.WriteStringValue(rule);
            }

            json.WriteEndArray();
            json.WriteString("model"u8, decision.Model);
            json.WriteString("policy"u8, decision.PolicyVersion);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
