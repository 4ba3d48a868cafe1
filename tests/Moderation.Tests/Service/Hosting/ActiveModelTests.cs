using Microsoft.Extensions.Logging;
using Moderation.Learning;
using Moderation.Service.Hosting;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service.Hosting;

public sealed class ActiveModelTests
{
    [Fact]
    public void A_champion_that_is_refused_is_looked_at_again_and_again_but_said_once()
    {
        using var folder = new TemporaryFolder();
        var shelf = new ModelShelf(folder.Path, (_, _) => new FixedClassifier());
        var log = new CollectingLog();
        var active = new ActiveModel(shelf, log);

        File.WriteAllText(folder.File("champion.json"), "{");
        Assert.False(active.Refresh());
        Assert.False(active.Refresh());
        Assert.Contains("is damaged", Assert.Single(log.Said), StringComparison.Ordinal);
        File.WriteAllText(folder.File("champion.json"), """{"model":"gone","promotedAt":"2026-11-01T00:00:00Z","promotedBy":"ann"}""");
        Assert.False(active.Refresh());
        Assert.False(active.Refresh());

        Assert.Equal(2, log.Said.Count);
        Assert.Contains("There is no model 'gone'", log.Said[1], StringComparison.Ordinal);
    }

    private sealed class CollectingLog : ILogger<ActiveModel>
    {
        public List<string> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.Add(formatter(state, exception));
    }
}
