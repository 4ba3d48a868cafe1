using Microsoft.Extensions.DependencyInjection;
using Moderation.Labels;
using Moderation.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Wires.Akismet;

/// <summary>The service driven by the Akismet client that Coral uses.</summary>
public sealed class AkismetClientTests
{
    [SkippableFact]
    public async Task The_npm_client_verifies_checks_and_submits()
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier(("vermin", LabelNames.HateSpeech, 0.9f)));
        var key = await app.Services.GetRequiredService<ApiKeys>()
            .CreateAsync("default", "blog", [KeyScopes.Screen, KeyScopes.Label], "test", forAkismet: true);
        var said = await NodeClient.RunAsync("akismet-api.js", "akismet-api", app.Address, key.Key);

        Assert.Equal((true, false), (said.GetProperty("valid").GetBoolean(), said.GetProperty("invalid").GetBoolean()));
        Assert.Equal((true, false), (said.GetProperty("vermin").GetBoolean(), said.GetProperty("kind").GetBoolean()));
        Assert.Equal((true, false), (said.GetProperty("guaranteed").GetBoolean(), said.GetProperty("administrator").GetBoolean()));
        Assert.Equal("Invalid API key", said.GetProperty("badKey").GetString());
        Assert.Equal(("thanked", "thanked"), (said.GetProperty("ham").GetString(), said.GetProperty("spam").GetString()));
        Assert.False(said.GetProperty("verminAfterHam").GetBoolean());
    }
}
