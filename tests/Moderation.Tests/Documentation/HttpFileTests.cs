using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Tests.Support;

namespace Moderation.Tests.Documentation;

/// <summary>The file of requests works as it stands, with the shipped model.</summary>
public sealed class HttpFileTests
{
    private static readonly string Text = File.ReadAllText(Repository.PathOf("docs", "moderation.http"));

    [Fact]
    public async Task Every_request_of_the_file_gets_what_it_expects_from_the_shipped_service()
    {
        await using var app = await ModerationApp.StartAsync(settings: new()
        {
            ["Moderation:Models"] = Repository.PathOf("models"), ["Moderation:Coral:Secrets:default:0"] = "a-secret-for-trying-it-only",
        });
        using var client = app.Stranger();
        var file = new HttpFile(Text);
        file.Set("host", app.Address);
        file.Set("key", await app.KeyAsync());

        foreach (var request in file.Requests)
        {
            using var response = await file.SendAsync(client, request);
            var status = (int)response.StatusCode;
            Assert.True(
                request.Expects == status || (request.Expects is null && status is >= 200 and <= 299),
                $"{request.Title}: {status} {await response.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task Every_endpoint_for_programs_is_in_the_file()
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier());
        var calls = new HttpFile(Text).Requests.Select(request => (request.Method, Path: request.Url.Replace("{{host}}", "", StringComparison.Ordinal).Split('?')[0])).ToList();

        var missing = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ITagsMetadata>() is not null)
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"], (endpoint, method) => (method, endpoint.RoutePattern.RawText))
            .Where(endpoint => !calls.Exists(call => call.Method == endpoint.method && PatternOf(endpoint.RawText!).IsMatch(call.Path)));

        Assert.Empty(missing);
    }

    // A parameter is one stretch of the path, and what stands under any prefix has one here.
    private static Regex PatternOf(string route) =>
        new($"^/{Regex.Replace(Regex.Escape(route.Trim('/')).Replace(@"\{\*\*path}", "any/prefix/.*", StringComparison.Ordinal), @"\\\{[^}]*}", "[^/]+")}$");
}
