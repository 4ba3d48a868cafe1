using System.Diagnostics;
using System.Reflection;
using Moderation.Service.Hosting;

namespace Moderation.Service.Retraining;

/// <summary>
/// Carries a run out in a process of its own. Its memory is gone with it, its garbage collections halt nobody else, a fault in it
/// ends it alone, and the system can give it the processor last: threads of one process cannot be told apart so on Linux.
/// </summary>
internal sealed class RetrainingProcess(IConfiguration configuration)
{
    /// <summary>Runs <c>retrain --when-due</c> with this process's settings.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        using var process = Process.Start(Command())!;
        try
        {
            await process.WaitForExitAsync(ct);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            // It holds nothing that another run would miss: a model is moved onto the shelf whole, and the lease ends by itself.
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>
    /// The service's own settings go along in the environment, where a connection string is not for all to see. Standard output and
    /// error are the service's.
    /// </summary>
    internal ProcessStartInfo Command()
    {
        var program = Environment.ProcessPath!;
        var command = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true };
        if (Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
        {
            command.ArgumentList.Add(Assembly.GetExecutingAssembly().Location);
        }

        foreach (var argument in (string[])["retrain", "--when-due"])
        {
            command.ArgumentList.Add(argument);
        }

        foreach (var (key, value) in configuration.AsEnumerable().Where(pair => pair.Value is not null && Passed(pair.Key)))
        {
            command.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return command;
    }

    private static bool Passed(string key) =>
        key.StartsWith(ModerationOptions.Section + ":", StringComparison.OrdinalIgnoreCase) || key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase);
}
