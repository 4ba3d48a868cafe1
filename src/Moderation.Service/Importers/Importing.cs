using Moderation.Store;

namespace Moderation.Service.Importers;

/// <summary>What an import came to.</summary>
/// <param name="Counts">What the store says.</param>
/// <param name="Tally">What was not taken.</param>
public sealed record ImportReport(IntakeCounts Counts, ImportTally Tally);

/// <summary>Reads a file into the store; the same file again changes nothing.</summary>
public sealed class Importing(CommentIntake intake, Sites sites)
{
    /// <summary>Imports one file.</summary>
    /// <param name="importer">How to read it.</param>
    /// <param name="file">The file.</param>
    /// <param name="progress">Told of the counts after each batch.</param>
    /// <param name="ct">Stops between batches; what was taken stays, and importing again takes the rest.</param>
    public async Task<ImportReport> RunAsync(Importer importer, ImportFile file, IProgress<IntakeCounts>? progress, CancellationToken ct)
    {
        var tally = new ImportTally();
        var counts = await intake.TakeAsync(
            Incoming(tally.Comments(importer.Read(file))),
            (_, incoming, recorded) => tally.Refuse($"{file.Name}: comment '{incoming.Comment.Id}': {recorded.Because}"),
            progress,
            ct);
        return new ImportReport(counts, tally);
    }

    private async IAsyncEnumerable<Incoming> Incoming(IEnumerable<Imported> comments)
    {
        var described = new HashSet<(string Site, string Section)>();
        foreach (var imported in comments)
        {
            var comment = imported.Comment!.Comment;
            if (imported.Section is { } section && Limits.Refuse(comment) is null && described.Add((comment.Site, comment.Section)))
            {
                await sites.DescribeAsync(comment.Site, comment.Section, section.Title, section.Url, section.Article);
            }

            yield return new Incoming(comment)
            {
                RevisionGiven = imported.RevisionGiven,
                Annotations = imported.Comment.Annotations,
            };
        }
    }
}
