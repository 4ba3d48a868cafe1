using Moderation.Scoring;

namespace Moderation.Evaluation;

/// <summary>A comment with the truth, to measure on.</summary>
/// <param name="Text">The comment with its context; where it says what its place is like, that is taken as it is.</param>
/// <param name="Slices">The slices it counts in: its data set, function or length.</param>
/// <param name="Truth">For each label of the taxonomy the share of raters who gave it, 0 to 1; NaN where unknown.</param>
public sealed record EvaluationRow(CommentText Text, IReadOnlyList<string> Slices, float[] Truth)
{
    /// <summary>How the names of slices begin that are functions of the functional suite.</summary>
    public const string FunctionPrefix = "function:";

    /// <summary>Where it stands; by default the rows of a data set are comments of one place, and so are the cases of the functional suite.</summary>
    public string Place { get; init; } = Slices.Count == 0 || Slices[0].StartsWith(FunctionPrefix, StringComparison.Ordinal) ? "" : Slices[0];

    /// <summary>Whether it is a case of the functional suite.</summary>
    public bool IsFunction => Slices.Any(slice => slice.StartsWith(FunctionPrefix, StringComparison.Ordinal));
}

/// <summary>What is measured: a model with the thresholds of its card, or the word list.</summary>
/// <param name="Name">As it stands in the tables.</param>
/// <param name="Classifier">What scores.</param>
/// <param name="Thresholds">Probability at or above which a label counts as flagged.</param>
public sealed record Contestant(string Name, IClassifier Classifier, IReadOnlyDictionary<string, float> Thresholds);
