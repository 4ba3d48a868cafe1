using Moderation.Comments;
using Moderation.Evaluation;
using Moderation.Labels;
using Moderation.Learning;
using Moderation.Learning.Datasets;
using Moderation.Scoring;
using Moderation.Store;

namespace Moderation.Service.Retraining;

/// <summary>The rows that thresholds are chosen on. None of them is of a test part: what is promised there is measured there.</summary>
internal static class ThresholdRows
{
    /// <summary>The calibration part of what a model learns from. Templated sentences are left out: training saw others of the same frames.</summary>
    public static IReadOnlyList<EvaluationRow> Calibration(TrainingSettings settings) =>
        [.. Evaluating.Rows(Training.ReadCorpus(settings), Part.Calibration).Where(row => !row.Slices.Contains(Corpus.Templates))];

    /// <summary>Comments that moderators have judged, but for the threads that evaluations measure on.</summary>
    /// <param name="export">Where they come from.</param>
    /// <param name="site">Only this site's; null: all.</param>
    /// <param name="priors">
    /// What a site's comments read like. The judged ones are mostly such as were held, and would say something else of it; they are
    /// asked only where it is not known.
    /// </param>
    /// <param name="ct">Ends it.</param>
    public static async Task<IReadOnlyList<EvaluationRow>> JudgedAsync(
        AnnotationExport export, string? site, Func<string, DomainPrior?> priors, CancellationToken ct)
    {
        var rows = new List<EvaluationRow>();
        await foreach (var labelled in export.ReadAsync(site, cancellation: ct))
        {
            if (Split.Of($"{Corpus.Annotations}:{Split.ThreadOf(labelled.Comment)}") != Part.Test)
            {
                rows.Add(Row(labelled, priors(labelled.Comment.Site)));
            }
        }

        return rows;
    }

    /// <summary>A file of labelled comments or sections, as import and export know them.</summary>
    /// <exception cref="InvalidDataException">A line cannot be read; the message says which and why.</exception>
    public static IReadOnlyList<EvaluationRow> File(string path)
    {
        var rows = new List<EvaluationRow>();
        foreach (var (section, problem) in new SectionReader(Taxonomy.Default).ReadFile(path, "example.org"))
        {
            rows.AddRange((section ?? throw new InvalidDataException($"{problem}")).Comments.Select(comment => Row(comment, prior: null)));
        }

        return rows;
    }

    private static EvaluationRow Row(LabelledComment labelled, DomainPrior? prior) => new(
        CommentText.Of(labelled.Comment, prior), [],
        [.. LabelNames.All.Select(label => GoldLabel.Share(labelled.Annotations, label) ?? float.NaN)])
    {
        Place = labelled.Comment.Site,
    };
}
