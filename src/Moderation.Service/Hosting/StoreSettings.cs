using Moderation.Store;

namespace Moderation.Service.Hosting;

/// <summary>Where the store is kept by these settings.</summary>
internal static class StoreSettings
{
    /// <summary><c>ConnectionStrings:Moderation</c> where it is set, else SQLite in the data folder.</summary>
    public static StoreOptions Of(IConfiguration configuration, ModerationOptions options) => new()
    {
        ConnectionString = configuration.GetConnectionString("Moderation"),
        DataFolder = options.Data,
    };
}
