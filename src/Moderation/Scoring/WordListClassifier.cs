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
        return new Assessment { Model = Model, Labels = Labels, Probabilities = probabilities, Spans = explain ? Spans(text.Text) : [] };
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

    /// <summary>The words that are on the list and speak for a label.</summary>
    private List<ScoredSpan> Spans(string text)
    {
        var spans = new List<ScoredSpan>();
        foreach (var token in _normalizers.Value!.Normalize(text).Tokens)
        {
            if (token.Lexeme != 0 && Lexicons.Entry(token.Lexeme) is var entry && Raised(entry) is [var label, ..] && token.End > token.Begin)
            {
                spans.Add(new ScoredSpan(token.Begin, token.End, label, Weight(entry)));
            }
        }

        return spans;
    }

    /// <inheritdoc />
    public void Dispose() => _normalizers.Dispose();

    /// <summary>Severity 1 to 4 as a quarter each: at 2 and above a term reaches one half.</summary>
    private static float Weight(LexiconEntry entry) => entry.Severity / 4f;

    private static string[] Raised(LexiconEntry entry)
    {
        string[] labels = entry.Category switch
        {
            LexiconCategory.Slur => [LabelNames.Slur, LabelNames.HateSpeech, LabelNames.Toxicity, LabelNames.Insult, LabelNames.SevereToxicity],
            LexiconCategory.Insult => [LabelNames.Insult, LabelNames.Harassment, LabelNames.Toxicity],
            LexiconCategory.Profanity => [LabelNames.Profanity, LabelNames.Toxicity],
            LexiconCategory.Violence => [LabelNames.Threat],
            _ => [],
        };
        return entry.Profane ? [.. labels, LabelNames.Profanity] : labels;
    }

    private static void Raise(LexiconEntry entry, Span<float> probabilities)
    {
        foreach (var label in Raised(entry))
        {
            ref var probability = ref probabilities[LabelSet.Full.IndexOf(label)];
            probability = Math.Max(probability, Weight(entry));
        }
    }
}
