using System.Text;
using Moderation.Labels;
using Moderation.Service.Hosting;
using Moderation.Service.Importers;
using Moderation.Service.Verbs;
using Moderation.Store;

namespace Moderation.Service.Workers;

/// <summary>
/// Imports files that are dropped into the inbox. Each moves to <c>done</c> or <c>failed</c> with a report beside it; a file
/// of which only some lines were refused is done, and its report names them. A file is taken when it has not grown for a
/// moment, so that one still being copied is left alone.
/// </summary>
public sealed class InboxWorker(CommentIntake intake, Sites sites, JobCursors cursors, ModerationOptions options, TimeProvider time, ILogger<InboxWorker> logger)
    : BackgroundService
{
    private const string Job = "inbox";
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    private static readonly Action<ILogger, string, Exception?> Took = LoggerMessage.Define<string>(
        LogLevel.Information, new EventId(1, "InboxTook"), "Inbox: {Summary}");

    private static readonly Action<ILogger, string, Exception?> Failed = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(2, "InboxFailed"), "Inbox file {File} failed; its report says why");

    private static readonly Action<ILogger, Exception?> Unreachable = LoggerMessage.Define(
        LogLevel.Error, new EventId(3, "InboxUnreachable"), "The inbox could not be read; it is tried again");

    private readonly string _name = $"inbox:{Guid.NewGuid():N}";

    /// <summary>Imports every settled file that lies in the inbox.</summary>
    /// <returns>How many files were dealt with.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(options.Inbox);
        var before = time.GetUtcNow() - Settled;
        var files = Directory.EnumerateFiles(options.Inbox)
            .Where(path => !Path.GetFileName(path).StartsWith('.') && File.GetLastWriteTimeUtc(path) <= before)
            .Order(StringComparer.Ordinal).ToList();
        // One process at a time on a shared folder.
        if (files.Count == 0 || await cursors.TakeAsync(Job, _name, Lease, ct) is null)
        {
            return 0;
        }

        try
        {
            foreach (var path in files.Where(File.Exists))
            {
                await TakeAsync(path, ct);
                await cursors.MoveAsync(Job, _name, Path.GetFileName(path), ct);
            }
        }
        finally
        {
            await cursors.ReleaseAsync(Job, _name, CancellationToken.None);
        }

        return files.Count;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Unreachable(logger, fault);
            }

            await Task.Delay(TimeSpan.FromSeconds(options.PollSeconds), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TakeAsync(string path, CancellationToken ct)
    {
        string report;
        var done = true;
        try
        {
            var importer = ImporterList.For(path, format: null, TrainingFolder.Of(options));
            var file = new ImportFile(path, options.DefaultSite, Taxonomy.Default, new Dictionary<string, string>());
            var result = await new Importing(intake, sites).RunAsync(importer, file, progress: null, ct);
            done = result.Counts.New + result.Counts.Changed + result.Counts.Same > 0 || result.Tally.Refused == 0;
            var summary = $"{file.Name}: {ImportVerb.Sentence(result)}";
            report = string.Join('\n', [summary, .. result.Tally.Problems]);
            Took(logger, summary, null);
        }
        catch (Exception fault) when (KnownFaults.Explain(fault) is { } sentence)
        {
            (report, done) = (sentence, false);
        }

        if (!done)
        {
            Failed(logger, Path.GetFileName(path), null);
        }

        await MoveAsync(path, done ? "done" : "failed", report);
    }

    private async Task MoveAsync(string path, string folder, string report)
    {
        var target = Directory.CreateDirectory(Path.Combine(options.Inbox, folder)).FullName;
        var name = Path.GetFileName(path);
        if (File.Exists(Path.Combine(target, name)))
        {
            name = $"{Path.GetFileNameWithoutExtension(name)}-{time.GetUtcNow():yyyyMMddHHmmssfff}{Path.GetExtension(name)}";
        }

        await File.WriteAllTextAsync(Path.Combine(target, name + ".report.txt"), report + "\n", new UTF8Encoding(false), CancellationToken.None);
        File.Move(path, Path.Combine(target, name));
    }
}
