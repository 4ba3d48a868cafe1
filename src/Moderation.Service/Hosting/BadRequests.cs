using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Moderation.Service.Screening;
using Moderation.Service.Wires;

namespace Moderation.Service.Hosting;

/// <summary>Tells whoever sends what cannot be read, or to nowhere, what is wrong with it; the framework alone would say 'Bad Request' and no more.</summary>
internal sealed class BadRequests : IExceptionHandler
{
    private const string TooLarge = "The body is larger than Moderation:MaxBodyBytes allows. Send less at once.";

    /// <summary>What a body that comes too slowly is told, on every wire that has no words of its own for it.</summary>
    internal const string TooSlow = "The request did not come in time. Send it again, and all of it at once.";

    public static void Add(IServiceCollection services)
    {
        // Thrown, a fault comes with its reason. It is no error of ours and, being handled here, stands in no log.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddExceptionHandler<BadRequests>();
        services.AddExceptionHandler<StoreFaults>();
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = context =>
            context.ProblemDetails.Detail ??= context.HttpContext.Response.StatusCode switch
            {
                StatusCodes.Status404NotFound => "There is nothing at this address. /openapi/v1.json describes what there is.",
                StatusCodes.Status413PayloadTooLarge => TooLarge,
                StatusCodes.Status408RequestTimeout => TooSlow,
                _ => null,
            });
    }

    /// <summary>
    /// Answers 415 where no endpoint was found for a body that says it is no JSON, as curl's -d does: routing leaves out the
    /// endpoints that read JSON and would answer 404.
    /// </summary>
    public static void UseJsonHint(WebApplication app) => app.Use(static (http, next) =>
        http.GetEndpoint() is null && HttpMethods.IsPost(http.Request.Method) && http.Request.Path.StartsWithSegments("/v1") && !http.Request.HasJsonContentType()
            ? TypedResults.Problem(
                "Nothing here reads a body of this kind. Send JSON with the header 'Content-Type: application/json'; /openapi/v1.json describes what there is.",
                statusCode: StatusCodes.Status415UnsupportedMediaType).ExecuteAsync(http)
            : next(http));

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
        {
            return false;
        }

        // The handler of exceptions has taken the endpoint away, and kept it here.
        var wire = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<WireRefusal>();
        await (bad.StatusCode == StatusCodes.Status408RequestTimeout && wire is not null
            ? wire.Write(httpContext, bad.StatusCode, TimeSpan.FromSeconds(1))
            : TypedResults.Problem(Detail(bad), statusCode: bad.StatusCode).ExecuteAsync(httpContext));
        return true;
    }

    private static string Detail(BadHttpRequestException bad) => bad switch
    {
        { InnerException: JsonException json } => $"The body cannot be read. {JsonFault.Sentence(json)}",
        { StatusCode: StatusCodes.Status413PayloadTooLarge } => TooLarge,
        { StatusCode: StatusCodes.Status408RequestTimeout } => TooSlow,
        _ when bad.Message.StartsWith("Implicit body", StringComparison.Ordinal) => "There is no body. Send JSON; /openapi/v1.json describes it.",
        _ => $"{bad.Message.TrimEnd('.')}. /openapi/v1.json describes what is read here.",
    };
}
