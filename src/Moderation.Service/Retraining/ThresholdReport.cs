using Moderation.Evaluation;

namespace Moderation.Service.Retraining;

/// <summary>Chosen thresholds as people read them.</summary>
internal static class ThresholdReport
{
    /// <summary>Below so many positives an interval is too wide to build a policy on.</summary>
    private const int FewPositives = 50;

    public static void Write(TextWriter output, ThresholdChoice choice)
    {
        output.WriteLine($"{choice.Label}: {choice.Rows:N0} rows know it, {choice.Positives:N0} have it{(choice.Positives < FewPositives ? "; too few to rely on" : "")}");
        output.WriteLine(choice.Chosen is { } chosen
            ? $"  threshold {chosen.Threshold:0.0000} holds {Cell(chosen.Share)} of comments, precision {Cell(chosen.Precision)}, recall {Cell(chosen.Recall)}"
            : "  no threshold reaches the goal; these come nearest");
        output.WriteLine($"    {"threshold",-10}{"held",-22}{"precision",-22}{"recall",-22}");
        foreach (var point in choice.Around)
        {
            output.WriteLine($"  {(point.Threshold == choice.Chosen?.Threshold ? "*" : " ")} {point.Threshold,-10:0.0000}{Cell(point.Share),-22}{Cell(point.Precision),-22}{Cell(point.Recall),-22}");
        }
    }

    /// <summary>A share in per cent with its 95 % interval.</summary>
    internal static string Cell(Figure figure) => double.IsNaN(figure.Value) ? "undefined" : $"{100 * figure.Value:0.0} % ({100 * figure.Low:0.0}–{100 * figure.High:0.0})";
}
