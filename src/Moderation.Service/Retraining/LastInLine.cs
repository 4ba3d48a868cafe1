using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Moderation.Service.Retraining;

/// <summary>
/// Gives this process the processors last. To be said before any other thread begins, since on Linux each inherits it from its
/// maker.
/// </summary>
internal static class LastInLine
{
    // SCHED_IDLE of sched(7). The lowest niceness alone lets the process finish its turn of some milliseconds before a request that has just come.
    private const int Idle = 5;
    private const int LowestNiceness = 19;

    /// <summary>Where the system has no such class, or refuses it, the lowest priority that it has.</summary>
    public static void Stand()
    {
        using var self = Process.GetCurrentProcess();
        self.PriorityClass = ProcessPriorityClass.Idle;
        if (OperatingSystem.IsLinux())
        {
            var priority = 0;
            _ = SetScheduler(0, Idle, ref priority);
            LeaveGroup();
        }
    }

    /// <summary>
    /// Where Linux shares the processors out among sessions first (autogroup of sched(7)), no class counts beyond the session: what the
    /// service's own session has used up in here, its requests and the system's threads that flush for it would have to wait for.
    /// </summary>
    private static void LeaveGroup()
    {
        // Who began this at a terminal means to end it there, and a session of its own would not hear of that.
        if (!Console.IsInputRedirected || BeginSession() < 0)
        {
            return;
        }

        try
        {
            File.WriteAllText("/proc/self/autogroup", LowestNiceness.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A kernel without such groups needs none of this.
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "sched_setscheduler")]
    private static extern int SetScheduler(int thread, int policy, ref int priority);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "setsid")]
    private static extern int BeginSession();
}
