using Moderation.Learning;

namespace Moderation.Service.Retraining;

/// <summary>Clears the shelf of what earlier runs left: else every run would leave a model there for good.</summary>
/// <param name="shelf">The shelf's folder.</param>
internal sealed class OldChallengers(string shelf)
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(6);

    /// <summary>
    /// Removes the models of earlier runs, but never the champion, the one before it, nor what these were adapted from. Models that
    /// people trained stay.
    /// </summary>
    /// <param name="runs">The runs on record.</param>
    /// <param name="models">The shelf.</param>
    public void Remove(IReadOnlyList<RetrainingRecord> runs, ModelShelf models)
    {
        var champion = models.Champion();
        HashSet<string?> kept = [champion?.Model, champion?.Previous];
        var cards = models.Cards();
        kept.UnionWith(cards.Where(card => kept.Contains(card.Id)).Select(card => card.AdaptedFrom).ToList());
        foreach (var model in runs.Select(run => run.Model).Where(model => cards.Any(card => card.Id == model) && !kept.Contains(model)).Distinct())
        {
            Directory.Delete(Path.Combine(shelf, model), recursive: true);
        }

        foreach (var folder in Directory.EnumerateDirectories(shelf, $"{ModelMaker.Unfinished}*").Where(IsAbandoned).ToList())
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool IsAbandoned(string folder) => DateTime.UtcNow - Directory.GetLastWriteTimeUtc(folder) > Abandoned;
}
