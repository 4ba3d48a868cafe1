using Moderation.Labels;

namespace Moderation.Scoring.Linear;

/// <summary>A linear model as a classifier. It gives probabilities alone: no stretches of text, no sentence.</summary>
public sealed class LinearClassifier : IClassifier, IDisposable
{
    private readonly LinearModel model;
    private readonly ThreadLocal<LinearScorer> workers;

    /// <param name="id">Id of the model on the shelf.</param>
    /// <param name="model">The weights.</param>
    public LinearClassifier(string id, LinearModel model)
    {
        Model = id;
        this.model = model;
        workers = new ThreadLocal<LinearScorer>(() => new LinearScorer(model));
    }

    /// <inheritdoc />
    public string Model { get; }

    /// <inheritdoc />
    public LabelSet Labels => LabelSet.Full;

    /// <inheritdoc />
    public Assessment Assess(in CommentText text, bool explain = false)
    {
        var probabilities = new float[Labels.Count];
        return TryScore(text, probabilities)
            ? new Assessment { Model = Model, Labels = Labels, Probabilities = probabilities }
            : Assessment.Unscored(Model, Labels, "The model gave no finite number for this text.");
    }

    /// <inheritdoc />
    public bool TryScore(in CommentText text, Span<float> probabilities)
    {
        workers.Value!.Score(text, probabilities);
        for (var label = 0; label < probabilities.Length; label++)
        {
            if (!float.IsFinite(probabilities[label]))
            {
                return false;
            }

            probabilities[label] = model.Curves[label].Probability(probabilities[label]);
        }

        return true;
    }

    /// <inheritdoc />
    public void Dispose() => workers.Dispose();
}
