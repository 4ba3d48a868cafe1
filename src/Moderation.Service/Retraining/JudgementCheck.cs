using Moderation.Comments;
using Moderation.Evaluation;
using Moderation.Labels;
using Moderation.Models;
using Moderation.Scoring;

namespace Moderation.Service.Retraining;

/// <summary>
/// Whether judgements can be learnt from at all. A model that learns from them is also measured on some of them, so a gate alone
/// would take wrong judgements for progress.
/// </summary>
internal static class JudgementCheck
{
    /// <summary>So many yes and so many no of a rater and label are needed to say anything.</summary>
    private const int Fewest = 15;

    /// <summary>
    /// Raters who, more surely than chance, call harmless what the champion suspects and abusive what it does not. Moderators correct a
    /// model; who contradicts it throughout has mixed up the buttons, or means harm.
    /// </summary>
    /// <param name="champion">The model in force.</param>
    /// <param name="judged">The judgements.</param>
    /// <param name="priors">What the comments of a site read like, as they are read in screening.</param>
    /// <returns>A sentence each; none: nothing speaks against them.</returns>
    public static IReadOnlyList<string> Contradictions(IClassifier champion, IReadOnlyList<LabelledComment> judged, Func<string, DomainPrior?> priors)
    {
        var said = new Dictionary<(string Rater, string Label), (List<float> Scores, List<bool> Truth)>();
        var probabilities = new float[champion.Labels.Count];
        foreach (var labelled in judged)
        {
            var comment = labelled.Comment;
            if (!champion.TryScore(CommentText.Of(comment, priors(comment.Site)), probabilities))
            {
                continue;
            }

            foreach (var annotation in labelled.Annotations)
            {
                foreach (var (label, share) in annotation.Labels.Where(label => LabelNames.Harms.Contains(label.Key) && champion.Labels.IndexOf(label.Key) >= 0))
                {
                    var (scores, truth) = said.TryGetValue((annotation.Rater, label), out var known) ? known : said[(annotation.Rater, label)] = ([], []);
                    scores.Add(probabilities[champion.Labels.IndexOf(label)]);
                    truth.Add(share >= 0.5f);
                }
            }
        }

        return [.. said.OrderBy(pair => pair.Key.Rater, StringComparer.Ordinal).ThenBy(pair => pair.Key.Label, StringComparer.Ordinal)
            .Where(pair => pair.Value.Truth.Count(yes => yes) >= Fewest && pair.Value.Truth.Count(yes => !yes) >= Fewest)
            .Select(pair => (pair.Key, Auc: Measures.RocAuc([.. pair.Value.Scores], [.. pair.Value.Truth]), pair.Value.Truth.Count))
            .Where(pair => pair.Auc.High < 0.5)
            .Select(pair => $"The {pair.Count} judgements of {pair.Key.Label} by rater {pair.Key.Rater} contradict the champion (area under the ROC curve {pair.Auc.Value:0.000}; chance is 0.5). Look at them, and take back what is wrong.")];
    }

    /// <summary>Whether the new model agrees more with moderators on the judgements that it did not learn from.</summary>
    /// <returns>A sentence where it does not; null where it does or too few were kept to tell.</returns>
    public static string? NoNearer(IReadOnlyList<CardFigure> figures, string challenger, string champion)
    {
        var pairs = (from label in LabelNames.Harms
                     let before = Of(champion, label)
                     let after = Of(challenger, label)
                     where before is not null && after is not null
                     select (before.Rows, Before: before.Value, After: after.Value)).ToList();
        var rows = pairs.Sum(pair => pair.Rows);
        var (then, now) = (pairs.Sum(pair => pair.Rows * pair.Before) / rows, pairs.Sum(pair => pair.Rows * pair.After) / rows);
        return rows >= PromotionGate.FewestRows && now >= then
            ? $"On the {rows} judgements kept for measuring it is no nearer to the moderators: its Brier score goes from {then:0.0000} to {now:0.0000}."
            : null;

        CardFigure? Of(string system, string label) => figures.FirstOrDefault(figure =>
            figure.System == system && figure.Label == label && figure.Slice == Learning.Datasets.Corpus.Annotations && figure.Measure == "brier");
    }
}
