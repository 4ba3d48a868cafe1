using System.Diagnostics;
using Moderation.Service.Retraining;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service.Retraining;

public sealed class LastInLineTests
{
    [Fact]
    public async Task A_run_that_nobody_began_at_a_terminal_takes_no_share_of_the_services_session()
    {
        if (!File.Exists("/proc/self/autogroup"))
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var program = typeof(LastInLine).Assembly.Location;
        var command = new ProcessStartInfo("dotnet", [program, "retrain", "--dry-run"])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.Path,
        };
        command.Environment["Moderation__Data"] = folder.Path;
        using var process = Process.Start(command)!;

        var group = "";
        while (!group.Contains("nice 19", StringComparison.Ordinal) && !process.HasExited)
        {
            group = await ReadAsync($"/proc/{process.Id}/autogroup") ?? group;
            await Task.Delay(2);
        }

        await process.WaitForExitAsync();
        Assert.Contains("nice 19", group, StringComparison.Ordinal);
    }

    private static async Task<string?> ReadAsync(string file)
    {
        try
        {
            return await File.ReadAllTextAsync(file);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
