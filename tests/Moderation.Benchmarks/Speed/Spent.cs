using System.Diagnostics;
using System.Globalization;

namespace Moderation.Benchmarks.Speed;

/// <summary>
/// Time by the clock and time on the processor. On a machine that does other work too, only the second says what something
/// costs; on an idle one both agree.
/// </summary>
internal readonly record struct Spent(TimeSpan Clock, TimeSpan Processor)
{
    public static Spent operator -(Spent left, Spent right) => new(left.Clock - right.Clock, left.Processor - right.Processor);

    /// <summary>What an action of this process took, its other threads included.</summary>
    public static async Task<Spent> OnAsync(Func<Task> action)
    {
        using var process = Process.GetCurrentProcess();
        var (clock, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
        await action();
        process.Refresh();
        return new Spent(clock.Elapsed, process.TotalProcessorTime - before);
    }
}

/// <summary>A program that ran to its end.</summary>
/// <param name="Spent">Its time.</param>
/// <param name="PeakMegabytes">The most memory it held (VmHWM), as last seen before it ended.</param>
internal sealed record ProgramRun(Spent Spent, double PeakMegabytes)
{
    private const double TicksPerSecond = 100;

    /// <summary>Runs a program, throwing its output away. One at a time: its processor time is read from that of all ended children.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it said.</exception>
    public static ProgramRun Of(string program, params string[] arguments)
    {
        var (clock, before) = (Stopwatch.StartNew(), ChildrenTime());
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        var error = process.StandardError.ReadToEndAsync();
        var peak = 0.0;
        while (!process.WaitForExit(5))
        {
            peak = Math.Max(peak, Peak(process.Id));
        }

        var elapsed = clock.Elapsed;
        Task.WaitAll(output, error);
        return process.ExitCode == 0
            ? new ProgramRun(new Spent(elapsed, ChildrenTime() - before), peak)
            : throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' failed: {error.Result}");
    }

    // Fields 16 and 17 of stat, counted from behind the name in parentheses.
    private static TimeSpan ChildrenTime()
    {
        var fields = File.ReadAllText("/proc/self/stat").Split(") ")[^1].Split(' ');
        return TimeSpan.FromSeconds((long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)) / TicksPerSecond);
    }

    private static double Peak(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            // It ended in between.
            return 0;
        }
    }
}
