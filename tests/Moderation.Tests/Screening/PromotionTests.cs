using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Moderation.Labels;
using Moderation.Learning;
using Moderation.Models;
using Moderation.Scoring;
using Moderation.Service.Hosting;
using Moderation.Tests.Support;

namespace Moderation.Tests.Screening;

public sealed class PromotionTests
{
    [Fact]
    public async Task No_answer_is_a_mixture_of_two_models_while_the_champion_changes()
    {
        using var folder = new TemporaryFolder();
        var shelf = Shelf(Path.Combine(folder.Path, "models"), new("low", 0.25f), new("high", 0.75f));
        await using var app = await ModerationApp.StartAsync(
            folder: folder, configure: builder => builder.Services.Replace(ServiceDescriptor.Singleton(shelf)));
        using var client = await app.ClientAsync();
        var active = app.Services.GetRequiredService<ActiveModel>();
        using var stop = new CancellationTokenSource();
        var answered = 0;
        var senders = Enumerable.Range(0, 4).Select(sender => SendAsync(client, sender, () => Interlocked.Increment(ref answered), stop.Token)).ToArray();
        for (var i = 0; i < 40; i++)
        {
            shelf.Promote(i % 2 == 0 ? "high" : "low", "test", DateTimeOffset.UnixEpoch);
            active.Refresh();
            // As many as are sent at once may have been asked before; one more was asked of the new champion.
            var enough = Volatile.Read(ref answered) + senders.Length + 1;
            while (Volatile.Read(ref answered) < enough && !senders.Any(sender => sender.IsCompleted))
            {
                await Task.Delay(1);
            }
        }

        await stop.CancelAsync();
        var seen = (await Task.WhenAll(senders)).SelectMany(answers => answers).ToHashSet();
        // Model, the policy that goes with its thresholds, its score, and what that policy makes of it.
        Assert.Equal([("high", "default@high", 0.75f, "review"), ("low", "default@low", 0.25f, "approve")], seen.Order());
    }

    private static async Task<HashSet<(string?, string?, float, string?)>> SendAsync(HttpClient client, int sender, Action answered, CancellationToken stop)
    {
        var seen = new HashSet<(string?, string?, float, string?)>();
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            using var content = new StringContent($$"""{"id":"{{sender}}-{{i}}","text":"some text"}""", Encoding.UTF8, "application/json");
            using var response = await client.PostAsync("/v1/comments", content, CancellationToken.None);
            response.EnsureSuccessStatusCode();
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(CancellationToken.None);
            seen.Add((
                answer.GetProperty("model").GetString(), answer.GetProperty("policy").GetString(),
                answer.GetProperty("scores").GetProperty(LabelNames.HateSpeech).GetSingle(), answer.GetProperty("verdict").GetString()));
            answered();
        }

        return seen;
    }

    private static ModelShelf Shelf(string path, params Certain[] models)
    {
        var shelf = new ModelShelf(path, (_, card) => models.Single(model => model.Model == card.Id));
        foreach (var model in models)
        {
            var folder = Directory.CreateDirectory(Path.Combine(path, model.Model)).FullName;
            var file = Path.Combine(folder, "model.zip");
            File.WriteAllText(file, model.Model);
            var card = new ModelCard
            {
                Id = model.Model, TrainedAt = DateTimeOffset.UnixEpoch, Trainer = "fixed", Seed = 1, Labels = [.. model.Labels],
                NormalizerVersion = 0, LexiconSha256 = "", ModelSha256 = ModelShelf.Sha256(file), Datasets = [], Splits = "none",
                Thresholds = LabelNames.Harms.ToDictionary(label => label, _ => 0.5f),
            };
            File.WriteAllText(Path.Combine(folder, "card.json"), JsonSerializer.Serialize(card, ModelShelf.Json));
        }

        shelf.Promote(models[0].Model, "test", DateTimeOffset.UnixEpoch);
        return shelf;
    }

    /// <summary>A model that is equally sure of everything.</summary>
    private sealed class Certain(string model, float probability) : IClassifier
    {
        public string Model => model;

        public LabelSet Labels => LabelSet.Full;

        public Assessment Assess(in CommentText text, bool explain = false)
        {
            var probabilities = new float[Labels.Count];
            TryScore(text, probabilities);
            return new Assessment { Model = Model, Labels = Labels, Probabilities = probabilities };
        }

        public bool TryScore(in CommentText text, Span<float> probabilities)
        {
            probabilities.Fill(probability);
            return true;
        }
    }
}
