using System.CommandLine;
using Moderation.Service.Hosting;

namespace Moderation.Service.Verbs;

/// <summary>The main job: the service with its page, its API and its worker.</summary>
internal static class RunVerb
{
    /// <summary>Which roles this process takes on.</summary>
    public static Option<string?> Roles { get; } = new("--roles")
    {
        Description = "Comma-separated roles to take on: screening, review, retraining (default: all).", HelpName = "ROLES",
    };

    // Those of the host that have no section.
    private static readonly HashSet<string> HostSettings = new(["urls", "environment", "https_port", "http_ports", "https_ports", "AllowedHosts"], StringComparer.OrdinalIgnoreCase);

    private static readonly Option<string?> Urls = new("--urls")
    {
        Description = "Addresses to listen on, separated by semicolons (default http://localhost:5080).", HelpName = "URLS",
    };

    public static Verb Verb { get; } = new(
        "run", "Starts the service: screening, the worker and the review desk (the default verb).", [Roles, Urls], Run);

    private static async Task<int> Run(VerbContext context, CancellationToken ct)
    {
        if (Stray(context.Rest) is { } stray)
        {
            context.Error.WriteLine($"'{stray}' is no option. See 'moderation run --help'; settings are given with their section, such as --Moderation:PollSeconds 5.");
            return ExitCode.Usage;
        }

        FirstModel.Ensure(context, ct);
        var app = ServiceHost.Build(context.Configuration, context.Options, context.Get(Urls));
        await using (app)
        {
            await Startup.PrepareAsync(app.Services, ct);
            await StartAsync(app, ct);
            await Startup.AnnounceAsync(app, context.Out, ct);
            await app.WaitForShutdownAsync(ct);
        }

        return ExitCode.Ok;
    }

    // What is not parsed are settings, --Section:Name VALUE or with '=' between; anything else is mistyped, and would be passed over in silence.
    private static string? Stray(IReadOnlyList<string> rest)
    {
        for (var i = 0; i < rest.Count; i++)
        {
            var name = rest[i].Split('=', 2)[0];
            if (!name.StartsWith("--", StringComparison.Ordinal) || !(name.Contains(':', StringComparison.Ordinal) || HostSettings.Contains(name[2..])))
            {
                return rest[i];
            }

            i += rest[i].Contains('=', StringComparison.Ordinal) ? 0 : 1;
        }

        return null;
    }

    // What did start must be told to stop where the rest could not (a taken port), or the host reports its end as a crash.
    private static async Task StartAsync(WebApplication app, CancellationToken ct)
    {
        try
        {
            await app.StartAsync(ct);
        }
        catch
        {
            await StopAsync(app);
            throw;
        }
    }

    // A host that fell before it had made its services has nothing to stop, and says so by a fault that would hide the first one.
    private static async Task StopAsync(WebApplication app)
    {
        try
        {
            await app.StopAsync(CancellationToken.None);
        }
        catch (ArgumentNullException)
        {
        }
    }
}
