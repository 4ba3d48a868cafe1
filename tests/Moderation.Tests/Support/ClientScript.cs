using System.Diagnostics;
using System.Text.Json;

namespace Moderation.Tests.Support;

/// <summary>Runs a script of <c>tests/clients</c>; the test is skipped where its language is not installed.</summary>
internal static class ClientScript
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static string Folder { get; } = Repository.PathOf("tests", "clients");

    /// <summary>What the script printed, as JSON.</summary>
    public static async Task<JsonElement> RunAsync(string program, string script, params string[] arguments)
    {
        Skip.IfNot(IsOnPath(program), $"The program '{program}' is not installed.");
        using var process = Process.Start(new ProcessStartInfo(program, [Path.Combine(Folder, script), .. arguments])
        {
            WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        using var timeout = new CancellationTokenSource(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(timeout.Token), process.StandardError.ReadToEndAsync(timeout.Token));
        await process.WaitForExitAsync(timeout.Token);
        var said = await output;
        Skip.If(said.StartsWith("missing", StringComparison.Ordinal), said);
        Assert.True(process.ExitCode == 0, await error);
        return JsonDocument.Parse(said).RootElement;
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder =>
            File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));
}
