using Microsoft.Data.Sqlite;
using Moderation.Store;
using Npgsql;

namespace Moderation.Tests.Store;

public sealed class SqliteStoreContract(SqliteDatabases databases) : StoreContract(databases), IClassFixture<SqliteDatabases>;

[Trait("Needs", "PostgreSQL")]
public sealed class PostgresStoreContract(PostgresDatabases databases) : StoreContract(databases), IClassFixture<PostgresDatabases>;

/// <summary>Databases of one kind for the tests of a class: empty ones, and copies of one that was migrated once.</summary>
public abstract class TestDatabases : IAsyncLifetime
{
    /// <summary>A store whose database is there and migrated.</summary>
    public abstract Task<StoreFixture> MigratedAsync();

    /// <summary>A store whose database has no schema yet.</summary>
    public abstract Task<StoreFixture> EmptyAsync();

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    protected static async Task MigrateAsync(string connectionString)
    {
        await using var fixture = new StoreFixture(connectionString, () => ValueTask.CompletedTask);
        await fixture.Get<StoreMigration>().MigrateAsync();
    }
}

public sealed class SqliteDatabases : TestDatabases
{
    private readonly string _folder = Directory.CreateTempSubdirectory("moderation-store-").FullName;

    private string Template => Path.Combine(_folder, "template.db");

    public override async Task InitializeAsync()
    {
        await MigrateAsync($"Data Source={Template};Pooling=false");
        await using var connection = new SqliteConnection($"Data Source={Template};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await command.ExecuteNonQueryAsync();
    }

    public override Task<StoreFixture> MigratedAsync()
    {
        var file = Path.Combine(_folder, $"{Guid.NewGuid():N}.db");
        File.Copy(Template, file);
        return Task.FromResult(Fixture(file));
    }

    public override Task<StoreFixture> EmptyAsync() => Task.FromResult(Fixture(Path.Combine(_folder, $"{Guid.NewGuid():N}.db")));

    public override Task DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private static StoreFixture Fixture(string file) => new($"Data Source={file}", () => ValueTask.CompletedTask);
}

/// <summary>On the server that <c>MODERATION_TEST_POSTGRES</c> names (a connection string of a user who may create databases).</summary>
public sealed class PostgresDatabases : TestDatabases
{
    private readonly string? _server = Environment.GetEnvironmentVariable("MODERATION_TEST_POSTGRES");
    private readonly string _template = $"moderation_template_{Guid.NewGuid():N}";

    public override async Task InitializeAsync()
    {
        if (!string.IsNullOrEmpty(_server))
        {
            await RunAsync($"CREATE DATABASE {_template}");
            await MigrateAsync(Of(_template));
        }
    }

    public override Task<StoreFixture> MigratedAsync() => CreateAsync($" TEMPLATE {_template}");

    public override Task<StoreFixture> EmptyAsync() => CreateAsync("");

    public override async Task DisposeAsync()
    {
        if (!string.IsNullOrEmpty(_server))
        {
            await DropAsync(_template);
        }
    }

    private async Task<StoreFixture> CreateAsync(string options)
    {
        Skip.If(string.IsNullOrEmpty(_server), "MODERATION_TEST_POSTGRES names no PostgreSQL server.");
        var name = $"moderation_test_{Guid.NewGuid():N}";
        await RunAsync($"CREATE DATABASE {name}{options}");
        return new StoreFixture(Of(name), async () => await DropAsync(name));
    }

    // Without a pool: a database with connections left in one can be neither copied nor dropped quietly.
    private string Of(string database) => new NpgsqlConnectionStringBuilder(_server) { Database = database, Pooling = false }.ToString();

    /// <summary>The server's own housekeeping may look into the database just now, and only a superuser can send it away; it leaves by itself.</summary>
    private async Task DropAsync(string database)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await RunAsync($"DROP DATABASE {database} WITH (FORCE)");
                return;
            }
            catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ObjectInUse && attempt < 50)
            {
                await Task.Delay(200);
            }
        }
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
