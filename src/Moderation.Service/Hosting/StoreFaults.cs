using Microsoft.AspNetCore.Diagnostics;
using Moderation.Service.Wires;
using Moderation.Store;

namespace Moderation.Service.Hosting;

/// <summary>A database that fails while something is read is no fault of the request: it may come again, and the operator hears what to do.</summary>
internal sealed class StoreFaults(ILogger<StoreFaults> log) : IExceptionHandler
{
    private static readonly Action<ILogger, string, Exception?> Failed = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(1, "StoreFailed"), "The database failed: {Reason}");

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (StoreException.Behind(exception) is not { } failure)
        {
            return false;
        }

        Failed(log, failure.Message, null);
        var answer = httpContext.GetEndpoint()?.Metadata.GetMetadata<WireRefusal>() is { } refusal
            ? refusal.Write(httpContext, StatusCodes.Status503ServiceUnavailable, TimeSpan.FromSeconds(1))
            : TypedResults.Problem(failure.Message, statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(httpContext);
        await answer;
        return true;
    }
}
