using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Moderation.Policies;
using Moderation.Service.Access;
using Moderation.Service.Screening;
using Moderation.Store;

namespace Moderation.Service.Wires.Akismet;

/// <summary>
/// Akismet's protocol. It knows two answers: <c>true</c> puts a comment into the site's own spam folder, from where a human can
/// take it back, so both "review" and "reject" are <c>true</c>; only "reject" also says that it may be discarded unseen.
/// </summary>
internal static class AkismetApi
{
    /// <summary>Name of the wire, source of its comments and moderator of what sites submit.</summary>
    public const string Name = "akismet";

    private const string Thanks = "Thanks for making the web a better place.";
    private const int LargestBody = 1024 * 1024;

    public static Wire Wire { get; } = new(
        Name,
        "Akismet 1.1 (verify-key, comment-check, submit-spam, submit-ham …), the protocol most comment software already speaks.",
        builder => builder.Services.AddSingleton<AkismetFeedback>().AddSingleton<AkismetUsage>(),
        Map);

    private static void Map(IEndpointRouteBuilder routes)
    {
        Call(routes, "1.1/verify-key", "Whether a key opens.", KeyScopes.Screen, (_, call, _) => Text(call, "valid"), whenClosed: "invalid");
        Call(routes, "1.1/comment-check", "Whether a comment is to be held.", KeyScopes.Screen, CheckAsync);
        Call(routes, "1.1/submit-spam", "A comment that should have been held.", KeyScopes.Label, (http, call, site) => SubmitAsync(http, call, site, spam: true));
        Call(routes, "1.1/submit-ham", "A comment that should not have been held.", KeyScopes.Label, (http, call, site) => SubmitAsync(http, call, site, spam: false));
        Call(routes, "1.1/deactivate", "A site says goodbye; its key stays as it is.", KeyScopes.Screen, (_, call, _) => Text(call, "deactivated"));
        Call(routes, "1.2/usage-limit", "How many comments came this month.", KeyScopes.Read, UsageAsync, get: true);
        Call(routes, "1.2/key-sites", "What became of the comments of a month.", KeyScopes.Read, SitesAsync, get: true);
    }

    private static void Call(
        IEndpointRouteBuilder routes, string path, string summary, string scope, Func<HttpContext, AkismetCall, string, Task<IResult>> answer,
        bool get = false, string whenClosed = "invalid")
    {
        routes.MapMethods(path, get ? ["GET", "POST"] : ["POST"], (RequestDelegate)AnswerAsync)
            .AllowAnonymous().DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(LargestBody)).ExcludeFromDescription().WithTags(Name).WithSummary(summary);

