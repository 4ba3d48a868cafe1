using Moderation.Comments;
using Moderation.Policies;
using Moderation.Service.Access;
using Moderation.Service.Hosting;
using Moderation.Service.Screening;
using Moderation.Store;

namespace Moderation.Service.Wires.OpenAi;

/// <summary>
/// OpenAI's moderation endpoint, at <c>/v1/moderations</c> and under <c>/openai</c>. Keys are checked here and not by the pipeline,
/// because the refusal must be OpenAI's.
/// </summary>
internal static class OpenAiApi
{
    /// <summary>Name of the wire, source and section of its comments.</summary>
    public const string Name = "openai";

    private const int LargestBody = 4 * 1024 * 1024;

    public static Wire Wire { get; } = new(
        Name,
        "OpenAI's /v1/moderations, for OpenAI's own libraries in every language, LiteLLM, langchain4j and whatever takes a base URL.",
        _ => { },
        Map);

    private static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var path in new[] { "/v1/moderations", "/openai/v1/moderations" })
        {
            routes.MapPost(path, (RequestDelegate)AnswerAsync).AllowAnonymous().DisableAntiforgery().WithRequestTimeout(RequestDeadline.Policy).WithMetadata(new WireRefusal(RefuseAsync)).ExcludeFromDescription().WithTags(Name)
                .WithSummary("OpenAI's moderation endpoint.");
        }
    }

    private static async Task AnswerAsync(HttpContext http)
    {
        var services = http.RequestServices;
        var door = await services.GetRequiredService<KeyDoor>()
            .OpenAsync(KeyAuthentication.Given(http.Request), KeyScopes.Screen, http.RequestAborted);
        using var output = new PooledBuffer();
        var error = door.Answer switch
        {
            DoorAnswer.NoKey => OpenAiError.NoKey,
            DoorAnswer.BadKey => OpenAiError.BadKey,
            DoorAnswer.NoScope => OpenAiError.KeyWithoutScope,
            DoorAnswer.TooMany => OpenAiError.TooMany(RequestLimitsMiddleware.Seconds(door.RetryAfter)),
            _ => await ScreenAsync(http, services, door.Key!.Site, output),
        };
        await WriteAsync(http, error, output);
    }

    private static async Task RefuseAsync(HttpContext http, int status, TimeSpan retryAfter)
    {
        using var output = new PooledBuffer();
        await WriteAsync(http, OpenAiError.TooSlow with { Status = status, RetryAfter = RequestLimitsMiddleware.Seconds(retryAfter) }, output);
    }

    private static async Task WriteAsync(HttpContext http, OpenAiError? error, PooledBuffer output)
    {
        error?.Write(output);
        http.Response.StatusCode = error?.Status ?? StatusCodes.Status200OK;
        http.Response.Headers.RetryAfter = error?.RetryAfter?.ToString();
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = output.Written.Length;
        await http.Response.BodyWriter.WriteAsync(output.Written, http.RequestAborted);
    }

    /// <returns>Null where the answer stands in <paramref name="output"/>.</returns>
    private static async ValueTask<OpenAiError?> ScreenAsync(HttpContext http, IServiceProvider services, string site, PooledBuffer output)
    {
        if (await RequestBody.ReadAsync(http.Request, LargestBody, http.RequestAborted) is not { } body)
        {
            return OpenAiError.TooLarge(LargestBody);
        }

        OpenAiRequest request;
        try
        {
            request = OpenAiRequest.Read(body);
        }
        catch (OpenAiRefusedException refused)
        {
            return refused.Error;
        }

        var screener = services.GetRequiredService<Screener>();
        var model = screener.Model;
        var screened = await ScreenAsync(screener, site, request);
        if (screened.Any(one => one.Recorded is { IsKept: false }))
        {
            return OpenAiError.NotRecorded;
        }

        var policy = services.GetRequiredService<SiteDirectory>().PolicyOf(site, Name, model);
        var id = screened.Count > 0 ? screened[0].Recorded?.Decision?.Id : null;
        new OpenAiAnswer(policy, Thresholds(policy, model?.Card.Thresholds))
            .Write(output, id ?? Guid.CreateVersion7(), model?.Card.Id ?? "none", Results(request, screened));
        return null;
    }

    private static ValueTask<IReadOnlyList<Screened>> ScreenAsync(Screener screener, string site, OpenAiRequest request)
    {
        var comments = request.Inputs.Where(input => input.Text is not null).Select(input => ToComment(site, input.Text!)).ToList();
        return screener.ScreenAsync(comments, new ScreeningOptions());
    }

    /// <summary>The endpoint knows no ids: the text stands for the comment, so that the same text gets the same decision, a moderator's included.</summary>
    private static Comment ToComment(string site, string text) => new()
    {
        Site = site, Section = Name, Id = $"text-{Convert.ToHexStringLower(StorableText.Hash(text).AsSpan(0, 16))}", Text = text, Source = Name,
    };

    private static List<OpenAiResult> Results(OpenAiRequest request, IReadOnlyList<Screened> screened)
    {
        var next = 0;
        return request.Inputs.Select(input => new OpenAiResult(input.Text is null ? null : screened[next++], input.HasImage)).ToList();
    }

    private static IReadOnlyDictionary<string, float> Thresholds(Policy policy, IReadOnlyDictionary<string, float>? card)
    {
        if (card is null || ReferenceEquals(policy.Review, card))
        {
            return policy.Review;
        }

        var thresholds = new Dictionary<string, float>(card, StringComparer.Ordinal);
        foreach (var (label, threshold) in policy.Review)
        {
            thresholds[label] = threshold;
        }

        return thresholds;
    }
}
