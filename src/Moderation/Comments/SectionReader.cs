using System.Text.Json;
using Moderation.Labels;

namespace Moderation.Comments;

/// <summary>
/// Reads comment sections from <see cref="JsonLines"/>: one section a line, or one comment a line. The fields stand in
/// <c>training-data/README.md</c>. A line at fault becomes a <see cref="ReadProblem"/>; the others are read.
/// </summary>
public sealed class SectionReader(Taxonomy taxonomy)
{
    /// <summary>Reads a file, a line at a time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="site">The site for lines that name none.</param>
    /// <param name="section">The section for lines that name none; null: such lines are at fault.</param>
    public IEnumerable<(CommentSection? Section, ReadProblem? Problem)> ReadFile(string path, string site, string? section = null) =>
        JsonLines.ReadFile(path, (root, number) => ReadLine(root, Path.GetFileName(path), number, site, section));

    /// <summary>Reads a stream, a line at a time.</summary>
    /// <param name="stream">UTF-8, with or without a byte order mark.</param>
    /// <param name="file">Name for problems.</param>
    /// <param name="site">The site for lines that name none.</param>
    /// <param name="section">The section for lines that name none; null: such lines are at fault.</param>
    public IEnumerable<(CommentSection? Section, ReadProblem? Problem)> Read(Stream stream, string file, string site, string? section = null) =>
        JsonLines.Read(stream, file, (root, number) => ReadLine(root, file, number, site, section));

    private (CommentSection? Section, ReadProblem? Problem) ReadLine(JsonElement root, string file, int number, string site, string? section)
    {
        try
        {
            return (new SectionLine(file, number, taxonomy).Section(root, site, section), null);
        }
        catch (SectionLine.Fault fault)
        {
            return (null, fault.Problem);
        }
    }
}
