using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Moderation.Service.Hosting;
using Moderation.Service.Retraining;
using Moderation.Store;

namespace Moderation.Service.Verbs;

/// <summary>Writes moderators' judgements as training data, in the format that <c>import</c> and <c>train</c> read.</summary>
internal static class ExportVerb
{
    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "Where they go, or - for standard output.", HelpName = "FILE|-", DefaultValueFactory = _ => "-",
    };

    private static readonly Option<string?> Site = new("--site") { Description = "Only this site.", HelpName = "SITE" };

    public static Verb Verb { get; } = new(
        "export", "Writes moderators' judgements with their comments as JSON Lines that train reads.", [Output, Site], RunAsync);

    private static Task<int> RunAsync(VerbContext context, CancellationToken ct) => StoreVerb.WithStoreAsync(context, async services =>
    {
        if (context.Get(Site) is { } site)
        {
            await using var db = await services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync(ct);
            if (!await db.Sites.AnyAsync(row => row.Id == site, ct))
            {
                throw new StoreException($"There is no site '{site}'. Leave --site out for all of them.");
            }
        }

        await using var output = new OutputFile(context.Get(Output)!);
        var progress = new ProgressLine(context.Error, TimeProvider.System, "export", null);
        var comments = services.GetRequiredService<AnnotationExport>().ReadAsync(context.Get(Site), cancellation: ct);
        var count = await JudgementFile.WriteAsync(output.Stream, comments, (done, _) => progress.Report(done, $"{done:N0} comments"), ct);
        output.Keep();
        progress.Done($"{count:N0} judged comments written");
        return ExitCode.Ok;
    }, ct);
}
