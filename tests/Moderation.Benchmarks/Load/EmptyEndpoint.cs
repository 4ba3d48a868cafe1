using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Moderation.Benchmarks.Load;

/// <summary>
/// What the framework can do at most on this machine: an endpoint that answers a small JSON object, without keys, headers of its
/// own, logs or a database; the same for a POST whose body it lets pass unread; and one that reads what comments:analyze is sent
/// as JSON before it answers.
/// <c>load-empty --urls http://127.0.0.1:5098</c>, until it is told to end.
/// </summary>
internal static partial class EmptyEndpoint
{
    public static async Task RunAsync(Arguments args)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, EmptyJson.Default));
        await using var app = builder.Build();
        app.MapGet("/", () => new EmptyAnswer(true));
        app.MapPost("/unread", async (HttpRequest request) =>
        {
            await request.Body.CopyToAsync(Stream.Null);
            return new EmptyAnswer(true);
        });
        app.MapPost("/read", (AnalyzeBody body) => new EmptyAnswer(body.Comment is not null));
        await app.RunAsync(args["--urls"]);
    }

    internal sealed record EmptyAnswer(bool Ok);

    internal sealed record AnalyzeBody(AnalyzeComment? Comment, List<string>? Languages, bool DoNotStore, Dictionary<string, JsonElement>? RequestedAttributes);

    internal sealed record AnalyzeComment(string? Text);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(EmptyAnswer))]
    [JsonSerializable(typeof(AnalyzeBody))]
    private sealed partial class EmptyJson : JsonSerializerContext;
}
