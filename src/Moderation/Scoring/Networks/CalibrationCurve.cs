namespace Moderation.Scoring.Networks;

/// <summary>A monotone curve from raw scores to log-odds of probabilities, straight between its knots and level outside them.</summary>
/// <param name="Raw">Raw scores, ascending, at least one.</param>
/// <param name="LogOdds">Calibrated log-odds at them, not descending.</param>
public sealed record CalibrationCurve(float[] Raw, float[] LogOdds)
{
    /// <summary>The curve that changes nothing.</summary>
    public static CalibrationCurve Identity { get; } = new([-30, 30], [-30, 30]);

    /// <summary>The probability that a raw score stands for, 0 to 1.</summary>
    public float Probability(float raw) => 1 / (1 + MathF.Exp(-LogOddsAt(raw)));

    /// <summary>The log-odds of that probability.</summary>
    public float LogOddsAt(float raw)
    {
        if (!(raw > Raw[0]))
        {
            return LogOdds[0];
        }

        if (raw >= Raw[^1])
        {
            return LogOdds[^1];
        }

        var above = 1;
        while (Raw[above] < raw)
        {
            above++;
        }

        var share = (raw - Raw[above - 1]) / (Raw[above] - Raw[above - 1]);
        return LogOdds[above - 1] + (share * (LogOdds[above] - LogOdds[above - 1]));
    }
}
