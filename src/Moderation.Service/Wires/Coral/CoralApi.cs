using System.Text.Json;
using Microsoft.Extensions.Options;
using Moderation.Comments;
using Moderation.Service.Access;
using Moderation.Service.Hosting;
using Moderation.Service.Screening;

namespace Moderation.Service.Wires.Coral;

/// <summary>
/// Coral's external moderation phase: <c>POST /coral/v1/sites/SITE/moderate</c>, signed instead of keyed. Coral publishes where it
/// gets an error, so everything that is ours to answer is answered, even where we cannot keep it.
/// </summary>
internal static class CoralApi
{
    /// <summary>Name of the wire, and source of its comments.</summary>
    public const string Name = "coral";

    // Coral allows tens of thousands of characters at most.
    private const int LargestBody = 1024 * 1024;

    public static Wire Wire { get; } = new(
        Name,
        "Coral's external moderation phase: signed requests, answered with a status, a flag and a rejection reason.",
        Add,
        routes => routes.MapPost("/coral/v1/sites/{site}/moderate", (RequestDelegate)AnswerAsync)
            .AllowAnonymous().DisableAntiforgery().WithRequestTimeout(RequestDeadline.Policy).ExcludeFromDescription().WithTags(Name).WithSummary("Coral's external moderation phase."));

    private static void Add(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<CoralOptions>, CoralOptionsValidator>();
        services.AddOptions<CoralOptions>().Bind(builder.Configuration.GetSection(CoralOptions.Section)).ValidateOnStart();
    }

    private static async Task AnswerAsync(HttpContext http)
    {
        var site = (string)http.Request.RouteValues["site"]!;
        var sites = http.RequestServices.GetRequiredService<SiteDirectory>();
        var options = http.RequestServices.GetRequiredService<IOptions<CoralOptions>>().Value;
        var body = await RequestBody.ReadAsync(http.Request, LargestBody, http.RequestAborted);
        if (body is null)
        {
            await RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, $"The request is larger than {LargestBody} bytes. Lower the length of comments in Coral.");
            return;
        }

        // An unknown site and a wrong signature get the same answer: who cannot sign learns nothing of our sites.
        var secrets = options.Secrets.GetValueOrDefault(site) ?? [];
        if (!CoralSignature.IsGenuine(http.Request.Headers[CoralSignature.Header], body, secrets) || sites.Find(site) is null)
        {
            await RefuseAsync(http, StatusCodes.Status401Unauthorized,
                $"The signature is not one of this site's. Set {CoralOptions.Section}:Secrets:SITE to the signing secret that Coral shows.");
            return;
        }

        if (Read(body, site) is not { } comment)
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, "The request has no comment with a body. Send what Coral's external moderation phase sends.");
            return;
        }

        await WriteAsync(http, await ScreenAsync(http.RequestServices, comment, options));
    }

    private static Comment? Read(byte[] body, string site)
    {
        try
        {
            return JsonSerializer.Deserialize(body, CoralJson.Default.CoralRequest)?.ToComment(site);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async ValueTask<CoralAnswer?> ScreenAsync(IServiceProvider services, Comment comment, CoralOptions options)
    {
        var screener = services.GetRequiredService<Screener>();
        var policy = services.GetRequiredService<SiteDirectory>().PolicyOf(comment.Site, comment.Section, screener.Model);
        var screened = await screener.ScreenAsync(comment, new ScreeningOptions());
        if (screened.Recorded is { IsKept: false })
        {
            return policy.FailOpen ? null : CoralAnswer.Held(toxic: false);
        }

        var answer = CoralAnswer.Of(screened, policy);
        return options.RejectionReasons || answer is null ? answer : answer with { RejectionCode = null };
    }

    private static async Task WriteAsync(HttpContext http, CoralAnswer? answer)
    {
        if (answer is null)
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        using var output = new PooledBuffer();
        answer.Write(output);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = output.Written.Length;
        await http.Response.BodyWriter.WriteAsync(output.Written, http.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext http, int status, string why) =>
        TypedResults.Problem(why, statusCode: status).ExecuteAsync(http);
}
