using CsCheck;
using Moderation.Scoring;
using Moderation.Service.Reviews;

namespace Moderation.Tests.Service.Reviews;

public sealed class SegmentsTests
{
    [Fact]
    public void A_text_without_spans_is_one_plain_segment() =>
        Assert.Equal(["a clown"], Segments.Of("a clown", []).Select(segment => segment.Text));

    [Fact]
    public void An_empty_text_has_no_segment() => Assert.Empty(Segments.Of("", [new ScoredSpan(0, 4, "slur", 1)]));

    [Fact]
    public void Where_spans_of_two_labels_overlap_both_are_named()
    {
        var segments = Segments.Of("you utter clown", [new ScoredSpan(4, 15, "insult", 1), new ScoredSpan(10, 15, "harassment", 1)]);

        Assert.Equal([("you ", ""), ("utter ", "insult"), ("clown", "insult harassment")], segments.Select(segment => (segment.Text, string.Join(' ', segment.Labels))));
    }

    [Fact]
    public void A_span_that_ends_inside_a_pair_of_surrogates_takes_the_whole_character()
    {
        var segments = Segments.Of("a\U0001F921b", [new ScoredSpan(2, 3, "insult", 1)]);

        Assert.Equal(["a", "\U0001F921", "b"], segments.Select(segment => segment.Text));
    }

    [Fact]
    public void Whatever_the_spans_the_segments_together_are_the_text() =>
        Gen.Select(Gen.String, Gen.Select(Gen.Int[-3, 40], Gen.Int[-3, 40], Gen.Bool).Array[0, 6]).Sample((text, spans) =>
        {
            var segments = Segments.Of(text, [.. spans.Select(span => new ScoredSpan(span.Item1, span.Item2, span.Item3 ? "slur" : "insult", 1))]);
            return string.Concat(segments.Select(segment => segment.Text)) == text && segments.All(segment => segment.Text.Length > 0);
        });

    [Theory]
    [InlineData("hate_speech", "harassment,hate_speech,toxicity", "hate_speech")]
    [InlineData("hate_speech", "harassment,toxicity", "harassment")]
    [InlineData("hate_speech", "toxicity,severe_toxicity", "toxicity,severe_toxicity")]
    [InlineData("", "slur,toxicity", "slur")]
    public void What_speaks_for_the_labels_that_held_it_is_marked_and_else_what_speaks_at_all(string held, string speaks, string marked) =>
        Assert.Equal(
            marked.Split(','),
            Segments.ToMark([.. speaks.Split(',').Select((label, i) => new ScoredSpan(i, i + 1, label, 1))], held.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(span => span.Label));
}
