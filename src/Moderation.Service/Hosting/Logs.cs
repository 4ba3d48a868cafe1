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
            // It would begin a scope and an activity for each request, of which nothing is written; failed requests are logged by RequestLogs.
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off)
            .Enrich.FromLogContext()
            .WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {SourceContext:l} {Message:lj}{NewLine}{Exception}")
            .WriteTo.File(
                new CompactJsonFormatter(), Path.Combine(options.Data, "logs", "moderation-.jsonl"),
                rollingInterval: RollingInterval.Day, fileSizeLimitBytes: LargestFile, rollOnFileSizeLimit: true, retainedFileCountLimit: 14),
            // Each host has its own logger: two in one process must not write into each other's files.
            preserveStaticLogger: true);
}
