namespace Moderation.Service.Hosting;

/// <summary>What happens between building the host and answering: the database is made ready and the champion loaded.</summary>
internal static class Startup
{
    public static Task PrepareAsync(IServiceProvider services, CancellationToken ct)
    {
        services.GetRequiredService<ActiveModel>().Refresh();
        return Task.CompletedTask;
    }

    public static Task AnnounceAsync(WebApplication app, TextWriter output, CancellationToken ct)
    {
        output.WriteLine($"Moderation is at {string.Join(", ", app.Urls)}");
        return Task.CompletedTask;
    }
}
