using Moderation.Comments;
using Moderation.Labels;
using Moderation.Store;

namespace Moderation.Service.Importers;

/// <summary>What an import came to.</summary>
/// <param name="Counts">What the store says.</param>
/// <param name="Problems">Lines that could not be read and comments that could not be kept, at most <see cref="Importing.MostProblems"/>.</param>
/// <param name="Refused">All of those, counted.</param>
public sealed record ImportReport(IntakeCounts Counts, IReadOnlyList<string> Problems, int Refused);

/// <summary>Reads a file into the store; the same file again changes nothing.</summary>
public sealed class Importing(CommentIntake intake, Sites sites)
{
    /// <summary>Problems that a report spells out; the rest are counted.</summary>
    public const int MostProblems = 1000;

    /// <summary>Imports one file.</summary>
    /// <param name="importer">How to read it.</param>
    /// <param name="file">The file.</param>
    /// <param name="progress">Told of the counts after each batch.</param>
    /// <param name="ct">Stops between batches; what was taken stays, and importing again takes the rest.</param>
    public async Task<ImportReport> RunAsync(Importer importer, ImportFile file, IProgress<IntakeCounts>? progress, CancellationToken ct)
    {
        var problems = new List<string>();
        var refused = 0;
        void Note(string problem)
        {
            refused++;
            if (problems.Count < MostProblems)
            {
                problems.Add(problem);
            }
        }

        var counts = await intake.TakeAsync(
            Read(importer, file, problem => Note(problem.ToString())),
            (_, incoming, recorded) => Note($"{file.Name}: comment '{incoming.Comment.Id}': {recorded.Because}"),
            progress,
            ct);
        return new ImportReport(counts, problems, refused);
    }

    private async IAsyncEnumerable<Incoming> Read(Importer importer, ImportFile file, Action<ReadProblem> problem)
    {
        var described = new HashSet<(string Site, string Section)>();
        foreach (var imported in importer.Read(file))
        {
            if (imported.Problem is { } found)
            {
                problem(found);
                continue;
            }

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
