using Moderation.Labels;
using Moderation.Text;

namespace Moderation.Learning.Datasets;

/// <summary>
/// The rule by which public comments speak of <c>slur</c> and <c>harassment</c>, for which no public set has labels. It is
/// careful: what it cannot tell stays unknown and trains nothing. The sections written for this project carry both labels by hand.
/// </summary>
public static class DerivedLabels
{
    /// <summary>The rule in words, for model cards.</summary>
    public const string Rule =
        "slur is 1 where a lexicon slur is used, not quoted, reclaimed or in a harmless sense, in a comment that raters called hateful or, for the gravest slurs, toxic; it is 0 where no lexicon slur stands and the comment is not hateful, and where one stands in a comment that is neither toxic nor hateful. "
        + "harassment is 1 where raters called a comment toxic, insulting or threatening and an abusive word stands in a clause that speaks to the reader or about one person; it is 0 where it is not toxic, and where it is toxic but speaks to and of no single person. Everything else is unknown.";

    private const float Yes = 0.5f;
    private const float No = 0.2f;
    private const int Gravest = 3;

    /// <summary>What a comment says of <c>slur</c>; NaN where unknown.</summary>
    /// <param name="tokens">The comment.</param>
    /// <param name="hate">Share of raters who called it hateful; NaN where unknown.</param>
    /// <param name="toxicity">Share of raters who called it toxic; NaN where unknown.</param>
    public static float Slur(ReadOnlySpan<Token> tokens, float hate, float toxicity)
    {
        var (used, gravest) = (false, false);
        foreach (ref readonly var token in tokens)
        {
            if (token.Lexeme != 0 && Lexicons.Entry(token.Lexeme) is { Category: LexiconCategory.Slur, Severity: >= 2 } entry)
            {
                var meant = (token.Flags & (TokenFlags.Quoted | TokenFlags.Reclaimed | TokenFlags.Harmless)) == 0;
                used |= meant;
                gravest |= meant && entry.Severity >= Gravest;
            }
        }

        if (used && (hate >= Yes || (gravest && toxicity >= Yes && float.IsNaN(hate))))
        {
            return 1;
        }

        var peaceful = hate <= No || (float.IsNaN(hate) && toxicity <= No);
        return peaceful && (!used || toxicity <= No) ? 0 : float.NaN;
    }

    /// <summary>What a comment says of <c>harassment</c>; NaN where unknown.</summary>
    /// <param name="tokens">The comment.</param>
    /// <param name="toxicity">Share of raters who called it toxic; NaN where unknown.</param>
    /// <param name="attack">Share who called it an insult or a threat, the greater; NaN where unknown.</param>
    public static float Harassment(ReadOnlySpan<Token> tokens, float toxicity, float attack)
    {
        if (float.IsNaN(toxicity))
        {
            return float.NaN;
        }

        var (atPerson, person) = (false, false);
        foreach (ref readonly var token in tokens)
        {
            var personal = token.Addressee is Addressee.You or Addressee.ThirdPerson;
            person |= personal;
            atPerson |= personal && token.Lexeme != 0 && (token.Flags & (TokenFlags.Quoted | TokenFlags.Harmless | TokenFlags.Negated)) == 0
                && Lexicons.Entry(token.Lexeme).Category != LexiconCategory.Identity;
        }

        if (toxicity <= No && !(attack > No))
        {
            return 0;
        }

        return toxicity < Yes ? float.NaN : atPerson && !(attack < Yes) ? 1 : person ? float.NaN : 0;
    }

    /// <summary>Adds both labels to a comment of a public set, by its own heads.</summary>
    internal static void AddTo(Example example, IReadOnlyList<int> headLabels, ReadOnlySpan<Token> tokens)
    {
        float Share(string label)
        {
            var place = LabelSet.Full.IndexOf(label);
            for (var i = 0; i < example.Heads.Length; i++)
            {
                if (headLabels[example.FirstHead + i] == place)
                {
                    return example.Heads[i];
                }
            }

            return float.NaN;
        }

        var (hate, toxicity) = (Share(LabelNames.HateSpeech), Share(LabelNames.Toxicity));
        var (insult, threat) = (Share(LabelNames.Insult), Share(LabelNames.Threat));
        example.Labels[LabelSet.Full.IndexOf(LabelNames.Slur)] = Slur(tokens, hate, toxicity);
        ref var harassment = ref example.Labels[LabelSet.Full.IndexOf(LabelNames.Harassment)];
        harassment = float.IsNaN(harassment) ? Harassment(tokens, toxicity, float.IsNaN(insult) ? threat : Math.Max(insult, float.IsNaN(threat) ? 0 : threat)) : harassment;
    }
}
