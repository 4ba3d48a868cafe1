using Moderation.Policies;

namespace Moderation.Service.Reviews.Pages;

/// <summary>Words of the pages that stand in more than one place.</summary>
internal static class Words
{
    private const int LongestName = 200;

    /// <summary>The beginning of a name or a title, which a site may send as long as it likes; all of it is in the answer of the API.</summary>
    public static string? Short(string? name) =>
        name is { Length: > LongestName } ? $"{name.AsSpan(0, char.IsHighSurrogate(name[LongestName - 1]) ? LongestName - 1 : LongestName)}…" : name;

    /// <summary>A verdict in force.</summary>
    public static string Past(Verdict verdict) => verdict switch
    {
        Verdict.Approve => "approved",
        Verdict.Reject => "rejected",
        _ => "sent to review",
    };
}
