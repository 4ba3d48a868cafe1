using Microsoft.Extensions.Options;

namespace Moderation.Service.Hosting;

/// <summary>Builds the one program from its features; each feature adds its services and maps its endpoints.</summary>
public static class ServiceHost
{
    /// <summary>Builds the host.</summary>
    /// <param name="configuration">File, environment and command line together.</param>
    /// <param name="options">The validated settings.</param>
    /// <param name="urls">Addresses from <c>--urls</c>, or null.</param>
    /// <param name="configure">Last word on the builder, for tests.</param>
    public static WebApplication Build(
        IConfiguration configuration, ModerationOptions options, string? urls, Action<WebApplicationBuilder>? configure = null)
    {
        // The content root is the program's folder: settings and pages lie beside it, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(configuration);
        if (urls is not null)
        {
            builder.WebHost.UseUrls(urls.Split(';', StringSplitOptions.RemoveEmptyEntries));
        }

        // Pages work from the build output in Production too, not only after publish.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        });
        builder.AddLogs(options);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.Services.AddSingleton<IValidateOptions<ModerationOptions>, ModerationOptionsValidator>();
        builder.Services.AddOptions<ModerationOptions>().Bind(builder.Configuration.GetSection(ModerationOptions.Section)).ValidateOnStart();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Shelf.Open(options));
        builder.Services.AddSingleton<ActiveModel>();
        builder.Services.AddProblemDetails();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseRequestLogs();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        return app;
    }
}
