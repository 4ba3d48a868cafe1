using System.Diagnostics;
using Moderation.Service.Verbs;
using Moderation.Tests.Support;

namespace Moderation.Tests.House;

public sealed class StopTests
{
    [Fact]
    public async Task Told_to_end_again_and_again_the_service_ends_once_and_well()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        string[] command = [typeof(CommandLine).Assembly.Location, "run", "--roles", "review", "--urls", "http://127.0.0.1:0", "--data", folder.File("data"), "--models", Repository.PathOf("models")];
        var start = new ProcessStartInfo("dotnet", command)
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.Path,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("Moderation is at", StringComparison.Ordinal))
        {
        }

        for (var i = 0; i < 3; i++)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await kill.WaitForExitAsync();
        }

        await process.WaitForExitAsync();
        Assert.DoesNotContain("Unhandled exception", await error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, process.ExitCode);
    }
}
