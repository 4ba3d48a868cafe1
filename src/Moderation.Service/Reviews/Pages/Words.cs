using Moderation.Policies;

namespace Moderation.Service.Reviews.Pages;

/// <summary>Words of the pages that stand in more than one place.</summary>
internal static class Words
{
    /// <summary>A verdict in force.</summary>
    public static string Past(Verdict verdict) => verdict switch
    {
        Verdict.Approve => "approved",
        Verdict.Reject => "rejected",
        _ => "sent to review",
    };
}
