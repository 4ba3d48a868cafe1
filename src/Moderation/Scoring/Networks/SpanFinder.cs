using Moderation.Features;
using Moderation.Labels;
using Moderation.Text;

namespace Moderation.Scoring.Networks;

/// <summary>
/// Says which stretches of a comment spoke, and how much: a stretch's weight is by how much the raw score falls when the comment is
/// scored again without it. Not thread-safe: it uses one worker.
/// </summary>
internal sealed class SpanFinder(NetworkModel model, NetworkScorer scorer)
{
    private const int Most = 8;
    private const float Certain = 0.5f;
    private const float Suspected = 0.1f;
    private static readonly int SlurPlace = LabelSet.Full.IndexOf(LabelNames.Slur);
    private readonly float[] raw = new float[LabelNames.All.Count];
    private readonly float[] without = new float[LabelNames.All.Count];
    private readonly int[] words = new int[FeatureExtractor.TokenLimit];
    private readonly float[] sums = new float[FeatureExtractor.TokenLimit];

    /// <summary>The stretches of a comment, strongest first, with the tokens' roles for the explanation.</summary>
    public IReadOnlyList<FoundSpan> Find(in CommentText comment)
    {
        scorer.Score(comment, raw);
        var tokens = scorer.Text.Tokens;
        tokens = tokens[..Math.Min(tokens.Length, FeatureExtractor.TokenLimit)];
        var roles = new List<(int Begin, TokenRole Role, ushort Lexeme)>(tokens.Length);
        foreach (ref readonly var token in tokens)
        {
            roles.Add((token.Begin, TokenRoles.Of(token), token.Lexeme));
        }

        var marked = Marked(tokens, roles);
        var stretches = IsSuspected() ? Stretches.Merge(marked, comment.Text) : [];
        if (stretches.Count == 0 && IsHarm())
        {
            stretches = [.. Words(tokens)];
            return [.. Weigh(comment, stretches, roles).Take(1)];
        }

        return [.. Weigh(comment, stretches, roles).Take(Most)];
    }

    /// <summary>The words that readers would mark, and every slur of a comment that is scored as one.</summary>
    private List<(int Begin, int End)> Marked(ReadOnlySpan<Token> tokens, List<(int Begin, TokenRole Role, ushort Lexeme)> roles)
    {
        var slurs = model.Combiner.Curves[SlurPlace].Probability(raw[SlurPlace]) >= Certain;
        var marked = new List<(int Begin, int End)>();
        var count = scorer.SpanSums(words, sums);
        for (var i = 0; i < count; i++)
        {
            if ((slurs && IsLiveSlur(roles[words[i]].Role)) || sums[i] >= model.Spans.Threshold)
            {
                marked.Add((tokens[words[i]].Begin, tokens[words[i]].End));
            }
        }

        return marked;
    }

    /// <summary>A slur that is neither quoted nor reclaimed nor meant in a harmless sense.</summary>
    private static bool IsLiveSlur(TokenRole role) => (role & (TokenRole.Slur | TokenRole.Quoted | TokenRole.Harmless)) == TokenRole.Slur;

    private bool IsHarm() => Reaches(Certain, LabelNames.Harms.Count);

    /// <summary>A comment with nothing to suspect has nothing to point at, whatever its words.</summary>
    private bool IsSuspected() => Reaches(Suspected, raw.Length);

    private bool Reaches(float probability, int labels)
    {
        for (var label = 0; label < labels; label++)
        {
            if (model.Combiner.Curves[label].Probability(raw[label]) >= probability)
            {
                return true;
            }
        }

        return false;
    }

    private static List<(int Begin, int End)> Words(ReadOnlySpan<Token> tokens)
    {
        var words = new List<(int Begin, int End)>();
        for (var i = 0; i < Math.Min(tokens.Length, 64); i++)
        {
            if (tokens[i].Kind is TokenKind.Word or TokenKind.Emoji && tokens[i].End > tokens[i].Begin)
            {
                words.Add((tokens[i].Begin, tokens[i].End));
            }
        }

        return words;
    }

    private IEnumerable<FoundSpan> Weigh(CommentText comment, IReadOnlyList<(int Begin, int End)> stretches, List<(int Begin, TokenRole Role, ushort Lexeme)> roles)
    {
        var found = new List<FoundSpan>();
        foreach (var (begin, end) in stretches)
        {
            scorer.Score(comment with { Text = string.Concat(comment.Text.AsSpan(0, begin), comment.Text.AsSpan(end)) }, without);
            var inside = roles.Where(token => token.Begin >= begin && token.Begin < end).ToList();
            var label = inside.Exists(token => IsLiveSlur(token.Role)) && raw[SlurPlace] > without[SlurPlace] ? SlurPlace : Strongest();
            if (raw[label] > without[label])
            {
                found.Add(new FoundSpan(
                    new ScoredSpan(begin, end, LabelNames.All[label], raw[label] - without[label]),
                    inside.Aggregate(TokenRole.None, (all, token) => all | token.Role),
                    inside.Select(token => token.Lexeme).FirstOrDefault(lexeme => lexeme != 0)));
            }
        }

        return found.OrderByDescending(span => span.Span.Weight);
    }

    /// <summary>The label the stretch spoke for: the one whose probability it raised most.</summary>
    private int Strongest()
    {
        var (best, most) = (0, float.NegativeInfinity);
        for (var label = 0; label < raw.Length; label++)
        {
            var curve = model.Combiner.Curves[label];
            var gain = curve.Probability(raw[label]) - curve.Probability(without[label]);
            if (gain > most && raw[label] > without[label])
            {
                (best, most) = (label, gain);
            }
        }

        return best;
    }
}

/// <summary>A stretch with what its words are, for the sentence a moderator reads.</summary>
/// <param name="Span">The stretch.</param>
/// <param name="Role">All roles of its words.</param>
/// <param name="Lexeme">Its first lexicon entry, or 0.</param>
internal sealed record FoundSpan(ScoredSpan Span, TokenRole Role, ushort Lexeme);
