using System.CommandLine;
using Moderation.Store;

namespace Moderation.Service.Verbs;

/// <summary>Brings the database to this program's schema ahead of time; <c>run</c> does it by itself.</summary>
internal static class MigrateVerb
{
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Name the migrations that would be applied, and apply none." };

    public static Verb Verb { get; } = new(
        "migrate", "Brings the database to this program's schema (run does it by itself).", [DryRun], RunAsync);

    private static async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        await using var provider = StoreVerb.Open(context);
        var migration = provider.GetRequiredService<StoreMigration>();
        var pending = await migration.PendingAsync(ct);
        if (!context.Get(DryRun))
        {
            await migration.MigrateAsync(ct);
        }

        var done = context.Get(DryRun) ? "would be applied" : "applied";
        context.Out.WriteLine(pending.Count == 0 ? "The database is up to date." : $"{pending.Count} migrations {done}: {string.Join(", ", pending)}.");
        return ExitCode.Ok;
    }
}
