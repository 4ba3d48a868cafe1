namespace Moderation.Tests.Store;

public sealed class SqliteStoreContract : StoreContract
{
    protected override Task<StoreFixture> OpenAsync() => StoreFixture.SqliteAsync();
}

[Trait("Needs", "PostgreSQL")]
public sealed class PostgresStoreContract : StoreContract
{
    protected override Task<StoreFixture> OpenAsync() => StoreFixture.PostgresAsync();
}
