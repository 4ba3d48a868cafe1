using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Moderation.Store;

/// <summary>The store in a PostgreSQL database, for several processes.</summary>
public sealed class PostgresModerationDb(DbContextOptions<PostgresModerationDb> options) : ModerationDb(options)
{
    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UniversalTime>();
    }
}

/// <summary>
/// <c>timestamptz</c> takes times of offset zero only. Cut to milliseconds, as SQLite has them, so that a time reads
/// the same from either database.
/// </summary>
internal sealed class UniversalTime() : ValueConverter<DateTimeOffset, DateTimeOffset>(
    time => Of(time), time => time)
{
    internal static DateTimeOffset Of(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}

/// <summary>For <c>dotnet ef</c> only.</summary>
internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresModerationDb>
{
    public PostgresModerationDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresModerationDb>().UseNpgsql("Host=localhost").Options);
}
