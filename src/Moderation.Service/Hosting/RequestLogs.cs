using System.Diagnostics;

namespace Moderation.Service.Hosting;

/// <summary>
/// One line for a request that failed, with its id, and none for one that did not: a line a request would cost more than the
/// scoring. The path has no query, because Perspective's clients put their key there.
/// </summary>
internal static class RequestLogs
{
    private static readonly Action<ILogger, string, string?, int, double, string, Exception?> Refused = Define(LogLevel.Information);
    private static readonly Action<ILogger, string, string?, int, double, string, Exception?> Failed = Define(LogLevel.Error);

    public static void UseRequestLogs(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RequestLogs));
        app.Use(async (HttpContext http, RequestDelegate next) =>
        {
            var began = Stopwatch.GetTimestamp();
            await next(http);
            if (http.Response.StatusCode >= StatusCodes.Status400BadRequest)
            {
                Write(http.Response.StatusCode >= StatusCodes.Status500InternalServerError ? Failed : Refused, log, http, began);
            }
        });
    }

    // A fault has been answered and logged by the exception handler when it comes here.
    private static void Write(Action<ILogger, string, string?, int, double, string, Exception?> line, ILogger log, HttpContext http, long began) =>
        line(log, http.Request.Method, http.Request.Path, http.Response.StatusCode, Stopwatch.GetElapsedTime(began).TotalMilliseconds, http.TraceIdentifier, null);

    private static Action<ILogger, string, string?, int, double, string, Exception?> Define(LogLevel level) =>
        LoggerMessage.Define<string, string?, int, double, string>(
            level, new EventId(1, "Answered"), "{Method} {Path} answered {Status} in {Milliseconds:0.0} ms ({TraceIdentifier})");
}
