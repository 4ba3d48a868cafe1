using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Moderation.Service.Hosting;

/// <summary>Serilog from settings: readable on the console, compact JSON in rolling files under the data folder. Ids only, never comment text.</summary>
internal static class Logs
{
    private const long LargestFile = 64 * 1024 * 1024;

    public static void AddLogs(this WebApplicationBuilder builder, ModerationOptions options) =>
        builder.Services.AddSerilog(logger => logger
            .ReadFrom.Configuration(builder.Configuration)
            // Its debug lines hold what was typed into a page.
            .MinimumLevel.Override("Microsoft.AspNetCore.SignalR", LogEventLevel.Warning)
            .Enrich.FromLogContext()
            .WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {SourceContext:l} {Message:lj}{NewLine}{Exception}")
            .WriteTo.File(
                new CompactJsonFormatter(), Path.Combine(options.Data, "logs", "moderation-.jsonl"),
                rollingInterval: RollingInterval.Day, fileSizeLimitBytes: LargestFile, rollOnFileSizeLimit: true, retainedFileCountLimit: 14),
            // Each host has its own logger: two in one process must not write into each other's files.
            preserveStaticLogger: true);

    /// <summary>One line a request with its id; the path has no query, because Perspective's clients put their key there.</summary>
    public static void UseRequestLogs(this WebApplication app) => app.UseSerilogRequestLogging(options =>
    {
        options.Logger = app.Services.GetRequiredService<Serilog.ILogger>();
        options.MessageTemplate = "{RequestMethod} {RequestPath} answered {StatusCode} in {Elapsed:0.0} ms ({TraceIdentifier})";
        options.EnrichDiagnosticContext = (diagnostics, http) => diagnostics.Set("TraceIdentifier", http.TraceIdentifier);
        options.IncludeQueryInRequestPath = false;
        // The hot path logs failures only: a line a request costs more than the scoring.
        options.GetLevel = (http, _, fault) => fault is not null || http.Response.StatusCode >= 500
            ? LogEventLevel.Error
            : http.Response.StatusCode >= 400 ? LogEventLevel.Information : LogEventLevel.Debug;
    });
}
