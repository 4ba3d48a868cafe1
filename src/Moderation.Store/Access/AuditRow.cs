namespace Moderation.Store;

/// <summary>Who did what to what, and when. Append-only. Never holds text of comments.</summary>
public sealed class AuditRow
{
    /// <summary>Our own key, ascending.</summary>
    public long Key { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Id of the user, <c>key:PREFIX</c>, or the name of a part of the program.</summary>
    public required string Who { get; init; }

    /// <summary>What was done, in kebab case: <c>decide</c>, <c>key-create</c>, <c>promote</c> …</summary>
    public required string What { get; init; }

    /// <summary>What it was done to: an id.</summary>
    public required string Subject { get; init; }

    /// <summary>Anything more, or null.</summary>
    public string? Detail { get; init; }
}
