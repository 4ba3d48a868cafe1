using Microsoft.Extensions.DependencyInjection;
using Moderation.Store;

namespace Moderation.Tests.Store;

public sealed class StoresTests
{
    [Fact]
    public void Every_kind_of_store_says_for_whom_it_is() =>
        Assert.All(Stores.All, kind => Assert.EndsWith(".", kind.For, StringComparison.Ordinal));

    [Theory]
    [InlineData("Host=db;Database=moderation;Username=m", "PostgreSQL")]
    [InlineData("host=db", "PostgreSQL")]
    [InlineData("Data Source=/srv/moderation.db", "SQLite")]
    [InlineData("Filename=moderation.db", "SQLite")]
    public void A_connection_string_tells_its_kind(string connectionString, string kind) =>
        Assert.Equal(kind, Stores.Of(connectionString).Name);

    [Theory]
    [InlineData("moderation.db")]
    [InlineData("Server=.;Trusted_Connection=True")]
    [InlineData("mongodb://db")]
    public void A_connection_string_of_neither_kind_is_refused_with_an_example(string connectionString) =>
        Assert.Contains("Host=", Assert.Throws<StoreException>(() => Stores.Of(connectionString)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Without_a_connection_string_the_store_is_a_file_in_the_data_folder_which_is_made()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"moderation-{Guid.NewGuid():N}");
        await using var services = new ServiceCollection().AddStore(new StoreOptions { DataFolder = Path.Combine(folder, "data") }).BuildServiceProvider();
        await services.GetRequiredService<StoreMigration>().MigrateAsync();

        Assert.True(File.Exists(Path.Combine(folder, "data", "moderation.db")));
        await services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
