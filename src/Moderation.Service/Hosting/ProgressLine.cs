using Spectre.Console;

namespace Moderation.Service.Hosting;

/// <summary>Progress of long work on the error stream: a bar on a terminal, a plain line every few seconds elsewhere.</summary>
public sealed class ProgressLine(TextWriter error, TimeProvider time, string what, double? total)
{
    private static readonly TimeSpan PlainEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BarEvery = TimeSpan.FromSeconds(0.2);

    private readonly bool _terminal = !Console.IsErrorRedirected && ReferenceEquals(error, Console.Error) && AnsiConsole.Profile.Capabilities.Ansi;
    private readonly long _began = time.GetTimestamp();
    private long _last = time.GetTimestamp();

    /// <summary>Shows how far it is, not more often than people can read.</summary>
    public void Report(double done, string detail)
    {
        if (time.GetElapsedTime(_last) < (_terminal ? BarEvery : PlainEvery))
        {
            return;
        }

        _last = time.GetTimestamp();
        error.Write(_terminal ? "\r" + Bar(done, detail) + "\u001b[K" : $"{what}: {Share(done)}{detail}{Environment.NewLine}");
    }

    /// <summary>Says something in between.</summary>
    public void Say(string sentence) => error.WriteLine((_terminal ? "\r\u001b[K" : "") + sentence);

    /// <summary>Ends the bar and says what came of it.</summary>
    public void Done(string summary)
    {
        error.WriteLine($"{(_terminal ? "\r\u001b[K" : "")}{what}: {summary} ({time.GetElapsedTime(_began).TotalSeconds:0.0} s)");
    }

    private string Share(double done) => total is > 0 ? $"{Math.Min(1, done / total.Value):0 %}, " : "";

    private string Bar(double done, string detail)
    {
        if (total is not > 0)
        {
            return $"{what} {detail}";
        }

        var cells = (int)(Math.Min(1, done / total.Value) * 30);
        return $"{what} [{new string('#', cells)}{new string('.', 30 - cells)}] {Share(done)}{detail}";
    }
}
