using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Moderation.Policies;

namespace Moderation.Store;

/// <summary>The words that enumerations have in the database, so that a column can be read without this program.</summary>
internal static class StoredNames
{
    internal static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Approve => "approve",
        Verdict.Review => "review",
        Verdict.Reject => "reject",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "No such verdict."),
    };

    internal static Verdict VerdictOf(string name) => name switch
    {
        "approve" => Verdict.Approve,
        "review" => Verdict.Review,
        "reject" => Verdict.Reject,
        _ => throw new InvalidDataException($"The database holds the verdict '{name}', which this program does not know. Run the program that wrote it, or a newer one."),
    };

    internal static string Of(UserRole role) => role.ToString().ToLowerInvariant();

    internal static UserRole RoleOf(string name) =>
        Enum.TryParse<UserRole>(name, ignoreCase: true, out var role) ? role
        : throw new InvalidDataException($"The database holds the role '{name}', which this program does not know. Run the program that wrote it, or a newer one.");
}

/// <summary>A verdict by its word.</summary>
internal sealed class VerdictConverter() : ValueConverter<Verdict, string>(
    verdict => StoredNames.Of(verdict), name => StoredNames.VerdictOf(name));

/// <summary>A role by its word.</summary>
internal sealed class RoleConverter() : ValueConverter<UserRole, string>(
    role => StoredNames.Of(role), name => StoredNames.RoleOf(name));
