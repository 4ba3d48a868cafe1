using Microsoft.Extensions.Options;
using Moderation.Service.Access;
using Moderation.Service.Documentation;
using OpenTelemetry.Metrics;

namespace Moderation.Service.Telemetry;

/// <summary>Where the figures go: to whoever asks for <c>/metrics</c> with a key, and to a collector where one is named.</summary>
internal static class MetricsApi
{
    /// <summary>Bounds of the screening's duration, in seconds: fine around the deadlines of the wires' clients.</summary>
    private static readonly double[] Durations =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1, 2.5, 5];

    public static void AddMetrics(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<MetricsOptions>, MetricsOptionsValidator>();
        services.AddOptions<MetricsOptions>().Bind(builder.Configuration.GetSection(MetricsOptions.Section)).ValidateOnStart();
        services.AddSingleton<ModerationMetrics>();
        services.AddSingleton<PrometheusText>();
        var options = builder.Configuration.GetSection(MetricsOptions.Section).Get<MetricsOptions>() ?? new MetricsOptions();
        if (!options.Prometheus && options.OtlpEndpoint is null)
        {
            return;
        }

        services.AddHostedService<QueueFigures>();
        services.AddOpenTelemetry().WithMetrics(metrics =>
        {
            metrics.AddMeter(ModerationMetrics.MeterName, "Moderation.SecondStage", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
                .AddView("moderation.screening.duration", new ExplicitBucketHistogramConfiguration { Boundaries = Durations });
            if (options.Prometheus)
            {
                metrics.AddReader(provider => new BaseExportingMetricReader(provider.GetRequiredService<PrometheusText>())
                {
                    TemporalityPreference = MetricReaderTemporalityPreference.Cumulative,
                });
            }

            if (options.OtlpEndpoint is { } collector)
            {
                metrics.AddOtlpExporter(otlp => otlp.Endpoint = new Uri(collector));
            }
        });
    }

    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetRequiredService<IOptions<MetricsOptions>>().Value.Prometheus)
        {
            routes.MapGet("/metrics", async (PrometheusText prometheus, CancellationToken ct) =>
                    Results.Text(await prometheus.ReadAsync(ct), PrometheusText.ContentType))
                .RequireAuthorization(AccessPolicies.Metrics).ExcludeFromDescription().WithTags(ApiDocument.Running)
                .WithSummary("What the service counts, in Prometheus' text format.");
        }
    }
}
