using Moderation.Service.Hosting;
using Moderation.Store;

namespace Moderation.Service.Verbs;

/// <summary>The store for a verb that runs without the host: migrated, and closed when the verb ends.</summary>
internal static class StoreVerb
{
    public static async Task<int> WithStoreAsync(VerbContext context, Func<IServiceProvider, Task<int>> run, CancellationToken ct)
    {
        await using var provider = Open(context);
        await provider.GetRequiredService<StoreMigration>().MigrateAsync(ct);
        return await run(provider);
    }

    /// <summary>The store as it is, not migrated; the caller closes it.</summary>
    public static ServiceProvider Open(VerbContext context)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddStore(StoreSettings.Of(context.Configuration, context.Options));
        return services.BuildServiceProvider();
    }
}
