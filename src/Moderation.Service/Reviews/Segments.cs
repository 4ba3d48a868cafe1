using Moderation.Labels;
using Moderation.Scoring;

namespace Moderation.Service.Reviews;

/// <summary>A stretch of a comment with the labels it spoke for; none where it spoke for none.</summary>
/// <param name="Text">The stretch as it was written.</param>
/// <param name="Labels">Labels, each once, in the order of the spans.</param>
public sealed record Segment(string Text, IReadOnlyList<string> Labels);

/// <summary>
/// Cuts a text where speaking spans begin and end, so that a page can mark them. Put together again the segments are the
/// text, unit for unit: what a moderator reads is what the author wrote.
/// </summary>
public static class Segments
{
    /// <summary>
    /// Of all that speaks, what speaks for the labels that held the comment; where nothing does, for the harms; and else whatever speaks:
    /// the sentence beside the text names it, and a moderator looks for it.
    /// </summary>
    /// <param name="spans">All that speaks.</param>
    /// <param name="held">The labels that held the comment.</param>
    public static IReadOnlyList<ScoredSpan> ToMark(IReadOnlyList<ScoredSpan> spans, IReadOnlyList<string> held)
    {
        List<ScoredSpan> Of(IReadOnlyList<string> labels) => [.. spans.Where(span => labels.Contains(span.Label))];
        return Of(held) is { Count: > 0 } speaking ? speaking : Of(LabelNames.Harms) is { Count: > 0 } harms ? harms : spans;
    }

    /// <summary>The segments of a text in their order.</summary>
    /// <param name="text">The text the spans were found in.</param>
    /// <param name="spans">In any order, overlapping or not; a part outside the text is passed over.</param>
    public static IReadOnlyList<Segment> Of(string text, IReadOnlyList<ScoredSpan> spans)
    {
        var inside = spans.Select(span => (Begin: Before(text, span.Begin), End: After(text, span.End), span.Label))
            .Where(span => span.Begin < span.End).ToList();
        var cuts = inside.SelectMany(span => new[] { span.Begin, span.End }).Append(0).Append(text.Length).Distinct().Order().ToList();
        List<Segment> segments = [];
        foreach (var (begin, end) in cuts.Zip(cuts.Skip(1)))
        {
            string[] labels = [.. inside.Where(span => span.Begin <= begin && end <= span.End).Select(span => span.Label).Distinct()];
            if (segments.Count > 0 && segments[^1].Labels.SequenceEqual(labels))
            {
                segments[^1] = segments[^1] with { Text = segments[^1].Text + text[begin..end] };
            }
            else
            {
                segments.Add(new Segment(text[begin..end], labels));
            }
        }

        return segments;
    }

    // A cut inside a surrogate pair would make two unreadable halves of one character.
    private static int Before(string text, int at)
    {
        at = Math.Clamp(at, 0, text.Length);
        return IsInsidePair(text, at) ? at - 1 : at;
    }

    private static int After(string text, int at)
    {
        at = Math.Clamp(at, 0, text.Length);
        return IsInsidePair(text, at) ? at + 1 : at;
    }

    private static bool IsInsidePair(string text, int at) =>
        at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]);
}
