using Microsoft.AspNetCore.Http.Timeouts;
using Moderation.Service.Wires;

namespace Moderation.Service.Hosting;

/// <summary>
/// How long a request may take before it is told to come again: senders publish what they get no answer to. What takes that long
/// is a body that does not come or a database that does not answer a question; scoring takes microseconds, and the decision log
/// has a patience of its own. Bodies that the framework reads (forms, and our own API's comments) are held to a rate by Kestrel
/// instead: cut off, a form would end the connection without a word.
/// </summary>
internal static class RequestDeadline
{
    /// <summary>Name of the policy, for endpoints that answer one thing. Batches and pages last as long as they last.</summary>
    public const string Policy = "deadline";

    public static void AddRequestDeadline(this IServiceCollection services, ModerationOptions options) =>
        services.AddRequestTimeouts(timeouts => timeouts.AddPolicy(Policy, new RequestTimeoutPolicy
        {
            Timeout = TimeSpan.FromSeconds(options.DeadlineSeconds),
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
            WriteTimeoutResponse = RefuseAsync,
        }));

    private static Task RefuseAsync(HttpContext http)
    {
        // It has ended, and must not end the refusal too.
        http.RequestAborted = CancellationToken.None;
        return http.GetEndpoint()?.Metadata.GetMetadata<WireRefusal>() is { } refusal
            ? refusal.Write(http, StatusCodes.Status503ServiceUnavailable, TimeSpan.FromSeconds(1))
            : TypedResults.Problem(
                "The request did not come or could not be answered in time. Send it again, and all of it at once.",
                statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(http);
    }
}
