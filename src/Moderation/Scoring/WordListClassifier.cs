using Moderation.Labels;
using Moderation.Text;

namespace Moderation.Scoring;

/// <summary>
/// What a word list alone would say: the gravest term of the lexicons that stands in the comment, whatever is meant by it. It
/// stands beside every model in every table, so that nobody takes a word list's merit for a model's.
/// </summary>
public sealed class WordListClassifier : IClassifier, IDisposable
{
    private readonly ThreadLocal<Normalizer> _normalizers = new(() => new Normalizer());

    /// <inheritdoc />
    public string Model => "word-list";

    /// <inheritdoc />
    public LabelSet Labels => LabelSet.Full;

    /// <inheritdoc />
    public Assessment Assess(in CommentText text, bool explain = false)
    {
        var probabilities = new float[Labels.Count];
        TryScore(text, probabilities);
        return new Assessment { Model = Model, Labels = Labels, Probabilities = probabilities };
    }

    /// <inheritdoc />
    public bool TryScore(in CommentText text, Span<float> probabilities)
    {
        probabilities.Clear();
        foreach (var token in _normalizers.Value!.Normalize(text.Text).Tokens)
        {
            if (token.Lexeme != 0)
            {
                Raise(Lexicons.Entry(token.Lexeme), probabilities);
            }
        }

        return true;
    }

    /// <inheritdoc />
    public void Dispose() => _normalizers.Dispose();

    private static void Raise(LexiconEntry entry, Span<float> probabilities)
    {
        // Severity 1 to 4 as a quarter each: at 2 and above a term reaches one half.
        var weight = entry.Severity / 4f;
        string[] labels = entry.Category switch
        {
            LexiconCategory.Slur => [LabelNames.Slur, LabelNames.HateSpeech, LabelNames.Toxicity, LabelNames.Insult, LabelNames.SevereToxicity],
            LexiconCategory.Insult => [LabelNames.Insult, LabelNames.Harassment, LabelNames.Toxicity],
            LexiconCategory.Profanity => [LabelNames.Profanity, LabelNames.Toxicity],
            LexiconCategory.Violence => [LabelNames.Threat],
            _ => [],
        };
        foreach (var label in entry.Profane ? [.. labels, LabelNames.Profanity] : labels)
        {
            ref var probability = ref probabilities[LabelSet.Full.IndexOf(label)];
            probability = Math.Max(probability, weight);
        }
    }
}