        async Task AnswerAsync(HttpContext http)
        {
            var (call, refusal) = await CallOfAsync(http);
            if (call is null)
            {
                await refusal!.ExecuteAsync(http);
                return;
            }

            var door = await http.RequestServices.GetRequiredService<KeyDoor>()
                .OpenAsync(AkismetKey.Of(call, http.Request.Host.Host), scope, http.RequestAborted);
            var result = door.Answer == DoorAnswer.Open ? await answer(http, call, door.Key!.Site) : Closed(http, door, whenClosed);
            await result.ExecuteAsync(http);
        }
    }

    private static async Task<(AkismetCall? Call, IResult? Refusal)> CallOfAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
        {
            return http.Request.ContentLength is > 0 ? (null, NoForm(http)) : (new AkismetCall(FormCollection.Empty, http.Request.Query), null);
        }

        try
        {
            return (new AkismetCall(await http.Request.ReadFormAsync(FormLimits, http.RequestAborted), http.Request.Query), null);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            return (null, Fault(http, fault.StatusCode, "The form did not come in time. Send it again, and all of it at once."));
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, Fault(http, fault.StatusCode, $"The form is larger than {LargestBody} bytes. Send the beginning of the comment."));
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            return (null, NoForm(http));
        }
    }

    private static IResult NoForm(HttpContext http) =>
        Fault(http, StatusCodes.Status400BadRequest, "The body is not a whole form. Send application/x-www-form-urlencoded with at most 2048 fields.");

    private static Microsoft.AspNetCore.Http.Features.FormOptions FormLimits { get; } = new()
    {
        ValueLengthLimit = LargestBody, KeyLengthLimit = 1024, ValueCountLimit = 2048,
    };

    private static async Task<IResult> CheckAsync(HttpContext http, AkismetCall call, string site)
    {
        if (call.Blog is null)
        {
            return Fault(http, StatusCodes.Status200OK, "The \"blog\" field is empty. Send the address of the site.", "invalid");
        }

        if (call.IsGuaranteedSpam || call.IsByAdministrator)
        {
            return Answer(spam: call.IsGuaranteedSpam);
        }

        var comment = call.ToComment(site);
        var screener = http.RequestServices.GetRequiredService<Screener>();
        var policy = http.RequestServices.GetRequiredService<SiteDirectory>().PolicyOf(site, comment.Section, screener.Model);
        var screened = await screener.ScreenAsync(comment, new ScreeningOptions(DryRun: call.IsTest));
        if (screened.Recorded is { IsKept: false })
        {
            return NotKept(http);
        }

        var decision = screened.Recorded?.Decision;
        http.Response.Headers["X-akismet-guid"] = decision?.Id.ToString("N");
        if (screened.Verdict == Verdict.Reject && decision?.Moderator is null)
        {
            http.Response.Headers["X-akismet-pro-tip"] = "discard";
        }

        var unscored = !screened.Ruling.Assessment.IsScored && decision?.Moderator is null;
        return Answer(spam: screened.Verdict != Verdict.Approve && !(unscored && policy.FailOpen));
    }

    private static async Task<IResult> SubmitAsync(HttpContext http, AkismetCall call, string site, bool spam)
    {
        if (!call.IsTest && call.Content.Length > 0)
        {
            var feedback = http.RequestServices.GetRequiredService<AkismetFeedback>();
            if (!await feedback.KeepAsync(call.ToComment(site), spam, http.RequestAborted))
            {
                return NotKept(http);
            }
        }

        return Results.Text(Thanks, "text/plain", Encoding.UTF8);
    }

    private static async Task<IResult> UsageAsync(HttpContext http, AkismetCall call, string site)
    {
        var usage = await http.RequestServices.GetRequiredService<AkismetUsage>().LimitAsync(site, http.RequestAborted);
        return Results.Json(usage, AkismetJson.Default.UsageLimit);
    }

    private static async Task<IResult> SitesAsync(HttpContext http, AkismetCall call, string site)
    {
        var (month, activity) = await http.RequestServices.GetRequiredService<AkismetUsage>().ActivityAsync(site, call["month"], http.RequestAborted);
        using var output = new PooledBuffer();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteStartArray(month);
            JsonSerializer.Serialize(json, activity, AkismetJson.Default.SiteActivity);
            json.WriteEndArray();
            json.WriteNumber("limit"u8, 500);
            json.WriteNumber("offset"u8, 0);
            json.WriteNumber("total"u8, 1);
            json.WriteEndObject();
        }

        return Results.Bytes(output.Written.ToArray(), "application/json");
    }

    private static IResult Answer(bool spam) => Results.Text(spam ? "true" : "false", "text/plain", Encoding.UTF8);

    private static Task<IResult> Text(AkismetCall call, string text) =>
        Task.FromResult(call.Blog is null ? Results.Text("invalid", "text/plain", Encoding.UTF8) : Results.Text(text, "text/plain", Encoding.UTF8));

    private static IResult Closed(HttpContext http, Door door, string answer)
    {
        if (door.Answer != DoorAnswer.TooMany)
        {
            return Fault(http, StatusCodes.Status200OK, door.Answer switch
            {
                DoorAnswer.NoKey => "No API key was sent. Send it as api_key.",
                DoorAnswer.NoScope => "This API key lacks the scope for this call. Make one with the scopes screen, read and label.",
                _ => "The API key is unknown or revoked. Make one with: moderation keys create --akismet.",
            }, answer);
        }

        http.Response.Headers.RetryAfter = RequestLimitsMiddleware.Seconds(door.RetryAfter).ToString(CultureInfo.InvariantCulture);
        return Fault(http, StatusCodes.Status429TooManyRequests, "This API key has made too many requests.", "too many requests");
    }

    /// <summary>Neither true nor false: Akismet's own plugin then holds the comment and asks again later.</summary>
    private static IResult NotKept(HttpContext http)
    {
        http.Response.Headers["X-akismet-error"] = "503";
        http.Response.Headers.RetryAfter = "1";
        return Fault(http, StatusCodes.Status503ServiceUnavailable, "The comment could not be recorded now. Send it again later.");
    }

    /// <summary>Only faults carry debug-help: some clients take its presence for one.</summary>
    private static IResult Fault(HttpContext http, int status, string help, string answer = "error")
    {
        http.Response.Headers["X-akismet-debug-help"] = help;
        return Results.Text(answer, "text/plain", Encoding.UTF8, status);
    }
}
