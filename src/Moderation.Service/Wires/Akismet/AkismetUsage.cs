using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Moderation.Policies;
using Moderation.Store;

namespace Moderation.Service.Wires.Akismet;

/// <summary>What a site sent through this wire, counted from the comments that are kept.</summary>
internal sealed class AkismetUsage(IDbContextFactory<ModerationDb> contexts, TimeProvider time)
{
    /// <summary>This month's calls; there is no limit, so none is ever used up.</summary>
    public async Task<UsageLimit> LimitAsync(string site, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return new UsageLimit("none", await Checked(site, db, MonthOf(time.GetUtcNow())).CountAsync(ct), "0.00", false);
    }

    /// <summary>A month of a site: calls, and what of them was held.</summary>
    /// <param name="site">The key's site.</param>
    /// <param name="month"><c>yyyy-MM</c>, or null for this month.</param>
    /// <param name="ct">Ends the query.</param>
    public async Task<(string Month, SiteActivity Activity)> ActivityAsync(string site, string? month, CancellationToken ct)
    {
        var first = DateTimeOffset.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var given)
            ? given : MonthOf(time.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(ct);
        var calls = Checked(site, db, first);
        var total = await calls.CountAsync(ct);
        var ham = await calls.CountAsync(row => db.Decisions.Any(decision => decision.Id == row.DecisionId && decision.Verdict == Verdict.Approve), ct);
        var people = db.Decisions.Where(decision => decision.Moderator == AkismetApi.Name && calls.Any(row => row.Key == decision.CommentKey));
        var missed = await people.CountAsync(decision => decision.Verdict == Verdict.Reject, ct);
        var falsePositives = await people.CountAsync(decision => decision.Verdict == Verdict.Approve, ct);
        return (first.ToString("yyyy-MM", CultureInfo.InvariantCulture), new SiteActivity(
            site, Text(total), Text(total - ham), Text(ham), Text(missed), Text(falsePositives), false));
    }

    private static IQueryable<CommentRow> Checked(string site, ModerationDb db, DateTimeOffset first)
    {
        var next = first.AddMonths(1);
        return db.Comments.AsNoTracking()
            .Where(row => row.Site == site && row.Source == AkismetApi.Name && row.ReceivedAt >= first && row.ReceivedAt < next);
    }

    private static DateTimeOffset MonthOf(DateTimeOffset at) => new(at.Year, at.Month, 1, 0, 0, 0, TimeSpan.Zero);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Akismet's usage-limit.</summary>
internal sealed record UsageLimit(string Limit, int Usage, string Percentage, bool Throttled);

/// <summary>One site of Akismet's key-sites; its numbers are strings there.</summary>
internal sealed record SiteActivity(
    string Site, string ApiCalls, string Spam, string Ham, string MissedSpam, string FalsePositives, bool IsRevoked);

/// <summary>Akismet's JSON, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(UsageLimit))]
[JsonSerializable(typeof(SiteActivity))]
internal sealed partial class AkismetJson : JsonSerializerContext;
