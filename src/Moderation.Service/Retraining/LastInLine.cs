using System.Diagnostics;
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

    /// <summary>Where the system has no such class, or refuses it, the lowest priority that it has.</summary>
    public static void Stand()
    {
        using var self = Process.GetCurrentProcess();
        self.PriorityClass = ProcessPriorityClass.Idle;
        if (OperatingSystem.IsLinux())
        {
            var priority = 0;
            _ = SetScheduler(0, Idle, ref priority);
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "sched_setscheduler")]
    private static extern int SetScheduler(int thread, int policy, ref int priority);
}
