using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Moderation.Labels;
using Moderation.Tests.Support;

namespace Moderation.Tests.Wires.Perspective;

/// <summary>The service driven by the clients that people really use.</summary>
public sealed class PerspectiveClientTests
{
    private static readonly FixedClassifier Classifier = new(("vermin", LabelNames.Toxicity, 0.9f), ("vermin", LabelNames.HateSpeech, 0.7f));

    // Debian's modules belong to Debian's Python, which need not be the first on the path.
    private static readonly string Python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    [SkippableFact]
    public async Task Googles_Node_client_builds_itself_from_our_discovery_document()
    {
        await using var app = await ModerationApp.StartAsync(Classifier);
        var said = await NodeClient.RunAsync("perspective-googleapis.js", "googleapis", app.Address, await app.KeyAsync());

        var scores = said.GetProperty("analyzed").GetProperty("attributeScores");
        Assert.Equal(["TOXICITY", "IDENTITY_ATTACK"], scores.EnumerateObject().Select(attribute => attribute.Name));
        Assert.Equal(0.9, Summary(scores, "TOXICITY"));
        var span = scores.GetProperty("TOXICITY").GetProperty("spanScores")[1];
        Assert.Equal((12, 23), (span.GetProperty("begin").GetInt32(), span.GetProperty("end").GetInt32()));
        Assert.Equal("osmod_request1", said.GetProperty("analyzed").GetProperty("clientToken").GetString());
        Assert.Equal("comment:7", said.GetProperty("suggested").GetProperty("clientToken").GetString());
        Assert.Equal((400, "Comment must be non-empty.", "COMMENT_EMPTY"), (
            said.GetProperty("refused").GetProperty("status").GetInt32(), said.GetProperty("refused").GetProperty("message").GetString()!,
            said.GetProperty("refused").GetProperty("type").GetString()!));
        await using var db = await PerspectiveApiTests.Database(app);
        Assert.Equal(1f, (await db.Annotations.SingleAsync()).Labels[LabelNames.Toxicity]);
    }

    [SkippableFact]
    public async Task The_npm_client_scores_strips_HTML_and_reads_our_messages()
    {
        await using var app = await ModerationApp.StartAsync(Classifier);
        var said = await NodeClient.RunAsync("perspective-api-client.js", "perspective-api-client", app.Address, await app.KeyAsync());

        Assert.Equal(0.9, Summary(said.GetProperty("plain").GetProperty("attributeScores"), "TOXICITY"));
        Assert.Equal(0.7, Summary(said.GetProperty("several").GetProperty("attributeScores"), "IDENTITY_ATTACK"));
        Assert.Equal("API key not valid. Please pass a valid API key.", said.GetProperty("badKey").GetString());
        Assert.Equal("Unknown requested attribute: NICENESS", said.GetProperty("unknown").GetString());
        await using var db = await PerspectiveApiTests.Database(app);
        Assert.Equal("You vermin!", (await db.Comments.SingleAsync()).Text);
    }

    [SkippableFact]
    public async Task Googles_Python_client_asks_one_by_one_and_in_a_batch()
    {
        await using var app = await ModerationApp.StartAsync(Classifier);
        var said = await ClientScript.RunAsync(Python, "perspective-googleapi.py", app.Address, await app.KeyAsync());

        Assert.Equal(0.9, Summary(said.GetProperty("analyzed").GetProperty("attributeScores"), "TOXICITY"));
        Assert.Equal((400, "Comment must be non-empty."), (said.GetProperty("refused").GetProperty("status").GetInt32(), said.GetProperty("refused").GetProperty("message").GetString()!));
        Assert.Equal(0.9, Summary(said.GetProperty("batch").GetProperty("first").GetProperty("attributeScores"), "TOXICITY"));
        Assert.Equal("400", said.GetProperty("batch").GetProperty("second").ToString());
    }

    private static double Summary(JsonElement scores, string attribute) =>
        Math.Round(scores.GetProperty(attribute).GetProperty("summaryScore").GetProperty("value").GetDouble(), 4);
}
