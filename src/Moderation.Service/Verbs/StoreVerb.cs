using Moderation.Service.Hosting;
using Moderation.Store;

namespace Moderation.Service.Verbs;

/// <summary>The store for a verb that runs without the host: migrated, and closed when the verb ends.</summary>
internal static class StoreVerb
{
    public static async Task<int> WithStoreAsync(VerbContext context, Func<IServiceProvider, Task<int>> run, CancellationToken ct)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddStore(StoreSettings.Of(context.Configuration, context.Options));
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<StoreMigration>().MigrateAsync(ct);
        return await run(provider);
    }
}
