using Moderation.Labels;
using Moderation.Learning.Datasets;
using Moderation.Learning.Linear;
using Moderation.Scoring;
using Moderation.Scoring.Linear;
using Moderation.Scoring.Networks;

namespace Moderation.Learning;

/// <summary>A way to make a model of a corpus.</summary>
/// <param name="Name">As given to <c>train --trainer</c>, and within ids of models.</param>
/// <param name="WhenToUse">One sentence.</param>
/// <param name="Build">Trains; the same corpus, settings and seed give the same model to the last digit.</param>
public sealed record Trainer(string Name, string WhenToUse, Func<Corpus, TrainingSettings, TrainedModel> Build);

/// <summary>A model that was trained and has no place on a shelf yet.</summary>
/// <param name="Write">Writes its <c>model.zip</c> to a path.</param>
/// <param name="Open">Makes a classifier of it, given its id.</param>
/// <param name="Notes">What a reader of its card should know, a sentence each.</param>
/// <param name="Thresholds">From which probability each harm is held.</param>
public sealed record TrainedModel(Action<string> Write, Func<string, IClassifier> Open, IReadOnlyList<string> Notes, IReadOnlyDictionary<string, float> Thresholds)
{
    internal static TrainedModel Of(NetworkModel model, IReadOnlyList<string> notes, IReadOnlyDictionary<string, float> thresholds) =>
        new(path => NetworkFile.Write(path, model), id => new NetworkClassifier(id, model), notes, thresholds);

    internal static TrainedModel Of(LinearModel model, IReadOnlyList<string> notes, IReadOnlyDictionary<string, float> thresholds) =>
        new(path => LinearFile.Write(path, model), id => new LinearClassifier(id, model), notes, thresholds);
}

/// <summary>Every trainer there is. Add one by writing it and naming it here.</summary>
public static class Trainers
{
    /// <summary>The recipe of the shipped champion.</summary>
    public static Trainer Network { get; } = new(
        "network", "The shipped champion's recipe: a small network over words, letters and roles, with outputs of its own for every data set.",
        (corpus, settings) => TrainedModel.Of(Training.Run(corpus, settings), Training.Notes, Thresholds));

    /// <summary>The baseline of ML.NET alone.</summary>
    public static Trainer Linear { get; } = new(
        "linear", "A baseline to measure others against: ML.NET's SDCA over the same features, a straight sum a label.",
        (corpus, settings) => TrainedModel.Of(LinearTraining.Run(corpus, settings), LinearTraining.Notes, Thresholds));

    /// <summary>All of them, the usual one first.</summary>
    public static IReadOnlyList<Trainer> All { get; } = [Network, Linear];

    /// <summary>A probability means what it says, so review begins at one half; a site's policy may say otherwise.</summary>
    private static Dictionary<string, float> Thresholds => LabelNames.Harms.ToDictionary(label => label, _ => 0.5f);
}
