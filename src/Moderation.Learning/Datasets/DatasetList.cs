using System.Text.Json;

namespace Moderation.Learning.Datasets;

/// <summary>The public data sets of <c>training-data/datasets.json</c>: where each comes from and how its columns speak of our labels.</summary>
/// <param name="Datasets">The sets, in the order in which models know them.</param>
public sealed record DatasetList(IReadOnlyList<Dataset> Datasets)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads the list.</summary>
    /// <exception cref="InvalidDataException">It is not there, is empty or names no data set.</exception>
    public static DatasetList Read(string path) =>
        !File.Exists(path) ? throw new InvalidDataException(
            $"There is no list of data sets at '{path}'. Name the folder of training data that has it with --training-data or Moderation:TrainingData.")
        : JsonSerializer.Deserialize<DatasetList>(File.ReadAllBytes(path), Json) is { Datasets.Count: > 0 } list
            ? list
            : throw new InvalidDataException($"'{path}' names no data set. Restore it from the repository.");
}

/// <summary>A public data set.</summary>
/// <param name="Name">Short name, unique.</param>
/// <param name="Title">What it is.</param>
/// <param name="Licence">Its licence.</param>
/// <param name="Source">Where its makers publish it.</param>
/// <param name="File">File name in the data folder; its ending gives the format (csv, tsv, jsonl).</param>
/// <param name="Bytes">Size of the file that the shipped champion learnt from.</param>
/// <param name="Sha256">Hash of that file, lower-case hex.</param>
/// <param name="Columns">Which columns hold what.</param>
/// <param name="Heads">What it knows.</param>
/// <param name="Domain">Name of the data set whose kind of text it shares, or null for its own.</param>
/// <param name="Where">Rows to take, as an <see cref="Expression"/>; null for all.</param>
/// <param name="Download">Where its file can be fetched as it is; null where it has to be fetched by hand.</param>
/// <param name="Spans">What raters marked, or null.</param>
/// <param name="ByHand">How the form that is read here is made from what is published, for a file that has to be fetched by hand; else null.</param>
public sealed record Dataset(
    string Name,
    string Title,
    string Licence,
    string Source,
    string File,
    long Bytes,
    string Sha256,
    DatasetColumns Columns,
    IReadOnlyList<DatasetHead> Heads,
    string? Domain = null,
    string? Where = null,
    DatasetDownload? Download = null,
    DatasetSpans? Spans = null,
    string? ByHand = null)
{
    /// <summary>The columns its file must have, by what the list reads from it.</summary>
    public IReadOnlyList<string> ColumnNames()
    {
        var names = new List<string>();
        string Note(string column)
        {
            if (!names.Contains(column))
            {
                names.Add(column);
            }

            return "";
        }

        foreach (var column in new[] { Columns.Text, Columns.Group, Columns.Parent, Columns.Title }.OfType<string>())
        {
            Note(column);
        }

        foreach (var formula in Heads.Select(head => head.Value).Append(Where).OfType<string>())
        {
            Expression.Parse(formula).Evaluate(Note);
        }

        return names;
    }
}

/// <summary>Where a data set's file is published in the form that is read here.</summary>
/// <param name="Address">Its address; one that names a version keeps its content.</param>
/// <param name="Bytes">Its size, or null where the publisher states none.</param>
/// <param name="Sha256">Its hash in lower-case hex, or null where the publisher states none: the first download is then noted and later ones are held against it.</param>
public sealed record DatasetDownload(Uri Address, long? Bytes = null, string? Sha256 = null);

/// <summary>Stretches of text that raters marked, in a file beside the set's own.</summary>
/// <param name="File">File name; columns <c>comment_id, annotation, type, start, end</c>, offsets in code points, end exclusive.</param>
/// <param name="Sha256">Hash of the file, lower-case hex.</param>
/// <param name="Raters">How many raters saw a comment, as an <see cref="Expression"/> over the set's own columns.</param>
public sealed record DatasetSpans(string File, string Sha256, string Raters);

/// <summary>Which columns hold the text and its context.</summary>
/// <param name="Text">The comment.</param>
/// <param name="Group">What must not be torn apart by a split: the thread, the article, or the row's own id.</param>
/// <param name="Parent">The comment answered, or null.</param>
/// <param name="Title">The title above it, or null.</param>
/// <param name="Author">Who wrote it, or null; imported, never learnt from.</param>
public sealed record DatasetColumns(string Text, string Group, string? Parent = null, string? Title = null, string? Author = null);

/// <summary>One thing a data set knows.</summary>
/// <param name="Label">The label of our taxonomy it comes nearest to.</param>
/// <param name="Value">Share of raters who said yes, as an <see cref="Expression"/> over the columns.</param>
/// <param name="Also">Other labels that it implies or excludes just the same.</param>
/// <param name="Name">Tells two heads of one label apart; null for the only one.</param>
public sealed record DatasetHead(string Label, string Value, IReadOnlyList<string>? Also = null, string? Name = null)
{
    /// <summary>Its name within a model: <c>data set.label</c> or <c>data set.label.name</c>.</summary>
    public string In(Dataset dataset) => Name is null ? $"{dataset.Domain ?? dataset.Name}.{Label}" : $"{dataset.Domain ?? dataset.Name}.{Label}.{Name}";
}
