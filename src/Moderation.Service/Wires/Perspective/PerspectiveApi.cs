using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Options;
using Moderation.Service.Access;
using Moderation.Service.Hosting;

namespace Moderation.Service.Wires.Perspective;

/// <summary>
/// The endpoints of Google's Perspective API, under its own paths and under any prefix: Coral joins a base of its own with
/// <c>/comments:analyze</c>. Keys are checked here and not by the pipeline, because the refusal must be Google's.
/// </summary>
internal static class PerspectiveApi
{
    /// <summary>Name of the wire, and source of its comments.</summary>
    public const string Name = "perspective";

    // A comment of 20 KB, and context of 1 MB an entry, which Perspective took.
    private const long LargestBody = 4 * 1024 * 1024;
    private const string Json = "application/json; charset=UTF-8";

    public static Wire Wire { get; } = new(
        Name,
        "Google's Perspective API (comments:analyze, comments:suggestscore, discovery and batch), for Coral, OSMod, Discourse, Commento++ and every client of it.",
        Add,
        Map);

    private static void Add(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<PerspectiveOptions>, PerspectiveOptionsValidator>();
        services.AddOptions<PerspectiveOptions>().Bind(builder.Configuration.GetSection(PerspectiveOptions.Section)).ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<PerspectiveOptions>>().Value);
        services.AddSingleton<PerspectiveScales>();
        services.AddSingleton<Suggestions>();
        services.AddSingleton<PerspectiveScreening>();
    }

    private static void Map(IEndpointRouteBuilder routes)
    {
        // Found once and not in each request, which would open a scope for it. Lazily, because the store is made ready later.
        var screening = new Lazy<PerspectiveScreening>(routes.ServiceProvider.GetRequiredService<PerspectiveScreening>);
        Operation[] operations =
        [
            new("POST", "v1alpha1/comments:analyze", "comments:analyze", "Perspective's scores of a comment.", LargestBody,
                http => AnswerAsync(http, screening.Value, static (to, key, body, output, ct) => to.AnalyzeAsync(key, body, output, ct))),
            new("POST", "v1alpha1/comments:suggestscore", "comments:suggestscore", "A moderator's judgement in Perspective's format, for the next training.", LargestBody,
                http => AnswerAsync(http, screening.Value, static (to, key, body, output, ct) => to.SuggestAsync(key, body, output, ct))),
            new("POST", "batch/commentanalyzer/v1alpha1", "batch/commentanalyzer/v1alpha1", "Up to 100 Perspective requests in one.", null, PerspectiveBatch.Answer),
            new("GET", "$discovery/rest", "$discovery/rest", "The discovery document, from which Google's clients build themselves.", null, Discovery.Answer),
        ];
        foreach (var operation in operations)
        {
            MapUnder(routes, operation);
        }
    }

    /// <summary>Maps a path, and every path with the same end; the plain one is found without a pattern.</summary>
    private static void MapUnder(IEndpointRouteBuilder routes, Operation operation)
    {
        var ending = new RegexRouteConstraint($"(^|/){System.Text.RegularExpressions.Regex.Escape(operation.End)}$");
        (RoutePattern Pattern, string Summary)[] places =
        [
            (RoutePatternFactory.Parse(operation.Path), operation.Summary),
            (RoutePatternFactory.Parse("{**path}", defaults: null, parameterPolicies: new { path = ending }), "Perspective's paths under any prefix, as Coral joins them."),
        ];
        foreach (var (pattern, summary) in places)
        {
            var endpoint = routes.Map(pattern, operation.Answer).AllowAnonymous().DisableAntiforgery().ShortCircuit().ExcludeFromDescription().WithTags(Name).WithSummary(summary)
                .WithMetadata(new HttpMethodMetadata([operation.Method]), new WireRefusal(RefuseAsync));
            if (operation.LargestBody is { } limit)
            {
                endpoint.WithMetadata(new BodyLimit(limit));
            }
        }
    }

    private static async Task AnswerAsync(
        HttpContext http,
        PerspectiveScreening screening,
        Func<PerspectiveScreening, string?, ReadOnlySequence<byte>, IBufferWriter<byte>, CancellationToken, ValueTask<PerspectiveError?>> answer)
    {
        var reader = http.Request.BodyReader;
        using var output = new PooledBuffer();
        PerspectiveError? error;
        try
        {
            // Nearly every body is here at once. No token: to ask for one costs, and a lost connection ends the reading anyway.
            var read = await reader.ReadAsync();
            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                read = await ReadRestAsync(http, reader);
            }

            error = await answer(screening, KeyOf(http.Request), read.Buffer, output, CancellationToken.None);
            reader.AdvanceTo(read.Buffer.End);
        }
        catch (BadHttpRequestException fault)
        {
            error = fault.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => PerspectiveError.BodyTooLarge(LargestBody),
                StatusCodes.Status408RequestTimeout => PerspectiveError.TooSlow(fault.StatusCode),
                _ => PerspectiveError.Request("The request's body could not be read."),
            };
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            error = PerspectiveError.TooSlow(StatusCodes.Status503ServiceUnavailable);
        }

        await WriteAsync(http, error, output);
    }

    /// <summary>The rest of a body that did not come in one piece, in the time that every request has.</summary>
    private static async ValueTask<ReadResult> ReadRestAsync(HttpContext http, PipeReader reader)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        late.CancelAfter(TimeSpan.FromSeconds(http.RequestServices.GetRequiredService<ModerationOptions>().DeadlineSeconds));
        while (true)
        {
            var read = await reader.ReadAsync(late.Token);
            if (read.IsCompleted)
            {
                return read;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Sends an answer or a refusal.</summary>
    private static async Task WriteAsync(HttpContext http, PerspectiveError? error, PooledBuffer output)
    {
        var response = http.Response;
        if (error is not null)
        {
            output.Clear();
            error.Write(output);
            response.StatusCode = error.Code;
            response.Headers.RetryAfter = error.RetryAfter?.ToString();
        }

        response.ContentType = Json;
        response.ContentLength = output.Written.Length;
        await response.BodyWriter.WriteAsync(output.Written);
    }

    private static async Task RefuseAsync(HttpContext http, int status, TimeSpan retryAfter)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds));
        using var output = new PooledBuffer();
        var error = status switch
        {
            StatusCodes.Status429TooManyRequests => PerspectiveError.RateLimited(seconds),
            StatusCodes.Status408RequestTimeout => PerspectiveError.TooSlow(status),
            _ => PerspectiveError.Unavailable with { RetryAfter = seconds },
        };
        await WriteAsync(http, error, output);
    }

    /// <summary>The key, wherever Google's clients put it: the query, their own header, or a bearer token.</summary>
    internal static string? KeyOf(HttpRequest request) =>
        KeyIn(request.QueryString.Value)
        ?? (request.Headers["X-Goog-Api-Key"] is [{ Length: > 0 } header] ? header : null)
        ?? KeyAuthentication.Given(request);

    /// <summary>The key in a query string, or null; <c>key</c> before a token.</summary>
    internal static string? KeyIn(string? query)
    {
        string? token = null;
        foreach (var pair in new Microsoft.AspNetCore.WebUtilities.QueryStringEnumerable(query))
        {
            var name = pair.EncodedName.Span;
            if (pair.EncodedValue.Length > 0 && name is "key")
            {
                return pair.DecodeValue().ToString().Trim();
            }

            if (pair.EncodedValue.Length > 0 && name is "access_token" or "oauth_token")
            {
                token = pair.DecodeValue().ToString();
            }
        }

        return token;
    }

    private sealed record Operation(string Method, string Path, string End, string Summary, long? LargestBody, RequestDelegate Answer);

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
