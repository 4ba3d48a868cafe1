using Microsoft.Extensions.Options;
using Moderation.Service.Access;
using Moderation.Service.Delivery;
using Moderation.Service.Documentation;
using Moderation.Service.Places;
using Moderation.Service.Retraining;
using Moderation.Service.Reviews;
using Moderation.Service.Screening;
using Moderation.Service.Telemetry;
using Moderation.Service.Wires;
using Moderation.Service.Workers;
using Moderation.Store;

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
        IConfiguration configuration, ModerationOptions options, string? urls = null, Action<WebApplicationBuilder>? configure = null)
    {
        // The content root is the program's folder: settings and pages lie beside it, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            // Settings are read once, at the start: no file watchers, of which a machine has few.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
            // Whoever hosts it, tests too: the pages' files are found by the program's name.
            ApplicationName = typeof(ServiceHost).Assembly.GetName().Name,
        });
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
        AddServices(builder, options);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseRequestLogs();
        app.UseExceptionHandler();
        // The wires' endpoints end here: they check keys and word refusals themselves, and need nothing of what follows.
        app.UseRouting();
        BadRequests.UseJsonHint(app);
        app.UseRequestTimeouts();
        app.UseStatusCodePages();
        app.UsePageHeaders();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRequestLimits();
        MapEndpoints(app, options);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder, ModerationOptions options)
    {
        var services = builder.Services;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        services.AddSingleton<IValidateOptions<ModerationOptions>, ModerationOptionsValidator>();
        services.AddOptions<ModerationOptions>().Bind(builder.Configuration.GetSection(ModerationOptions.Section)).ValidateOnStart();
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => Shelf.Open(options, provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<ActiveModel>();
        services.AddSingleton<PlaceMemory>();
        services.AddSingleton<Screener>();
        services.AddSingleton<Load>();
        services.AddStore(StoreSettings.Of(builder.Configuration, options));
        BadRequests.Add(services);
        services.AddRequestDeadline(options);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            // JSON over HTTP, never inside a page: text stays readable instead of escaped.
            json.SerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
        services.AddApiDocument();
        services.AddHealthChecks().AddCheck<Readiness>("ready");
        builder.AddAccess(options);
        builder.AddWires();
        builder.AddMetrics();
        if (options.RoleSet.Contains("review"))
        {
            services.AddReviews();
        }

        if (options.RoleSet.Contains("retraining"))
        {
            builder.AddRetraining();
        }

        if (options.RoleSet.Contains("screening"))
        {
            services.AddHostedService<PendingWorker>();
            services.AddHostedService<InboxWorker>();
            services.AddHostedService<PriorWorker>();
            services.AddWebhooks();
        }
    }

    private static void MapEndpoints(WebApplication app, ModerationOptions options)
    {
        app.MapHealth();
        app.MapSignIn();
        app.MapMetrics();
        if (options.RoleSet.Contains("review"))
        {
            app.MapReviews();
        }

        if (options.RoleSet.Contains("screening"))
        {
            app.MapComments();
            app.MapWires();
            app.MapWebhooks();
            app.MapApiDocument();
        }
    }
}
