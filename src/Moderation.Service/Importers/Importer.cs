using Moderation.Comments;
using Moderation.Labels;

namespace Moderation.Service.Importers;

/// <summary>A file format that comments can be imported from.</summary>
/// <param name="Name">As given to <c>import --format</c>.</param>
/// <param name="Reads">One sentence: what it reads.</param>
/// <param name="Recognises">Whether a file looks like it, by its name or its beginning; the first importer that says so is taken where no format is given.</param>
/// <param name="Read">Reads a file, a comment at a time, with the problems between them.</param>
/// <param name="Decisions">One sentence: which decisions of its moderators <c>import --decisions</c> takes for judgements; null where the format has none that say anything of a label.</param>
public sealed record Importer(
    string Name, string Reads, Func<string, bool> Recognises, Func<ImportFile, IEnumerable<Imported>> Read, string? Decisions = null);

/// <summary>A file to import.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Site">The site for comments that name none.</param>
/// <param name="Taxonomy">The labels that may stand in it.</param>
/// <param name="Columns">Which column is what, for tables; empty: by their usual names.</param>
/// <param name="Decisions">Whether what moderators decided is taken for judgements, as <see cref="Importer.Decisions"/> says. Default: no.</param>
public sealed record ImportFile(
    string Path, string Site, Taxonomy Taxonomy, IReadOnlyDictionary<string, string> Columns, bool Decisions = false)
{
    /// <summary>The file's name, for sources and problems.</summary>
    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>A comment of a file, or why a line of it could not be read, or what it is that is left out on purpose.</summary>
/// <param name="Comment">The comment with its labels; null where there is a problem or it is left out.</param>
/// <param name="Problem">Why it could not be read; else null.</param>
/// <param name="RevisionGiven">Whether the file numbers revisions.</param>
/// <param name="Section">The comment's section, where the file says more of it than its id.</param>
/// <param name="LeftOut">What was left out, in a word such as <c>spam</c>; it is counted, and no fault of the file.</param>
public readonly record struct Imported(
    LabelledComment? Comment, ReadProblem? Problem, bool RevisionGiven = false, CommentSection? Section = null, string? LeftOut = null)
{
    /// <summary>What was taken down by those who could: its author may have wished it gone.</summary>
    public const string Deleted = "deleted";

    /// <summary>What the other system called spam; no label of ours is about it.</summary>
    public const string Spam = "spam";

    /// <summary>A picture, a vote or a shared link: nothing to read.</summary>
    public const string WithoutText = "without text";

    /// <summary>A comment of another system with the place where it stands; one without text is left out.</summary>
    /// <param name="comment">The comment; its title is the section's.</param>
    /// <param name="title">Headline of its section.</param>
    /// <param name="url">Address of its section.</param>
    /// <param name="judgement">What a moderator held of it, where that is known.</param>
    internal static Imported Of(Comment comment, string? title, string? url, Annotation? judgement = null) =>
        comment.Text.Length == 0 ? Without(WithoutText) : new(
            new LabelledComment(comment with { Title = title }, judgement is null ? [] : [judgement]), null,
            Section: title is null && url is null ? null : new CommentSection { Id = comment.Section, Title = title, Url = url, Comments = [] });

    /// <summary>Something that is left out on purpose.</summary>
    public static Imported Without(string what) => new(null, null, LeftOut: what);
}
