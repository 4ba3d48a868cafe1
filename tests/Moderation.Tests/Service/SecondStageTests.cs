using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Learning;
using Moderation.Models;
using Moderation.Service.Hosting;
using Moderation.Service.Verbs;
using Moderation.Tests.Learning.SecondStage;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service;

public sealed class SecondStageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_decision_names_both_models_where_the_second_stage_spoke()
    {
        SomeStage.Write(Shelf(), card => card with { Band = 10 });
        await using var app = await StartAsync();
        using var client = await app.ClientAsync();

        var answer = await client.PostAsJsonAsync("/v1/comments", new { id = "1", section = "s", text = "You are wrong, and a fool to believe that." });

        answer.EnsureSuccessStatusCode();
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.EndsWith("+small", body.RootElement.GetProperty("model").GetString(), StringComparison.Ordinal);
        Assert.Contains("moderation_second_stage_comments_total{", await client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_second_stage_leaves_the_service_running_on_the_first()
    {
        var stage = SomeStage.Write(Shelf());
        File.AppendAllText(Path.Combine(stage, "model.onnx"), "x");
        await using var app = await StartAsync();

        Assert.NotNull(app.Services.GetRequiredService<ActiveModel>().Current);
    }

    [Fact]
    public void A_damaged_second_stage_stops_a_verb_with_the_reason()
    {
        var stage = SomeStage.Write(Shelf());
        File.AppendAllText(Path.Combine(stage, "model.onnx"), "x");
        var options = new ModerationOptions { Models = Path.Combine(_folder.Path, "models"), SecondStage = SomeStage.Name };
        var shelf = Moderation.Service.Hosting.Shelf.Open(options);

        var refusal = Assert.Throws<ModelRefusedException>(() => shelf.Load(shelf.Champion()!.Model));

        Assert.Contains("damaged", KnownFaults.Explain(refusal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("off", true)]
    [InlineData("small", true)]
    [InlineData("", false)]
    [InlineData("../small", false)]
    [InlineData("..", false)]
    public void Its_name_is_one_folder(string name, bool good) =>
        Assert.Equal(good, new ModerationOptionsValidator().Validate(null, new ModerationOptions { SecondStage = name }).Succeeded);

    [Fact]
    public void By_default_there_is_none() => Assert.Equal("off", new ModerationOptions().SecondStage);

    /// <summary>A shelf with the shipped champion and room for a second stage.</summary>
    private string Shelf()
    {
        var champion = new ModelShelf(Repository.PathOf("models"), (_, _) => new FixedClassifier()).Champion()!;
        foreach (var file in new[] { "champion.json", $"{champion.Model}/model.zip", $"{champion.Model}/card.json" })
        {
            File.Copy(Repository.PathOf("models", file), _folder.File($"models/{file}"));
        }

        return Path.Combine(_folder.Path, "models");
    }

    private Task<ModerationApp> StartAsync() =>
        ModerationApp.StartAsync(settings: new() { ["Moderation:SecondStage"] = SomeStage.Name }, folder: _folder);
}
