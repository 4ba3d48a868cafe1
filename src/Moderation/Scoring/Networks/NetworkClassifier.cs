using Moderation.Labels;

namespace Moderation.Scoring.Networks;

/// <summary>The trained model as a classifier. Each thread gets a worker of its own; the weights are shared.</summary>
public sealed class NetworkClassifier : IClassifier, IDisposable
{
    private readonly NetworkModel model;
    private readonly ThreadLocal<NetworkScorer> workers;

    /// <param name="id">Id of the model on the shelf.</param>
    /// <param name="model">The weights.</param>
    public NetworkClassifier(string id, NetworkModel model)
    {
        Model = id;
        this.model = model;
        var cache = new WordCache(model);
        workers = new ThreadLocal<NetworkScorer>(() => new NetworkScorer(model, cache));
    }

    /// <inheritdoc />
    public string Model { get; }

    /// <summary>The weights.</summary>
    public NetworkModel Network => model;

    /// <inheritdoc />
    public LabelSet Labels => LabelSet.Full;

    /// <inheritdoc />
    public Assessment Assess(in CommentText text, bool explain = false)
    {
        var probabilities = new float[Labels.Count];
        if (!TryScore(text, probabilities))
        {
            return Assessment.Unscored(Model, Labels, "The model gave no finite number for this text.");
        }

        var domain = workers.Value!.Domain;
        var spans = explain ? new SpanFinder(model, workers.Value!).Find(text) : [];
        return new Assessment
        {
            Model = Model, Labels = Labels, Probabilities = probabilities, Domain = domain,
            Spans = [.. spans.Select(span => span.Span)], Explanation = SpanSentence.Of(text.Text, spans),
        };
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

            probabilities[label] = model.Combiner.Curves[label].Probability(probabilities[label]);
        }

        return true;
    }

    /// <inheritdoc />
    public DomainGuess? GuessDomain(in CommentText text)
    {
        workers.Value!.Score(text, stackalloc float[Labels.Count]);
        var guess = workers.Value.Domain;
        // What is no number would spoil what is estimated from many guesses.
        return float.IsFinite(guess.Shares.Sum()) ? guess : null;
    }

    /// <inheritdoc />
    public void Dispose() => workers.Dispose();
}
