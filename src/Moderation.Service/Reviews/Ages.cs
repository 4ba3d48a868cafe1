namespace Moderation.Service.Reviews;

/// <summary>How long ago something was, as short as a list needs it.</summary>
public static class Ages
{
    /// <summary><c>now</c>, <c>12 min</c>, <c>5 h</c>, <c>3 d</c>; beyond four weeks the day itself. What lies ahead counts as now.</summary>
    public static string Of(DateTimeOffset then, DateTimeOffset now) => (now - then) switch
    {
        { TotalMinutes: < 1 } => "now",
        { TotalHours: < 1 } age => $"{(int)age.TotalMinutes} min",
        { TotalDays: < 1 } age => $"{(int)age.TotalHours} h",
        { TotalDays: < 28 } age => $"{(int)age.TotalDays} d",
        _ => $"{then.UtcDateTime:yyyy-MM-dd}",
    };

    /// <summary>The same within a sentence: <c>just now</c>, <c>12 min ago</c>, <c>on 2026-03-01</c>.</summary>
    public static string Ago(DateTimeOffset then, DateTimeOffset now) => (now - then) switch
    {
        { TotalMinutes: < 1 } => "just now",
        { TotalDays: < 28 } => $"{Of(then, now)} ago",
        _ => $"on {Of(then, now)}",
    };

    /// <summary>The moment itself, for the title of an age.</summary>
    public static string Exact(DateTimeOffset then) => $"{then.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC";
}
