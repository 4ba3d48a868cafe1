namespace Moderation.Tests.Support;

/// <summary>Tests that each have a service of their own and a client of it.</summary>
public abstract class HostTests : IAsyncLifetime
{
    /// <summary>The service.</summary>
    private protected ModerationApp App { get; private set; } = null!;

    /// <summary>Its client.</summary>
    protected HttpClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        App = await StartAsync();
        Client = await ClientAsync();
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
    }

    private protected abstract Task<ModerationApp> StartAsync();

    /// <summary>A client with a key that may do everything, unless the tests say otherwise.</summary>
    private protected virtual Task<HttpClient> ClientAsync() => App.ClientAsync();
}
