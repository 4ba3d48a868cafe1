using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Store;

namespace Moderation.Tests.Store;

/// <summary>A store for one test, and further processes on the same database.</summary>
public sealed class StoreFixture(string connectionString, Func<ValueTask> remove) : IAsyncDisposable
{
    private readonly List<ServiceProvider> _processes = [];
    private ServiceProvider? _services;

    public string ConnectionString => connectionString;

    public Clock Clock { get; } = new();

    public ServiceProvider Services => _services ??= Process();

    public DecisionLog Log => Get<DecisionLog>();

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public ModerationDb Db() => Get<IDbContextFactory<ModerationDb>>().CreateDbContext();

    /// <summary>Everything anew over the same database, as another process would have it.</summary>
    public ServiceProvider Process(DecisionLogOptions? log = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddStore(new StoreOptions { ConnectionString = connectionString, DecisionLog = log ?? new() });
        var process = services.BuildServiceProvider(validateScopes: true);
        _processes.Add(process);
        return process;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await remove();
    }
}

/// <summary>A clock that tests move by hand; what is timed by it (leases, expiry) needs no waiting.</summary>
public sealed class Clock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Pass(TimeSpan time) => _now += time;
}
