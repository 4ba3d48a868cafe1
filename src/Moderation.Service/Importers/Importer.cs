using Moderation.Comments;
using Moderation.Labels;

namespace Moderation.Service.Importers;

/// <summary>A file format that comments can be imported from.</summary>
/// <param name="Name">As given to <c>import --format</c>.</param>
/// <param name="Reads">One sentence: what it reads.</param>
/// <param name="Recognises">Whether a file looks like it, by its name; the first importer that says so is taken where no format is given.</param>
/// <param name="Read">Reads a file, a comment at a time, with the problems between them.</param>
public sealed record Importer(
    string Name, string Reads, Func<string, bool> Recognises, Func<ImportFile, IEnumerable<Imported>> Read);

/// <summary>A file to import.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Site">The site for comments that name none.</param>
/// <param name="Taxonomy">The labels that may stand in it.</param>
/// <param name="Columns">Which column is what, for tables; empty: by their usual names.</param>
public sealed record ImportFile(string Path, string Site, Taxonomy Taxonomy, IReadOnlyDictionary<string, string> Columns)
{
    /// <summary>The file's name, for sources and problems.</summary>
    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>A comment of a file, or why a line of it could not be read.</summary>
/// <param name="Comment">The comment with its labels; null where there is a problem.</param>
/// <param name="Problem">Why not; null where there is a comment.</param>
/// <param name="RevisionGiven">Whether the file numbers revisions.</param>
/// <param name="Section">The comment's section, where the file says more of it than its id.</param>
public readonly record struct Imported(
    LabelledComment? Comment, ReadProblem? Problem, bool RevisionGiven = false, CommentSection? Section = null);
