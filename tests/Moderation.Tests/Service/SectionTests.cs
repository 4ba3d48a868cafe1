using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Comments;
using Moderation.Labels;
using Moderation.Policies;
using Moderation.Service.Access;
using Moderation.Service.Importers;
using Moderation.Service.Screening;
using Moderation.Store;
using Moderation.Tests.Support;

namespace Moderation.Tests.Service;

public sealed class SectionTests
{
    private static readonly FixedClassifier Classifier = new(("vile", LabelNames.HateSpeech, 0.9f));

    [Fact]
    public async Task What_an_imported_file_says_of_its_sections_is_kept()
    {
        using var folder = new TemporaryFolder();
        await using var app = await ModerationApp.StartAsync(Classifier);
        var path = Path.Combine(folder.Path, "sections.jsonl");
        await File.WriteAllLinesAsync(path,
        [
            """{"section":"bath","title":"The bath","url":"https://lakeside.example/bath","article":"It opens at six.","comments":[{"id":"1","text":"fine"},{"id":"2","text":"good"}]}""",
            """{"section":"bath","title":"Another title","id":"3","text":"later"}""",
        ]);
        var importing = new Importing(app.Services.GetRequiredService<CommentIntake>(), app.Services.GetRequiredService<Sites>());
        var file = new ImportFile(path, "default", Taxonomy.Default, new Dictionary<string, string>());

        var report = await importing.RunAsync(ImporterList.For(path, null, "no-such-folder"), file, progress: null, CancellationToken.None);

        await using var db = await app.Services.GetRequiredService<IDbContextFactory<ModerationDb>>().CreateDbContextAsync();
        var section = await db.Sections.SingleAsync();
        Assert.Equal(3, report.Counts.New);
        Assert.Equal(("bath", "The bath", "https://lakeside.example/bath", "It opens at six."), (section.Id, section.Title, section.Url, section.Article));
    }

    [Fact]
    public async Task A_section_s_own_policy_comes_before_its_site_s()
    {
        await using var app = await ModerationApp.StartAsync(Classifier);
        var sites = app.Services.GetRequiredService<Sites>();
        await sites.SetPolicyAsync("default", null, Policy("site", 0.95f), "test");
        await sites.SetPolicyAsync("default", "children", Policy("children", 0.5f), "test");
        await app.Services.GetRequiredService<SiteDirectory>().RefreshAsync(CancellationToken.None);
        var screener = app.Services.GetRequiredService<Screener>();

        Assert.Equal((Verdict.Approve, "site"), Judge(screener, "news"));
        Assert.Equal((Verdict.Review, "children"), Judge(screener, "children"));
    }

    private static (Verdict Verdict, string Policy) Judge(Screener screener, string section)
    {
        var ruling = screener.Judge(new Comment { Site = "default", Section = section, Id = "1", Text = "vile" });
        return (ruling.Verdict, ruling.PolicyVersion);
    }

    private static Policy Policy(string version, float review) => new()
    {
        Version = version,
        Model = "fixed",
        Review = new Dictionary<string, float> { [LabelNames.HateSpeech] = review },
    };
}
