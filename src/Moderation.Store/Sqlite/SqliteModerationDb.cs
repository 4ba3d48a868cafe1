using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Moderation.Store;

/// <summary>The store in one SQLite file.</summary>
public sealed class SqliteModerationDb(DbContextOptions<SqliteModerationDb> options) : ModerationDb(options)
{
    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        // Its place is taken by SqliteCommentIds. One writer at a time looks there before it adds a revision.
        var comments = modelBuilder.Entity<CommentRow>().Metadata;
        _ = comments.RemoveIndex(comments.GetIndexes().Single(index => index.IsUnique));
    }
}

/// <summary>SQLite has no type for time: whole milliseconds since 1970, which it can compare and order.</summary>
internal sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
    time => time.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

/// <summary>For <c>dotnet ef</c> only.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteModerationDb>
{
    public SqliteModerationDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteModerationDb>().UseSqlite("Data Source=:memory:").Options);
}
