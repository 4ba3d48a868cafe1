namespace Moderation.Store;

/// <summary>An address of a site that wants to hear when a decision changes.</summary>
public sealed class WebhookEndpointRow
{
    /// <summary>Id for lists and logs.</summary>
    public required Guid Id { get; init; }

    /// <summary>The site whose decisions it hears of.</summary>
    public required string Site { get; init; }

    /// <summary>Where to send.</summary>
    public required string Url { get; init; }

    /// <summary>The secret that signs what is sent, <c>whsec_</c> and base64 of 32 random bytes. Kept as it is: a signature needs it.</summary>
    public required string Secret { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was taken out of use; null while in use.</summary>
    public DateTimeOffset? DisabledAt { get; set; }
}

/// <summary>
/// A decision that an endpoint is to hear of. Written in the same commit as the decision, so that none is forgotten
/// whatever dies in between.
/// </summary>
public sealed class WebhookDeliveryRow
{
    /// <summary>Our own key, ascending.</summary>
    public long Key { get; init; }

    /// <summary>Where to send.</summary>
    public required Guid EndpointId { get; init; }

    /// <summary>Where to send.</summary>
    public WebhookEndpointRow? Endpoint { get; init; }

    /// <summary>What to tell.</summary>
    public required Guid DecisionId { get; init; }

    /// <summary>What to tell.</summary>
    public DecisionRow? Decision { get; init; }

    /// <summary>When the decision was taken.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When to send it, or to send it again; null once delivered or dead.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; set; }

    /// <summary>When it arrived; null: not yet.</summary>
    public DateTimeOffset? DeliveredAt { get; set; }

    /// <summary>When it was given up; null: not given up.</summary>
    public DateTimeOffset? DeadAt { get; set; }

    /// <summary>The HTTP status of the last answer; null where there was none.</summary>
    public int? LastStatus { get; set; }

    /// <summary>What went wrong the last time, or null.</summary>
    public string? LastError { get; set; }
}
