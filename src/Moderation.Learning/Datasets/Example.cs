using Moderation.Comments;
using Moderation.Labels;
using Moderation.Scoring;

namespace Moderation.Learning.Datasets;

/// <summary>Which part of the data a row belongs to.</summary>
public enum Part
{
    /// <summary>Trains.</summary>
    Train,

    /// <summary>Calibrates, and chooses thresholds.</summary>
    Calibration,

    /// <summary>Measures, and nothing else.</summary>
    Test,
}

/// <summary>A labelled comment.</summary>
/// <param name="Text">The comment.</param>
/// <param name="Parent">The comment it answers, or empty.</param>
/// <param name="Title">The title above it, or empty.</param>
/// <param name="Dataset">Name of its data set.</param>
/// <param name="Group">The thread, article or row that a split keeps together.</param>
/// <param name="FirstHead">Place of the first of its data set's heads.</param>
/// <param name="Heads">For each head of its data set the share of raters who said yes; NaN where unknown.</param>
/// <param name="Labels">For each label of the taxonomy the same; NaN where unknown.</param>
/// <param name="Domain">Place of its kind of text.</param>
public sealed record Example(
    string Text, string Parent, string Title, string Dataset, string Group, int Domain, int FirstHead, float[] Heads, float[] Labels)
{
    /// <summary>The part, from a stable hash of data set and group: 80 % train, 10 % calibrate, 10 % measure.</summary>
    public Part Part { get; init; } = Split.Of($"{Dataset}:{Group}");

    /// <summary>Whether it is put together from comments that stand elsewhere too: it teaches, but makes no word or feature more frequent.</summary>
    public bool IsComposed { get; init; }

    /// <summary>The site where it was written, if that is known; comments of a data set are else taken for those of one place.</summary>
    public string? Site { get; init; }

    /// <summary>What of it is scored; alone, not as one of its place.</summary>
    public CommentText Comment => new(Text, Given(Parent), Given(Title));

    /// <summary>The comments that stand together where it is from: a site's, else a data set's.</summary>
    public string Place => Site is null ? Dataset : $"{Dataset}:{Site}";

    /// <summary>What it says of a label of the taxonomy: its data set's first head of that label, else what is implied; NaN where unknown.</summary>
    /// <param name="headLabels">The label of each head.</param>
    /// <param name="label">Place of the label.</param>
    public float Truth(IReadOnlyList<int> headLabels, int label)
    {
        for (var i = 0; i < Heads.Length; i++)
        {
            if (headLabels[FirstHead + i] == label && !float.IsNaN(Heads[i]))
            {
                return Heads[i];
            }
        }

        return Labels[label];
    }

    /// <summary>Labels of which nothing is known.</summary>
    public static float[] NothingKnown() => [.. LabelNames.All.Select(_ => float.NaN)];

    private static string? Given(string text) => text.Length == 0 ? null : text;
}

/// <summary>The split by a stable hash, never by row.</summary>
public static class Split
{
    /// <summary>
    /// The group of a judged comment: it stays together with what it answers and its sister answers. Not the whole section: a site that
    /// keeps all comments in one would have nothing to learn from, or nothing to measure on.
    /// </summary>
    public static string ThreadOf(Comment comment) => $"{comment.Site}/{comment.Section}/{comment.ParentId ?? comment.Id}";

    /// <summary>The part of a sentence template: 90 % train, 5 % calibrate, 5 % measure, since the functional suite measures the same apart.</summary>
    public static Part OfTemplate(string group) => (Text.TextHash.Of(group) % 100) switch
    {
        < 90 => Part.Train,
        < 95 => Part.Calibration,
        _ => Part.Test,
    };

    /// <summary>The part of a group.</summary>
    public static Part Of(string group) => (Text.TextHash.Of(group) % 100) switch
    {
        < 80 => Part.Train,
        < 90 => Part.Calibration,
        _ => Part.Test,
    };
}
