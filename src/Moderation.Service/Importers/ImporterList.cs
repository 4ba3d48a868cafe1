using Moderation.Comments;

namespace Moderation.Service.Importers;

/// <summary>Every format that <c>import</c> and the inbox read. Add one by writing it and naming it here.</summary>
public static class ImporterList
{
    /// <summary>All importers, the more particular first.</summary>
    public static IReadOnlyList<Importer> All { get; } =
    [
        new("sections", "This project's JSON Lines: one section or one comment a line.",
            name => name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase),
            Sections),
        new("csv", "A table with a header, separated by commas or semicolons.",
            name => name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase), file => TableImporter.Read(file, delimiter: null)),
        new("tsv", "A table with a header, separated by tabs.",
            name => name.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase), file => TableImporter.Read(file, "\t")),
    ];

    /// <summary>The importer of a name, or the first that recognises the file.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static Importer For(string path, string? format) =>
        (format is null ? All.FirstOrDefault(importer => importer.Recognises(path)) : All.FirstOrDefault(importer => importer.Name == format))
        ?? throw new InvalidDataException(
            $"{(format is null ? $"The format of '{path}' is not known by its name" : $"There is no format '{format}'")}. Choose one with --format: {string.Join(", ", All.Select(importer => importer.Name))}.");

    private static IEnumerable<Imported> Sections(ImportFile file)
    {
        foreach (var (section, problem) in new SectionReader(file.Taxonomy).ReadFile(file.Path, file.Site))
        {
            if (problem is not null)
            {
                yield return new Imported(null, problem);
                continue;
            }

            foreach (var comment in section!.Comments)
            {
                yield return new Imported(comment, null, comment.Comment.Revision > 1, section);
            }
        }
    }
}
