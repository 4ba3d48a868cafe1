namespace Moderation.Store;

/// <summary>What can be done about a failure of the database.</summary>
internal enum FailureKind
{
    /// <summary>Passes by itself: a lock, a lost connection, a deadlock, a full disk that someone clears.</summary>
    Passing,

    /// <summary>Comes back however often one tries: this input, or the database itself.</summary>
    Lasting,
}

/// <summary>A failure of the database, in words for its operator.</summary>
/// <param name="Kind">Whether trying again can help.</param>
/// <param name="Message">One sentence what, one sentence cure.</param>
internal sealed record StoreFailure(FailureKind Kind, string Message)
{
    /// <summary>The failure behind an exception of either database.</summary>
    internal static StoreFailure Of(Exception exception) =>
        SqliteFailures.Find(exception) ?? PostgresFailures.Find(exception)
        ?? new StoreFailure(FailureKind.Lasting, $"The database refused with {exception.GetType().Name}. See the log for its own words.");
}

/// <summary>The store cannot be used; the message says why and what cures it.</summary>
public sealed class StoreException : Exception
{
    /// <summary>For the runtime only.</summary>
    public StoreException()
    {
    }

    /// <summary>A reason with its cure.</summary>
    public StoreException(string message)
        : base(message)
    {
    }

    /// <summary>The failure of a database behind an exception, with its cure; null where there is none behind it.</summary>
    public static StoreException? Behind(Exception exception) =>
        (SqliteFailures.Find(exception) ?? PostgresFailures.Find(exception)) is { } failure ? new StoreException(failure.Message, exception) : null;

    /// <summary>A reason with its cure, and what the database said.</summary>
    public StoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
