using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Moderation.Learning;
using Moderation.Models;
using Moderation.Scoring;
using Moderation.Service.Hosting;
using Moderation.Store;

namespace Moderation.Tests.Support;

/// <summary>The whole service on a real port with its own data folder: the one host that HTTP tests go through.</summary>
internal sealed class ModerationApp : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly bool _ownsFolder;
    private readonly WebApplication _app;

    private ModerationApp(WebApplication app, TemporaryFolder folder, bool ownsFolder) => (_app, _folder, _ownsFolder) = (app, folder, ownsFolder);

    /// <summary>Address of the service, without a slash at its end.</summary>
    public string Address => _app.Urls.First();

    public string Data => Path.Combine(_folder.Path, "data");

    public string Models => Path.Combine(_folder.Path, "models");

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts the service with a classifier of the test's own on its shelf.</summary>
    public static async Task<ModerationApp> StartAsync(
        IClassifier? classifier = null, Dictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? configure = null, TemporaryFolder? folder = null)
    {
        var owns = folder is null;
        folder ??= new TemporaryFolder();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Moderation:Data"] = Path.Combine(folder.Path, "data"),
                ["Moderation:Models"] = Path.Combine(folder.Path, "models"),
                ["Moderation:PollSeconds"] = "0.05",
                ["Serilog:MinimumLevel:Default"] = "Debug",
            })
            .AddInMemoryCollection(settings ?? [])
            .Build();
        var options = configuration.GetSection(ModerationOptions.Section).Get<ModerationOptions>()!;
        var shelf = new ModelShelf(options.Models, (_, _) => classifier!);
        if (classifier is not null && shelf.Champion() is null)
        {
            Put(shelf, classifier);
        }

        var app = ServiceHost.Build(configuration, options, "http://127.0.0.1:0", builder =>
        {
            if (classifier is not null)
            {
                builder.Services.Replace(ServiceDescriptor.Singleton(shelf));
            }

            configure?.Invoke(builder);
        });
        await Startup.PrepareAsync(app.Services, CancellationToken.None);
        await app.StartAsync();
        return new ModerationApp(app, folder, owns);
    }

    /// <summary>A client with a key of the default site.</summary>
    public async Task<HttpClient> ClientAsync(string site = "default", params string[] scopes)
    {
        var client = new HttpClient { BaseAddress = new Uri(Address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await KeyAsync(site, scopes));
        return client;
    }

    /// <summary>A new key.</summary>
    public async Task<string> KeyAsync(string site = "default", params string[] scopes) =>
        (await Services.GetRequiredService<ApiKeys>().CreateAsync(site, "test", scopes.Length == 0 ? KeyScopes.All : scopes, "test")).Key;

    /// <summary>A client without a key that follows no redirects.</summary>
    public HttpClient Stranger() => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(Address) };

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_ownsFolder)
        {
            _folder.Dispose();
        }
    }

    private static void Put(ModelShelf shelf, IClassifier classifier)
    {
        var folder = Directory.CreateDirectory(Path.Combine(shelf.Folder, classifier.Model)).FullName;
        var file = Path.Combine(folder, "model.zip");
        File.WriteAllText(file, "the test's own");
        var card = new ModelCard
        {
            Id = classifier.Model, TrainedAt = DateTimeOffset.UnixEpoch, Trainer = "fixed", Seed = 1, Labels = [.. classifier.Labels],
            NormalizerVersion = 0, LexiconSha256 = "", ModelSha256 = ModelShelf.Sha256(file), Datasets = [], Splits = "none",
            Thresholds = Moderation.Labels.LabelNames.Harms.ToDictionary(label => label, _ => 0.5f),
        };
        File.WriteAllText(Path.Combine(folder, "card.json"), System.Text.Json.JsonSerializer.Serialize(card, ModelShelf.Json));
        shelf.Promote(card.Id, "test", DateTimeOffset.UnixEpoch);
    }
}
