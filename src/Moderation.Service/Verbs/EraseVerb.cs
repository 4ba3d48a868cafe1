using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Moderation.Store;

namespace Moderation.Service.Verbs;

/// <summary>Takes out what somebody wrote, as the law may demand, one comment or all of an author.</summary>
internal static class EraseVerb
{
    private static readonly Option<string?> Site = new("--site") { Description = "The site (Moderation:DefaultSite).", HelpName = "SITE" };

    private static readonly Option<string?> Comment = new("--comment") { Description = "The site's id of one comment.", HelpName = "ID" };

    private static readonly Option<string?> Section = new("--section") { Description = "Its section, where several have the id.", HelpName = "SECTION" };

    private static readonly Option<string?> Author = new("--author")
    {
        Description = "All comments of this author, by the name that the site sent with them.", HelpName = "NAME",
    };

    private static readonly Option<string> By = new("--by") { Description = "Who erases, for the record.", DefaultValueFactory = _ => Environment.UserName };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Say how many comments would be erased, and erase none." };

    public static Verb Verb { get; } = new(
        "erase", "Erases text, title and author of a comment, or of all comments of an author, for good; ids and decisions stay.",
        [Site, Comment, Section, Author, By, DryRun], RunAsync);

    private static async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        var (comment, author) = (context.Get(Comment), context.Get(Author));
        if (comment is null == author is null)
        {
            context.Error.WriteLine("Name what to erase: --comment ID for one comment, or --author NAME for all of an author.");
            return ExitCode.Usage;
        }

        var site = context.Get(Site) ?? context.Options.DefaultSite;
        return await StoreVerb.WithStoreAsync(context, async services =>
        {
            var found = comment is null
                ? await OfAuthorAsync(services, site, context.Get(Section), author!, ct)
                : [await OneAsync(services, site, context.Get(Section), comment, ct)];
            if (context.Get(DryRun))
            {
                context.Out.WriteLine($"{found.Count:N0} comments would be erased.");
                return ExitCode.Ok;
            }

            var revisions = 0;
            foreach (var (section, id) in found)
            {
                revisions += await services.GetRequiredService<Erasure>().EraseAsync(context.Get(By)!, site, section, id, ct);
            }

            context.Out.WriteLine($"{found.Count:N0} comments erased ({revisions:N0} revisions).");
            return ExitCode.Ok;
        }, ct);
    }

    private static async Task<(string Section, string Id)> OneAsync(IServiceProvider services, string site, string? section, string comment, CancellationToken ct)
    {
        var revisions = await services.GetRequiredService<CommentHistory>().RevisionsAsync(site, section, comment, ct);
        return revisions.Select(row => row.Section).Distinct(StringComparer.Ordinal).ToList() switch
        {
            [var only] => (only, comment),
            [] => throw new StoreException($"There is no comment '{comment}' of the site '{site}'{(section is null ? "" : $" in the section '{section}'")}. Look at the ids and at --site."),
            var several => throw new StoreException($"There is a comment '{comment}' in {several.Count} sections. Name one with --section: {string.Join(", ", several)}."),
        };
    }

    // No index on authors: it is asked seldom, and an index would cost every comment something.
    private static async Task<List<(string Section, string Id)>> OfAuthorAsync(IServiceProvider services, string site, string? section, string author, CancellationToken ct)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync(ct);
        var rows = await db.Comments
            .Where(row => row.Site == site && row.Author == author && row.ErasedAt == null && (section == null || row.Section == section))
            .Select(row => new { row.Section, row.CommentId }).Distinct().ToListAsync(ct);
        return rows.Count > 0
            ? [.. rows.Select(row => (row.Section, row.CommentId))]
            : throw new StoreException($"There are no comments of this author on the site '{site}'. Give the name as the site sends it, and look at --site.");
    }
}
