using System.Net.Http.Json;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Service.Access;
using Moderation.Service.Documentation;
using Moderation.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Documentation;

public sealed class OpenApiTests : HostTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_document_is_the_one_that_was_approved() => ApprovedFile.Check(
        Repository.PathOf("tests", "Moderation.Tests", "Documentation", "openapi.approved.json"), (await DocumentAsync()).ToJsonString(Readable) + "\n");

    [Fact]
    public async Task Every_body_of_our_own_API_has_an_example()
    {
        var document = await DocumentAsync();
        var missing = from path in document["paths"]!.AsObject()
                      from operation in path.Value!.AsObject()
                      where operation.Value!["operationId"] is not null
                      from body in Bodies(operation.Value!)
                      from content in body["content"]?.AsObject() ?? []
                      where content.Value!["example"] is null
                      select $"{operation.Key} {path.Key} {content.Key}";

        Assert.Empty(missing);
        Assert.Equal(
            ApiExamples.All.Select(example => example.Operation).Order(StringComparer.Ordinal),
            document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(operation => (string?)operation.Value!["operationId"])
                .OfType<string>().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_the_examples_send_is_taken_and_what_comes_back_has_their_shape()
    {
        var decided = await PostAsync("ScreenComment", "/v1/comments");
        await PostAsync("ScreenBatch", "/v1/comments/batch");
        await GetAsync("GetDecision", $"/v1/decisions/{decided.GetProperty("decision").GetString()}");
        await GetAsync("GetComment", "/v1/comments/c2?section=article-1");
        var item = (await GetAsync("ListReviews", "/v1/reviews")).GetProperty("items")[0].GetProperty("id").GetInt64();
        var endpoint = await App.Services.GetRequiredService<Webhooks>().AddAsync("default", "http://127.0.0.1:9/", "test");
        await PostAsync("ClaimReview", $"/v1/reviews/{item}/claim");
        await PostAsync("ReleaseReview", $"/v1/reviews/{item}/release");
        await PostAsync("DecideReview", $"/v1/reviews/{item}/decision");
        await App.Services.GetRequiredService<Webhooks>().RemoveAsync(endpoint.Id, "test");
        var dead = (await GetAsync("ListWebhookDeliveries", "/v1/webhooks/deliveries"))[0].GetProperty("key").GetInt64();
        await using (var db = await App.Services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync())
        {
            await db.WebhookEndpoints.ExecuteUpdateAsync(row => row.SetProperty(r => r.DisabledAt, (DateTimeOffset?)null));
        }

        await PostAsync("RetryWebhookDelivery", $"/v1/webhooks/deliveries/{dead}/retry");
        await ComparedAsync("EraseComment", await Client.DeleteAsync("/v1/comments/c2?section=article-1"));
    }

    [Fact]
    public async Task Who_has_no_key_or_one_without_the_scope_hears_how_to_get_one()
    {
        using var stranger = App.Stranger();
        using var reader = await App.ClientAsync("default", KeyScopes.Read);
        using var nobody = await stranger.GetAsync("/v1/reviews");
        using var unfit = await reader.PostAsync("/v1/comments", new StringContent("{}", Encoding.UTF8, "application/json"));

        Assert.Equal(("Bearer", KeyRefusal.NoKey), (nobody.Headers.WwwAuthenticate.Single().Scheme, await DetailAsync(nobody)));
        Assert.Equal(KeyRefusal.NoScopeOf("screen"), await DetailAsync(unfit));

        static async Task<string?> DetailAsync(HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString();
    }

    private async Task<JsonNode> DocumentAsync()
    {
        var document = (await Client.GetFromJsonAsync<JsonNode>("/openapi/v1.json"))!;
        // Where it runs is not part of what it says.
        document.AsObject().Remove("servers");
        return document;
    }

    private static IEnumerable<JsonNode> Bodies(JsonNode operation) =>
        operation["responses"]!.AsObject().Select(response => response.Value!).Append(operation["requestBody"]).OfType<JsonNode>();

    private async Task<JsonElement> GetAsync(string operation, string path) => await ComparedAsync(operation, await Client.GetAsync(path));

    private async Task<JsonElement> PostAsync(string operation, string path)
    {
        var request = ApiExamples.All.Single(example => example.Operation == operation).Request;
        return await ComparedAsync(operation, await Client.PostAsync(path, request is null ? null : new StringContent(request, Encoding.UTF8, "application/json")));
    }

    private static async Task<JsonElement> ComparedAsync(string operation, HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{operation}: {body}");
        if (ApiExamples.All.Single(example => example.Operation == operation).Answer is not { } answer)
        {
            Assert.Empty(body);
            return default;
        }

        var real = JsonDocument.Parse(body).RootElement;
        Assert.Equal(ShapeOf("", JsonDocument.Parse(answer).RootElement).Distinct().Order(StringComparer.Ordinal), ShapeOf("", real).Distinct().Order(StringComparer.Ordinal));
        return real;
    }

    private static IEnumerable<string> ShapeOf(string at, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(property => ShapeOf($"{at}.{property.Name}", property.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(element => ShapeOf($"{at}[]", element)).Append(at),
        _ => [at],
    };

    private protected override Task<ModerationApp> StartAsync() =>
        ModerationApp.StartAsync(settings: new() { ["Moderation:Models"] = Repository.PathOf("models") });
}
