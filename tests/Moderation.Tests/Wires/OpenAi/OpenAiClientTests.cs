using System.ClientModel;
using System.ClientModel.Primitives;
using Moderation.Labels;
using Moderation.Tests.Support;
using OpenAI;
using OpenAI.Moderations;

namespace Moderation.Tests.Wires.OpenAi;

/// <summary>The service driven by OpenAI's own clients.</summary>
public sealed class OpenAiClientTests
{
    private static readonly FixedClassifier Classifier = new(("vermin", LabelNames.Harassment, 0.9f), ("vermin", LabelNames.HateSpeech, 0.7f));

    [SkippableFact]
    public async Task The_Node_client_reads_our_answers_and_our_refusals()
    {
        await using var app = await ModerationApp.StartAsync(Classifier);
        var said = await NodeClient.RunAsync("openai.js", "openai", app.Address, await app.KeyAsync());

        var result = said.GetProperty("one").GetProperty("results")[0];
        Assert.True(result.GetProperty("flagged").GetBoolean());
        Assert.True(result.GetProperty("categories").GetProperty("harassment").GetBoolean());
        Assert.Equal(0.7f, result.GetProperty("category_scores").GetProperty("hate").GetSingle());
        Assert.Equal([false, true], said.GetProperty("several").GetProperty("results").EnumerateArray().Select(one => one.GetProperty("flagged").GetBoolean()));
        Assert.Equal(1, said.GetProperty("parts").GetProperty("results").GetArrayLength());
        Assert.Equal(("AuthenticationError", 401, "invalid_api_key"), Refusal(said.GetProperty("badKey")));
        Assert.Equal(("BadRequestError", 400, "invalid_type"), Refusal(said.GetProperty("badRequest")));
    }

    [Fact]
    public async Task The_dotNET_client_reads_our_answers_and_our_refusals()
    {
        await using var app = await ModerationApp.StartAsync(Classifier);
        var client = Client(app, await app.KeyAsync());

        ModerationResult one = await client.ClassifyTextAsync("You vermin!");
        Assert.True(one.Flagged);
        Assert.True(one.Harassment.Flagged);
        Assert.Equal(0.7f, one.Hate.Score);
        Assert.False(one.Sexual.Flagged);

        ModerationResultCollection several = await client.ClassifyTextAsync(["Good day.", "You vermin!"]);
        Assert.Equal([false, true], several.Select(result => result.Flagged));
        Assert.Equal("fixed", several.Model);

        var refused = await Assert.ThrowsAsync<ClientResultException>(() => Client(app, "nobody").ClassifyTextAsync("x"));
        Assert.Equal(401, refused.Status);
        Assert.Contains("Incorrect API key provided", refused.Message, StringComparison.Ordinal);
    }

    private static ModerationClient Client(ModerationApp app, string key) => new(
        "omni-moderation-latest", new ApiKeyCredential(key),
        new OpenAIClientOptions { Endpoint = new Uri($"{app.Address}/v1"), RetryPolicy = new ClientRetryPolicy(0) });

    private static (string? Kind, int Status, string? Code) Refusal(System.Text.Json.JsonElement error) =>
        (error.GetProperty("kind").GetString(), error.GetProperty("status").GetInt32(), error.GetProperty("code").GetString());
}
