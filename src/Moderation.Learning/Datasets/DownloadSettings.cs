namespace Moderation.Learning.Datasets;

/// <summary>How patient a download is.</summary>
public sealed record DownloadSettings
{
    /// <summary>How often it tries again without having got a byte further, 1 to 20. Default 6.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>Wait before the second try; each further one doubles it, up to <see cref="LongestWait"/>. Default 1 s.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between tries, also where the server asks for more. Default 60 s.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Without a byte for this long the connection counts as cut. Default 60 s.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The wait after a number of tries that failed.</summary>
    /// <param name="failed">Tries that failed so far, from 1.</param>
    /// <param name="asked">What the server asked for, or null.</param>
    public TimeSpan WaitAfter(int failed, TimeSpan? asked)
    {
        var own = FirstWait * Math.Pow(2, Math.Min(failed - 1, 30));
        var wait = asked > own ? asked.Value : own;
        return wait < LongestWait ? wait : LongestWait;
    }
}
