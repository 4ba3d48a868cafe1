using System.Globalization;
using Moderation.Comments;
using Moderation.Labels;

namespace Moderation.Learning.Datasets;

/// <summary>Reads a public data set as comments of their sections, with its votes as one rater's judgement.</summary>
public static class DatasetImport
{
    /// <summary>Longest id of a section that stores keep; longer groups (a text as its own group) are replaced by their hash.</summary>
    private const int LongestSection = 200;

    /// <summary>Reads a row at a time. A row's id is its number, so reading the file again gives the same ids.</summary>
    /// <param name="dataset">How its columns are to be read.</param>
    /// <param name="path">The file.</param>
    /// <param name="site">The site its comments belong to.</param>
    public static IEnumerable<(LabelledComment? Comment, ReadProblem? Problem)> Read(Dataset dataset, string path, string site)
    {
        var heads = dataset.Heads.Where(head => head.Name is null).Select(head => (head.Label, Value: Expression.Parse(head.Value))).ToArray();
        var where = dataset.Where is null ? null : Expression.Parse(dataset.Where);
        var number = 0;
        foreach (var row in TableReader.Rows(path))
        {
            number++;
            if (where is null || where.Evaluate(row) > 0)
            {
                yield return Row(dataset, heads, row, number, site, Path.GetFileName(path));
            }
        }
    }

    private static (LabelledComment? Comment, ReadProblem? Problem) Row(
        Dataset dataset, (string Label, Expression Value)[] heads, Func<string, string> row, int number, string site, string file)
    {
        var columns = dataset.Columns;
        var text = row(columns.Text);
        if (text.Length == 0)
        {
            return (null, new ReadProblem(file, number, columns.Text, "The row has no text.", "Leave it out, or fetch the file again."));
        }

        var comment = new Comment
        {
            Site = site,
            Section = Section(row(columns.Group), dataset.Name),
            Id = $"{dataset.Name}-{number.ToString(CultureInfo.InvariantCulture)}",
            Text = text,
            ParentText = Given(columns.Parent, row),
            Title = Given(columns.Title, row),
            Author = Given(columns.Author, row),
            Source = $"{Comment.Imported}{file}",
        };
        var labels = new Dictionary<string, float>(StringComparer.Ordinal);
        foreach (var (label, value) in heads)
        {
            if (value.Evaluate(row) is var share && !float.IsNaN(share))
            {
                labels[label] = Math.Clamp(share, 0, 1);
            }
        }

        return (new LabelledComment(comment, labels.Count == 0 ? [] : [new Annotation($"dataset:{dataset.Name}", labels)]), null);
    }

    private static string Section(string group, string dataset) =>
        group.Length is > 0 and <= LongestSection ? group : $"{dataset}-{Text.TextHash.Of(group):x16}";

    private static string? Given(string? column, Func<string, string> row) =>
        column is not null && row(column) is { Length: > 0 } value ? value : null;
}
