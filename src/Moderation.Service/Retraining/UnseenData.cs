using Moderation.Evaluation;
using Moderation.Models;

namespace Moderation.Service.Retraining;

/// <summary>What a comparison cannot see.</summary>
internal static class UnseenData
{
    /// <summary>
    /// A model that never saw a data set from which the champion learnt loses what only that set teaches; where the set is not at hand,
    /// no figure tells.
    /// </summary>
    /// <returns>A sentence where that is so; null where all can be seen.</returns>
    public static string? Reason(ModelCard challenger, ModelCard champion, IReadOnlyList<CardFigure> figures)
    {
        var measured = figures.Select(figure => figure.Slice).ToHashSet(StringComparer.Ordinal);
        var known = challenger.Datasets.Select(set => set.Name).ToHashSet(StringComparer.Ordinal);
        string[] unseen = [.. champion.Datasets.Select(set => set.Name)
            .Where(name => name != Learning.Datasets.Corpus.Annotations && !known.Contains(name) && !measured.Contains(name))];
        return unseen.Length == 0 ? null
            : $"It has not learnt from {string.Join(", ", unseen)}, as the champion has, and without these data sets nobody can measure what that costs. Name their folder with --datasets; 'moderation datasets download' fetches them.";
    }
}
