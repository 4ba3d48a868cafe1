using System.Text.Json.Serialization;

namespace Moderation.Policies;

/// <summary>What a policy says of a comment. Put in force it becomes a decision.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>Publish.</summary>
    [JsonStringEnumMemberName("approve")]
    Approve,

    /// <summary>A human decides.</summary>
    [JsonStringEnumMemberName("review")]
    Review,

    /// <summary>Do not publish. Without a human only where the site's policy says so.</summary>
    [JsonStringEnumMemberName("reject")]
    Reject,
}
