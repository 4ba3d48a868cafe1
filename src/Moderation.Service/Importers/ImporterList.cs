using Moderation.Comments;
using Moderation.Learning.Datasets;

namespace Moderation.Service.Importers;

/// <summary>Every format that <c>import</c> and the inbox read. Add one by writing it and naming it here.</summary>
public static class ImporterList
{
    /// <summary>All importers, the more particular first.</summary>
    public static IReadOnlyList<Importer> All { get; } =
    [
        new("disqus", "Disqus' export, .xml or .xml.gz: threads and their posts.", path => XmlRecords.RootOf(path) == DisqusImporter.Root, DisqusImporter.Read),
        new("wordpress", "WordPress' export (WXR), .xml or .xml.gz: posts and pages with their comments.",
            path => XmlRecords.RootOf(path) == WordPressImporter.Root, WordPressImporter.Read),
        new("coral", "Coral's comments as mongoexport writes them, with the titles where stories lies beside it.",
            CoralImporter.Recognises, CoralImporter.Read, CoralDecisions.Rule),
        new("sections", "This project's JSON Lines: one section or one comment a line.",
            name => name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase),
            Sections),
        new("csv", "A table with a header, separated by commas or semicolons.",
            name => name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase), file => TableImporter.Read(file, delimiter: null)),
        new("tsv", "A table with a header, separated by tabs.",
            name => name.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase), file => TableImporter.Read(file, "\t")),
    ];

    /// <summary>The importer of a name, or the first that recognises the file. A data set of <c>datasets.json</c> is a format too.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Its format, or null to go by its name and its beginning.</param>
    /// <param name="trainingData">Folder that holds <c>datasets.json</c>; it need not exist.</param>
    /// <exception cref="InvalidDataException">There is none.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static Importer For(string path, string? format, string trainingData)
    {
        if (Directory.Exists(path))
        {
            throw new InvalidDataException($"'{path}' is a folder. Name the files in it, such as {Path.Combine(path, "*.jsonl")}.");
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no file '{path}'.");
        }

        var all = Datasets(trainingData).Concat(All).ToList();
        return (format is null ? all.Find(importer => importer.Recognises(path)) : all.Find(importer => importer.Name == format))
            ?? throw new InvalidDataException(
                $"{(format is null ? $"The format of '{path}' is known neither by its name nor by its beginning" : $"There is no format '{format}'")}. Choose one with --format: {string.Join(", ", all.Select(importer => importer.Name))}. {WithoutDatasets(trainingData)}".TrimEnd());
    }

    /// <summary>What to tell where files of public data sets are not recognised, for want of the list of them; null where it is there.</summary>
    /// <param name="trainingData">Folder that should hold <c>datasets.json</c>.</param>
    public static string? WithoutDatasets(string trainingData) => File.Exists(ListIn(trainingData)) ? null
        : $"Public data sets are not recognised, since there is no '{ListIn(trainingData)}'. If this is one, name the folder that has the list with --training-data or Moderation:TrainingData.";

    private static IEnumerable<Importer> Datasets(string trainingData)
    {
        var list = ListIn(trainingData);
        return !File.Exists(list) ? [] : DatasetList.Read(list).Datasets.Select(dataset => new Importer(
            dataset.Name, dataset.Title,
            path => Path.GetFileName(path) == dataset.File,
            file => DatasetImport.Read(dataset, file.Path, file.Site).Select(row => new Imported(row.Comment, row.Problem))));
    }

    private static string ListIn(string trainingData) => Path.Combine(trainingData, "datasets.json");

    private static IEnumerable<Imported> Sections(ImportFile file)
    {
        foreach (var (section, problem) in new SectionReader(file.Taxonomy).ReadFile(file.Path, file.Site, Path.GetFileNameWithoutExtension(file.Name)))
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
