using System.Diagnostics;
using System.Text.Json;

namespace Moderation.Tests.Support;

/// <summary>Runs a script of <c>tests/clients</c>; the test is skipped where Node or the packages are not installed.</summary>
internal static class NodeClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>What the script printed, as JSON.</summary>
    public static async Task<JsonElement> RunAsync(string script, string package, params string[] arguments)
    {
        var folder = Repository.PathOf("tests", "clients");
        Skip.IfNot(Directory.Exists(Path.Combine(folder, "node_modules", package)), $"The package '{package}' is not installed. Run 'npm install --prefix tests/clients'.");
        Skip.IfNot(IsOnPath("node"), "Node is not installed.");
        using var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, script), .. arguments])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        using var timeout = new CancellationTokenSource(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(timeout.Token), process.StandardError.ReadToEndAsync(timeout.Token));
        await process.WaitForExitAsync(timeout.Token);
        Assert.True(process.ExitCode == 0, await error);
        return JsonDocument.Parse(await output).RootElement;
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder =>
            File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));
}
