using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Moderation.Store;

/// <summary>A database that the store can be kept in.</summary>
/// <param name="Name">Its name, as operators know it.</param>
/// <param name="For">One sentence: for whom it is.</param>
/// <param name="Speaks">Whether a connection string is meant for it.</param>
/// <param name="Configure">Registers its context and its <see cref="StoreDialect"/> for the connection string.</param>
public sealed record StoreKind(
    string Name, string For, Func<string, bool> Speaks, Action<IServiceCollection, string> Configure);

/// <summary>The databases, in the order in which they are asked whether a connection string is theirs.</summary>
public static class Stores
{
    /// <summary>All kinds. Add one with a derived context, its migrations, its dialect and a line here.</summary>
    public static IReadOnlyList<StoreKind> All { get; } =
    [
        new("PostgreSQL", "Several processes or machines on one database.", PostgresStore.Speaks, PostgresStore.Configure),
        new("SQLite", "One machine, nothing to set up: one file in the data folder.", SqliteStore.Speaks, SqliteStore.Configure),
    ];

    /// <summary>Registers the store: <see cref="ModerationDb"/> by scope and by factory, and every class that writes.</summary>
    /// <exception cref="StoreException">The connection string or an option means nothing.</exception>
    public static IServiceCollection AddStore(this IServiceCollection services, StoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.DecisionLog.Validate();
        var connection = string.IsNullOrWhiteSpace(options.ConnectionString)
            ? SqliteStore.FileIn(options.DataFolder)
            : options.ConnectionString;
        Of(connection).Configure(services, connection);

        services.AddSingleton(options);
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContext());
        services.AddSingleton(provider => provider.GetRequiredService<StoreDialect>().Gate);
        services.AddSingleton(StoreServices.DecisionLog);
        services.AddSingleton<StoreMigration>();
        services.AddSingleton<PendingComments>();
        services.AddSingleton<ParentTexts>();
        services.AddSingleton<CommentIntake>();
        services.AddSingleton<CommentIds>();
        services.AddSingleton<CommentHistory>();
        services.AddSingleton<Erasure>();
        services.AddSingleton<ReviewQueue>();
        services.AddSingleton<ReviewClaims>();
        services.AddSingleton<AnnotationExport>();
        services.AddSingleton<JobCursors>();
        services.AddSingleton<Webhooks>();
        services.AddSingleton<Sites>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<Users>();
        return services;
    }

    /// <summary>The kind that a connection string is meant for.</summary>
    /// <exception cref="StoreException">None.</exception>
    public static StoreKind Of(string connectionString) =>
        All.FirstOrDefault(kind => kind.Speaks(connectionString))
        ?? throw new StoreException(
            "The connection string is neither PostgreSQL's nor SQLite's. Write `Host=…;Database=…;Username=…` or `Data Source=FILE`.");
}
