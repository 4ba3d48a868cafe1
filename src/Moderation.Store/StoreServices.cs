using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Moderation.Store;

/// <summary>What both databases register alike.</summary>
internal static class StoreServices
{
    internal static void Add<TDb>(IServiceCollection services, StoreDialect dialect, Action<DbContextOptionsBuilder> configure)
        where TDb : ModerationDb
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(dialect);
        services.AddPooledDbContextFactory<TDb>(builder => configure(builder.AddInterceptors(dialect.Gate)));
        services.AddSingleton<IDbContextFactory<ModerationDb>, StoreContexts<TDb>>();
    }

    internal static DecisionLog DecisionLog(IServiceProvider provider) => new(
        provider.GetRequiredService<StoreDialect>().OpenWriter(),
        provider.GetRequiredService<StoreOptions>().DecisionLog,
        provider.GetRequiredService<TimeProvider>(),
        provider.GetService<ILogger<DecisionLog>>() ?? NullLogger<DecisionLog>.Instance);
}

/// <summary>Gives contexts of whichever database is configured.</summary>
internal sealed class StoreContexts<TDb>(IDbContextFactory<TDb> contexts) : IDbContextFactory<ModerationDb>
    where TDb : ModerationDb
{
    public ModerationDb CreateDbContext() => contexts.CreateDbContext();

    public async Task<ModerationDb> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
}
