using Microsoft.EntityFrameworkCore;
using Moderation.Service.Access;
using Moderation.Store;

namespace Moderation.Service.Hosting;

/// <summary>What happens between building the host and answering: the database is made ready and the champion loaded.</summary>
public static class Startup
{
    private const string FirstAdmin = "admin";

    /// <summary>Migrates the store, makes the default site, loads sites and champion.</summary>
    public static async Task PrepareAsync(IServiceProvider services, CancellationToken ct)
    {
        var options = services.GetRequiredService<ModerationOptions>();
        Directory.CreateDirectory(options.Inbox);
        await services.GetRequiredService<StoreMigration>().MigrateAsync(ct);
        await EnsureDefaultSiteAsync(services, options, ct);
        await services.GetRequiredService<SiteDirectory>().RefreshAsync(ct);
        services.GetRequiredService<ActiveModel>().Refresh();
    }

    /// <summary>Prints the line with the address and, while nobody has joined, a one-time sign-in link.</summary>
    public static async Task AnnounceAsync(WebApplication app, TextWriter output, CancellationToken ct)
    {
        var address = app.Urls.First().Replace("//[::]", "//localhost", StringComparison.Ordinal).Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal);
        var link = app.Services.GetRequiredService<ModerationOptions>().RoleSet.Contains("review")
            ? await FirstLinkAsync(app.Services, address, ct)
            : null;
        output.WriteLine(link is null ? $"Moderation is at {address}" : $"Moderation is at {address} and you can sign in once at {link}");
    }

    private static async Task<string?> FirstLinkAsync(IServiceProvider services, string address, CancellationToken ct)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync(ct);
        if (await db.Users.AnyAsync(user => user.JoinedAt != null, ct))
        {
            return null;
        }

        var invitation = await services.GetRequiredService<Users>().InviteAsync(FirstAdmin, UserRole.Admin, "start", cancellation: ct);
        return SignIn.Link(address, invitation.Token);
    }

    private static Task<bool> EnsureDefaultSiteAsync(IServiceProvider services, ModerationOptions options, CancellationToken ct) =>
        services.GetRequiredService<Sites>().AddAsync(options.DefaultSite, options.DefaultSite, "start", ct);
}
