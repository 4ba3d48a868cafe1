using System.Diagnostics.Metrics;
using Moderation.Labels;
using Moderation.Scoring;

namespace Moderation.Learning.SecondStage;

/// <summary>How often a second stage was asked, and how that went.</summary>
/// <param name="Unsure">Comments of which the first stage was unsure.</param>
/// <param name="Answered">Those that the second stage decided.</param>
/// <param name="OverBudget">Those beyond its share.</param>
/// <param name="Resting">Those that came while it rested after failures.</param>
/// <param name="TimedOut">Those that took too long.</param>
/// <param name="Failed">Those it failed on.</param>
public readonly record struct CascadeCounts(long Unsure, long Answered, long OverBudget, long Resting, long TimedOut, long Failed);

/// <summary>
/// Two stages as one classifier. The first scores everything; where it lies near a threshold (<see cref="StageCard.Band"/>) the
/// second is asked, within its budget of comments and milliseconds, and speaks for the labels it knows. Whatever goes wrong with
/// it, the first stage's answer stands.
/// </summary>
public sealed class CascadeClassifier : IClassifier
{
    private static readonly Meter Meter = new("Moderation.SecondStage");
    private static readonly Counter<long> Questions =
        Meter.CreateCounter<long>("moderation.second_stage.comments", "{comment}", "Comments that the first stage was unsure of, by what became of them.");

    private readonly IClassifier first;
    private readonly OnnxStage second;
    private readonly Action<string> report;
    private readonly ShareBudget budget;
    private readonly Rest rest;
    private readonly TimeSpan limit;
    private readonly int[] places;
    private readonly (float Low, float High)[] bands;
    private readonly long[] counts = new long[5];
    private long unsure;

    /// <param name="first">The model that scores everything.</param>
    /// <param name="thresholds">The probabilities at which its labels are acted on.</param>
    /// <param name="second">The model that is asked where the first is unsure.</param>
    /// <param name="time">Measures rests.</param>
    /// <param name="report">Hears of failures, by the second stage's id, never with a text.</param>
    public CascadeClassifier(
        IClassifier first, IReadOnlyDictionary<string, float> thresholds, OnnxStage second, TimeProvider time, Action<string> report)
    {
        (this.first, this.second, this.report) = (first, second, report);
        (budget, rest, limit) = (new ShareBudget(second.Card.Budget.Share), new Rest(time), TimeSpan.FromMilliseconds(second.Card.Budget.Milliseconds));
        places = [.. second.Card.Labels.Select(label => first.Labels.IndexOf(label.Label))];
        // A label that the second stage does not know gains nothing by asking it.
        bands = [.. first.Labels.Select((label, place) => thresholds.TryGetValue(label, out var threshold) && places.Contains(place)
            ? Band(threshold, second.Card.Band) : (float.PositiveInfinity, float.NegativeInfinity))];
    }

    private enum Fate
    {
        Answered,
        OverBudget,
        Resting,
        TimedOut,
        Failed,
    }

    /// <summary>Id of the first stage: its card, thresholds and policies hold for both.</summary>
    public string Model => first.Model;

    /// <inheritdoc />
    public LabelSet Labels => first.Labels;

    /// <summary>How often the second stage was asked so far, and how that went.</summary>
    public CascadeCounts Counts => new(
        Interlocked.Read(ref unsure), Of(Fate.Answered), Of(Fate.OverBudget), Of(Fate.Resting), Of(Fate.TimedOut), Of(Fate.Failed));

    /// <summary>As the first stage; where the second spoke, the assessment names both, <c>first+second</c>. Spans are the first's.</summary>
    public Assessment Assess(in CommentText text, bool explain = false)
    {
        var assessment = first.Assess(text, explain);
        if (!assessment.IsScored)
        {
            return assessment;
        }

        var probabilities = (float[])assessment.Probabilities.Clone();
        return Improve(text, probabilities)
            ? assessment with { Model = $"{assessment.Model}+{second.Card.Id}", Probabilities = probabilities }
            : assessment;
    }

    /// <inheritdoc />
    public DomainGuess? GuessDomain(in CommentText text) => first.GuessDomain(text);

    /// <inheritdoc />
    public bool TryScore(in CommentText text, Span<float> probabilities)
    {
        if (!first.TryScore(text, probabilities))
        {
            return false;
        }

        Improve(text, probabilities);
        return true;
    }

    /// <summary>Lets the second stage speak where it should and can.</summary>
    /// <returns>Whether it did.</returns>
    private bool Improve(in CommentText text, Span<float> probabilities)
    {
        var wanted = IsUnsure(probabilities);
        var resting = wanted && rest.IsOn;
        var goes = budget.Count(wanted && !resting);
        if (!wanted)
        {
            return false;
        }

        Interlocked.Increment(ref unsure);
        if (!goes)
        {
            Note(resting ? Fate.Resting : Fate.OverBudget);
            return false;
        }

        var answer = second.Ask(text.Text, limit);
        Note(answer.Outcome switch { StageOutcome.Answered => Fate.Answered, StageOutcome.TimedOut => Fate.TimedOut, _ => Fate.Failed });
        Hear(answer);
        for (var i = 0; i < answer.Probabilities.Length; i++)
        {
            if (places[i] >= 0)
            {
                probabilities[places[i]] = answer.Probabilities[i];
            }
        }

        return answer.Outcome == StageOutcome.Answered;
    }

    private void Hear(StageAnswer answer)
    {
        if (rest.Note(answer.Outcome == StageOutcome.Answered))
        {
            var why = answer.Outcome == StageOutcome.TimedOut ? $"took longer than {limit.TotalMilliseconds:0} ms" : $"failed ({answer.Fault})";
            report($"The second stage '{second.Card.Id}' {why} {Rest.FailuresInARow} times in a row and rests for {Rest.Length.TotalSeconds:0} seconds; the first stage answers alone.");
        }
    }

    private bool IsUnsure(ReadOnlySpan<float> probabilities)
    {
        for (var i = 0; i < bands.Length; i++)
        {
            if (probabilities[i] >= bands[i].Low && probabilities[i] <= bands[i].High)
            {
                return true;
            }
        }

        return false;
    }

    private static (float Low, float High) Band(float threshold, float width)
    {
        var centre = MathF.Log(threshold / (1 - threshold));
        return (Probability(centre - width), Probability(centre + width));
    }

    private static float Probability(float logOdds) => 1 / (1 + MathF.Exp(-logOdds));

    private long Of(Fate fate) => Interlocked.Read(ref counts[(int)fate]);

    private void Note(Fate fate)
    {
        Interlocked.Increment(ref counts[(int)fate]);
        Questions.Add(1, new KeyValuePair<string, object?>("outcome", fate.ToString()));
    }
}
