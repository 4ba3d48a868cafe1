using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Store;
using Npgsql;

namespace Moderation.Tests.Store;

/// <summary>A fresh, migrated store for one test, and further processes on the same database.</summary>
public sealed class StoreFixture : IAsyncDisposable
{
    private readonly List<ServiceProvider> _processes = [];
    private readonly Func<ValueTask> _remove;

    private StoreFixture(string connectionString, Func<ValueTask> remove)
    {
        (ConnectionString, _remove) = (connectionString, remove);
        Services = Process();
    }

    public string ConnectionString { get; }

    public Clock Clock { get; } = new();

    public ServiceProvider Services { get; }

    public DecisionLog Log => Get<DecisionLog>();

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public ModerationDb Db() => Get<IDbContextFactory<ModerationDb>>().CreateDbContext();

    /// <summary>Everything anew over the same database, as another process would have it.</summary>
    public ServiceProvider Process(DecisionLogOptions? log = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddStore(new StoreOptions { ConnectionString = ConnectionString, DecisionLog = log ?? new() });
        var process = services.BuildServiceProvider(validateScopes: true);
        _processes.Add(process);
        return process;
    }

    public static async Task<StoreFixture> SqliteAsync()
    {
        var folder = Directory.CreateTempSubdirectory("moderation-store-").FullName;
        var fixture = new StoreFixture($"Data Source={Path.Combine(folder, "test.db")}", () =>
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
            return ValueTask.CompletedTask;
        });
        await fixture.Get<StoreMigration>().MigrateAsync();
        return fixture;
    }

    public static async Task<StoreFixture> PostgresAsync()
    {
        var server = Environment.GetEnvironmentVariable("MODERATION_TEST_POSTGRES");
        Skip.If(string.IsNullOrEmpty(server), "MODERATION_TEST_POSTGRES names no PostgreSQL server.");
        var name = $"moderation_test_{Guid.NewGuid():N}";
        await RunAsync(server!, $"CREATE DATABASE {name}");
        var database = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20, Pooling = true }.ToString();
        var fixture = new StoreFixture(database, async () =>
        {
            NpgsqlConnection.ClearAllPools();
            await RunAsync(server!, $"DROP DATABASE {name} WITH (FORCE)");
        });
        await fixture.Get<StoreMigration>().MigrateAsync();
        return fixture;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await _remove();
    }

    private static async Task RunAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A clock that tests move by hand; what is timed by it (leases, expiry) needs no waiting.</summary>
public sealed class Clock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Pass(TimeSpan time) => _now += time;
}
