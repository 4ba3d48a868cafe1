using System.Net.Sockets;
using Npgsql;

namespace Moderation.Store;

/// <summary>What PostgreSQL's error codes mean for the operator (https://www.postgresql.org/docs/current/errcodes-appendix.html).</summary>
internal static class PostgresFailures
{
    internal static StoreFailure? Find(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            switch (exception)
            {
                case PostgresException failure:
                    return Of(failure);
                case NpgsqlException or SocketException:
                    return new(FailureKind.Passing, "The PostgreSQL server does not answer. Check that it runs and that the connection string names the right host and port.");
            }
        }

        return null;
    }

    private static StoreFailure Of(PostgresException failure) => failure.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            new(FailureKind.Lasting, "PostgreSQL refused the user or the password. Correct them in the connection string."),
        PostgresErrorCodes.InvalidCatalogName =>
            new(FailureKind.Lasting, "The PostgreSQL database does not exist. Create it, or correct its name in the connection string."),
        PostgresErrorCodes.InsufficientPrivilege =>
            new(FailureKind.Lasting, "The PostgreSQL user may not do this. Grant it CREATE and USAGE on the schema, or make it the owner of the database."),
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            new(FailureKind.Passing, "The PostgreSQL server takes no writes, it may be a standby. Point the connection string at the primary."),
        PostgresErrorCodes.DiskFull =>
            new(FailureKind.Passing, "The disk of the PostgreSQL server is full. Free some space; nothing that was acknowledged is lost."),
        _ when failure.IsTransient =>
            new(FailureKind.Passing, $"PostgreSQL could not do it now (code {failure.SqlState}). It is tried again."),
        _ => new(FailureKind.Lasting, $"PostgreSQL refused with code {failure.SqlState}. See the log for its own words."),
    };
}
