using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service.Hosting;

public sealed class StoreFaultsTests
{
    [Fact]
    public async Task A_database_that_cannot_be_read_is_answered_with_a_sentence_and_its_cure()
    {
        await using var app = await ModerationApp.StartAsync(new FixedClassifier());
        using var client = await app.ClientAsync();
        var decision = $"/v1/decisions/{Guid.NewGuid()}";
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(decision)).StatusCode);
        await using (var db = await app.Services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync())
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys = OFF; DROP TABLE decisions;");
        }

        using var answer = await client.GetAsync(decision);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("SQLite refused", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
